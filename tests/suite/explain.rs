//! The command `explain`.

use super::harness::{Folder, SiteTest, assert_success, program, stderr, stdout};

const ARTICLE: &str = "---\ntitle: A\ndate: 2020-01-01\nkey_points: [Kim Jong-un wrote.]\n---\nMoon left. Kim Jong Un met Moon Jae-in, and Moon spoke.\nA Moon Tower stood there; [[figures/moon|he]] and [[!Moon Jae-in]] know. Choe Ryong-hae did not come.\n\n## Later\n\nPark Won Soon, Choe Ryong-hae and Park stayed.\n";

/// A site with names of every kind of decision.
pub fn site() -> SiteTest {
    SiteTest::new()
        .file("content/articles/a.md", ARTICLE)
        .file(
            "content/figures/kim.md",
            "---\ntitle: Kim Jong Un\nfamily_name: Kim\nalso_known_as: [Marshal Kim]\ndescription: d\n---\n",
        )
        .file(
            "content/figures/moon.md",
            "---\ntitle: Moon Jae-in\nfamily_name: Moon\ndescription: d\n---\n",
        )
        .file("content/terms/alone.md", "---\ntitle: lonely term\ndescription: d\n---\n")
}

/// The names of a page as JSON.
fn names(folder: &Folder, page: &str) -> Vec<serde_json::Value> {
    stdout(folder, &["explain", page, "--message-format", "json"])
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn explain_lists_names_in_reading_order_with_position_rule_and_reason() {
    let expected = "content/articles/a.md: 8 names, 3 links
4:14     “Kim Jong-un” → figures/kim (variant, of “Kim Jong Un”); link
6:1      “Moon” → nothing; could be figures/moon (family name); not linked: it is a family name, and the full name does not stand before it: “Moon Jae-in” in line 6 comes after it
6:12     “Kim Jong Un” → figures/kim (title); link
6:28     “Moon Jae-in” → figures/moon (title); not linked: the topic is already linked: once in each section, unless `autolink` says otherwise
6:45     “Moon” → figures/moon (family name, introduced by “Moon Jae-in” in line 6); not linked: the topic is already linked: once in each section, unless `autolink` says otherwise
7:3      “Moon” → nothing; could be figures/moon; not linked: a word next to it makes it part of another name, like “John Smith Jr.”, “Lincoln Center” or “New Guinea”
7:27     “he” → figures/moon by hand; link
7:51     “Moon Jae-in” → figures/moon; not linked: the author wrote [[!name]]
";
    let folder = site().on_disk();
    for file in ["content/articles/a.md", "articles/a.md", "articles/a", "./content/articles/a.md"]
    {
        assert_eq!(stdout(&folder, &["explain", file]), expected, "{file}");
    }
    let above = folder.path().parent().expect("a folder").to_path_buf();
    let name = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
    let from_above =
        program(&above, &["--root", &name, "explain", &format!("{name}/content/articles/a.md")])
            .output()
            .expect("runs");
    assert_success(&from_above);
}

#[test]
fn explain_shows_which_name_of_a_topic_matched() {
    let folder = SiteTest::new()
        .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\ndisambiguate: { Péna: figures/second }\n---\nPéna spoke.\n")
        .file("content/figures/first.md", "---\ntitle: Peña\ndescription: d\n---\n")
        .file("content/figures/second.md", "---\ntitle: Pena\ndescription: d\n---\n")
        .on_disk();
    let expected = "content/articles/a.md: 1 name, 1 link\n6:1      “Péna” → figures/second (variant, of “Pena”); link\n";
    assert_eq!(stdout(&folder, &["explain", "articles/a"]), expected);
}

#[test]
fn explain_as_json_writes_one_object_per_line() {
    let names = names(&site().on_disk(), "articles/a");
    let first = &names[0];
    assert_eq!(
        (
            first["line"].as_u64(),
            first["column"].as_u64(),
            first["topic"].as_str(),
            first["link"].as_bool()
        ),
        (Some(4), Some(14), Some("figures/kim"), Some(true))
    );
    assert_eq!(
        (first["rule"].as_str(), first["name"].as_str(), first["decided"].as_str()),
        (Some("variant"), Some("Kim Jong Un"), Some("linked"))
    );
    assert_eq!(names.len(), 8);
}

#[test]
fn explain_shows_the_rule_that_decided_each_name() {
    let folder = SiteTest::new()
        .file(
        "content/countries/nk.md",
        "---\ntitle: North Korea\nmetonyms: [Pyongyang]\ndemonyms: [North Korean]\n---\n",
    )
        .file("content/countries/wind.md", "---\ntitle: Windland\nautolink_target: false\n---\n")
        .file("content/figures/un.md", "---\ntitle: Kim Jong Un\nfamily_name: Kim\n---\n")
        .file("content/figures/yo.md", "---\ntitle: Kim Yo Jong\nfamily_name: Kim\n---\n")
        .file("content/figures/choe-a.md", "---\ntitle: Choe Son Hui\n---\n")
        .file("content/figures/choe-b.md", "---\ntitle: Choe Son-hui\n---\n")
        .file(
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2020-01-01\ndisambiguate: { Choe Son-Hui: figures/choe-a }\n---\nPyongyang wrote. Windland and North Korea did. Kim Jong Un met Kim Yo Jong; then Kim left. Choe Son-Hui stayed.\n",
    )
        .file(
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-01-01\n---\nKim wrote before Kim Jong Un came, and Kim left.\n",
    )
        .file(
        "content/figures/barclay.md",
        "---\ntitle: Harold Barclay\nfamily_name: Barclay\n---\n",
    )
        .file(
        "content/articles/c.md",
        "---\ntitle: C\ndate: 2020-01-01\n---\n* Barclay, Harold. A book.\n",
    )
        .on_disk();
    let decided = |page: &str| -> Vec<String> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        names(&folder, page)
            .iter()
            .map(|name| [&name["written"], &name["decided"], &name["name"]].map(text).join(" "))
            .collect()
    };
    let first = [
        "Pyongyang indirect-name -",
        "Windland not-linkable -",
        "North Korea linked -",
        "Kim Jong Un linked -",
        "Kim Yo Jong linked -",
        "Kim several-introduced -",
        "Choe Son-Hui linked Choe Son Hui",
    ];
    assert_eq!(decided("articles/a"), first);
    assert_eq!(decided("articles/c"), ["Barclay linked -"]);
    assert!(
        stdout(&folder, &["explain", "articles/c"])
            .contains("“Barclay” → figures/barclay (variant"),
        "“Barclay, Harold” is a variant of “Harold Barclay”"
    );
    // A later introduction does not settle an earlier family name that several figures share.
    assert_eq!(
        decided("articles/b"),
        ["Kim not-introduced -", "Kim Jong Un linked -", "Kim several-introduced -"]
    );
}

#[test]
fn explain_as_json_offers_markup_that_overrides_a_link() {
    let folder = site()
        .file("content/figures/yo.md", "---\ntitle: Kim Yo Jong\nfamily_name: Kim\n---\n")
        .file(
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-01-01\n---\nMoon Jae-in came, and [[figures/moon|Moon Jae-in]], Moon Jae-in and Moon left. Kim Jong Un met Kim Yo Jong, and Kim stayed.\n",
    )
        .on_disk();
    let overrides: Vec<String> = names(&folder, "articles/b")
        .iter()
        .map(|name| format!("{} {}", name["written"].as_str().unwrap_or("-"), name["otherwise"]))
        .collect();
    let expected = [
        r#"Moon Jae-in ["[[Moon Jae-in]]"]"#,
        r#"Moon Jae-in []"#,
        r#"Moon Jae-in ["[[Moon Jae-in]]"]"#,
        r#"Moon ["[[figures/moon|Moon]]"]"#,
        r#"Kim Jong Un ["[[!Kim Jong Un]]"]"#,
        r#"Kim Yo Jong ["[[!Kim Yo Jong]]"]"#,
        r#"Kim ["[[figures/kim|Kim]]","[[figures/yo|Kim]]"]"#,
    ];
    assert_eq!(overrides, expected);
}

#[test]
fn explain_of_an_unknown_page_suggests_the_nearest() {
    let output = site().on_disk().run(&["explain", "content/articles/b.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr(&output).contains("did you mean `content/articles/a.md`?"));
}

#[test]
fn explain_says_which_earlier_mention_introduced_or_silenced_a_name() {
    let figure = |name: &str, family: &str| {
        format!("---\ntitle: {name}\nfamily_name: {family}\ndescription: d\n---\n")
    };
    let folder = SiteTest::new()
        .file("content/figures/trump.md", figure("Donald Trump", "Trump"))
        .file("content/figures/assad.md", figure("Bashar al-Assad", "al-Assad"))
        .file("content/figures/un.md", figure("Kim Jong Un", "Kim"))
        .file("content/figures/yo.md", figure("Kim Yo Jong", "Kim"))
        .file("content/countries/togo.md", "---\ntitle: Togo\ndescription: d\n---\n")
        .file(
            "content/figures/merkel.md",
            "---\ntitle: Angela Merkel\nfamily_name: Merkel\nrole: Chancellor\ndescription: d\n---\n",
        )
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\nabout: [figures/assad]\n---\nTrump came before Donald Trump, and Trump left.\n\n## Later\n\nTrump spoke to Ivanka Trump.\n\n## Now\n\nTrump stayed. Donald Trump rose.\n\n## Then\n\nTrump went. Of al-Assad and Maher al-Assad.\n\n## Last\n\nHe said al-Assad knew Vernon Togo. Togo was a lawyer. Chancellor Merkel came.\n",
        )
        .file(
            "content/articles/b.md",
            "---\ntitle: B\ndate: 2020-01-01\n---\nKim wrote. Kim Jong Un met [[figures/yo|his sister]].\n\n## Later\n\nKim left. Kim came.\n",
        )
        .file(
            "content/events/c.md",
            "---\ntitle: Event\ndate: 2020-01-01\nparticipants: [figures/un]\ndescription: d\n---\nKim left Kim Yo Jong.\n\n## Later\n\nOf Kim.\n",
        )
        .on_disk();
    let evidence = |page: &str| -> Vec<String> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
        names(&folder, page)
            .iter()
            .filter(|name| !name["evidence"].as_array().expect("a list").is_empty())
            .map(|name| {
                let texts = name["evidence"].as_array().into_iter().flatten();
                let texts: Vec<String> =
                    texts.map(|it| format!("{} ({})", text(&it["text"]), it["line"])).collect();
                format!(
                    "{} {} {}: {}",
                    name["line"],
                    text(&name["written"]),
                    text(&name["decided"]),
                    texts.join(", ")
                )
            })
            .collect()
    };
    let expected = [
        "6 Trump not-introduced: “Donald Trump” in line 6 comes after it (6)",
        "6 Trump linked-already: introduced by “Donald Trump” in line 6 (6)",
        "10 Trump linked: introduced by “Donald Trump” in line 6 (6)",
        "14 Trump several-introduced: “Ivanka Trump” in line 10 bears the name too (10)",
        "18 Trump linked: introduced by “Donald Trump” in line 14 (14)",
        "18 al-Assad linked: the page is about it (null)",
        "22 al-Assad several-introduced: “Maher al-Assad” in line 18 bears the name too (18)",
        "22 Togo longer-name: “Vernon Togo” in line 22 bears the name too (22)",
        "22 Merkel linked: the title next to it fits (null)",
    ];
    assert_eq!(evidence("articles/a"), expected);
    // Whom the first “Kim” meant stays open.
    let expected = [
        "5 Kim not-introduced: “Kim Jong Un” in line 5 comes after it (5)",
        "9 Kim several-introduced: “Kim” in line 5 came before the full names (5)",
        "9 Kim several-introduced: “Kim” in line 5 came before the full names (5)",
    ];
    assert_eq!(evidence("articles/b"), expected);
    let expected = [
        "7 Kim linked: it takes part in this event (null)",
        "11 Kim several-introduced: figures/un bears the name, and it takes part in this event (null), “Kim Yo Jong” in line 7 bears the name (7)",
    ];
    assert_eq!(evidence("events/c"), expected);
    let lines = stdout(&folder, &["explain", "articles/a"]);
    for line in [
        "10:1     “Trump” → figures/trump (family name, introduced by “Donald Trump” in line 6); link\n",
        "14:1     “Trump” → nothing; could be figures/trump (family name); not linked: it is a family name, and several people with it have appeared on this page: “Ivanka Trump” in line 10 bears the name too\n",
    ] {
        assert!(lines.contains(line), "{lines}");
    }
}
