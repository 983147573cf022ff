//! `explain` and `suggest`, as a person at a terminal runs them.

use super::harness::{Folder, SITE};

const ARTICLE: &str = "---\ntitle: A\ndate: 2020-01-01\nkey_points: [Kim Jong-un wrote.]\n---\nMoon left. Kim Jong Un met Moon Jae-in, and Moon spoke.\nA Moon Tower stood there; [[figures/moon|he]] and [[!Moon Jae-in]] know. Choe Ryong-hae did not come.\n\n## Later\n\nPark Won Soon, Choe Ryong-hae and Park stayed.\n";

fn story() -> Folder {
    let folder = Folder::new();
    folder.write(SITE.0, SITE.1);
    folder.write("content/articles/a.md", ARTICLE);
    folder.write("content/figures/kim.md", "---\ntitle: Kim Jong Un\nfamily_name: Kim\nalso_known_as: [Marshal Kim]\ndescription: d\n---\n");
    folder.write(
        "content/figures/moon.md",
        "---\ntitle: Moon Jae-in\nfamily_name: Moon\ndescription: d\n---\n",
    );
    folder.write("content/terms/alone.md", "---\ntitle: lonely term\ndescription: d\n---\n");
    folder
}

fn said(folder: &Folder, arguments: &[&str]) -> String {
    let output = folder.run(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("text")
}

/// The names of a page, as they are told to other programs.
fn told(folder: &Folder, page: &str) -> Vec<serde_json::Value> {
    said(folder, &["explain", page, "--message-format", "json"])
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect()
}

#[test]
fn explain_lists_every_name_in_reading_order_with_its_place_rule_and_reason() {
    let expected = "content/articles/a.md: 8 names, 3 links
4:14     “Kim Jong-un” → figures/kim (variant, of “Kim Jong Un”); link
6:1      “Moon” → nothing; could be figures/moon (family name); not linked: a family name is a link only after exactly one bearer of it was introduced, and none has been
6:12     “Kim Jong Un” → figures/kim (title); link
6:28     “Moon Jae-in” → figures/moon (title); not linked: the topic is linked already: once in each section, unless the policy says otherwise
6:45     “Moon” → figures/moon (family name); not linked: the topic is linked already: once in each section, unless the policy says otherwise
7:3      “Moon” → nothing; could be figures/moon; not linked: a word beside it makes it part of another name: “John Smith Jr.”, “Trump Tower”, “New Guinea”
7:27     “he” → figures/moon by hand; link
7:51     “Moon Jae-in” → figures/moon; not linked: the author wrote [[!name]]
";
    let folder = story();
    for file in ["content/articles/a.md", "articles/a.md", "articles/a", "./content/articles/a.md"]
    {
        let said = said(&folder, &["explain", file]);
        assert_eq!(said, expected, "{file}");
    }
    let above = folder.path().parent().expect("a folder").to_path_buf();
    let name = folder.path().file_name().expect("a name").to_string_lossy().into_owned();
    let from_above = super::harness::program(
        &above,
        &["--root", &name, "explain", &format!("{name}/content/articles/a.md")],
    )
    .output()
    .expect("runs");
    assert!(from_above.status.success(), "{}", String::from_utf8_lossy(&from_above.stderr));
}

#[test]
fn explain_tells_by_which_of_two_names_a_topic_was_found() {
    let folder = Folder::new();
    folder.write(SITE.0, SITE.1);
    folder.write("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\ndisambiguate: { Péna: figures/second }\n---\nPéna spoke.\n");
    folder.write("content/figures/first.md", "---\ntitle: Peña\ndescription: d\n---\n");
    folder.write("content/figures/second.md", "---\ntitle: Pena\ndescription: d\n---\n");
    let expected = "content/articles/a.md: 1 name, 1 link\n6:1      “Péna” → figures/second (variant, of “Pena”); link\n";
    assert_eq!(said(&folder, &["explain", "articles/a"]), expected);
}

#[test]
fn explain_for_machines_is_one_object_a_line() {
    let names = told(&story(), "articles/a");
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
fn explain_says_by_which_rule_each_name_was_decided() {
    let folder = Folder::new();
    folder.write(SITE.0, SITE.1);
    folder.write(
        "content/countries/nk.md",
        "---\ntitle: North Korea\nmetonyms: [Pyongyang]\ndemonyms: [North Korean]\n---\n",
    );
    folder
        .write("content/countries/wind.md", "---\ntitle: Windland\nautolink_target: false\n---\n");
    folder.write("content/figures/un.md", "---\ntitle: Kim Jong Un\nfamily_name: Kim\n---\n");
    folder.write("content/figures/yo.md", "---\ntitle: Kim Yo Jong\nfamily_name: Kim\n---\n");
    folder.write("content/figures/choe-a.md", "---\ntitle: Choe Son Hui\n---\n");
    folder.write("content/figures/choe-b.md", "---\ntitle: Choe Son-hui\n---\n");
    folder.write(
        "content/articles/a.md",
        "---\ntitle: A\ndate: 2020-01-01\ndisambiguate: { Choe Son-Hui: figures/choe-a }\n---\nPyongyang City wrote. Windland and North Korea did. Kim Jong Un met Kim Yo Jong; then Kim left. Choe Son-Hui stayed.\n",
    );
    folder.write(
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-01-01\n---\nKim wrote before Kim Jong Un came, and Kim left.\n",
    );
    folder.write(
        "content/figures/barclay.md",
        "---\ntitle: Harold Barclay\nfamily_name: Barclay\n---\n",
    );
    folder.write(
        "content/articles/c.md",
        "---\ntitle: C\ndate: 2020-01-01\n---\n* Barclay, Harold. A book.\n",
    );
    let decided = |page: &str| -> Vec<String> {
        let text = |value: &serde_json::Value| value.as_str().unwrap_or("-").to_owned();
        told(&folder, page)
            .iter()
            .map(|name| [&name["written"], &name["decided"], &name["name"]].map(text).join(" "))
            .collect()
    };
    let first = [
        "Pyongyang stands-for-it -",
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
        said(&folder, &["explain", "articles/c"]).contains("“Barclay” → figures/barclay (variant"),
        "a name with its ends exchanged is a variant"
    );
    // Whoever is introduced after a family name that means one of several need not be the one.
    assert_eq!(
        decided("articles/b"),
        ["Kim not-introduced -", "Kim Jong Un linked -", "Kim several-introduced -"]
    );
}

#[test]
fn explain_for_machines_offers_what_to_write_to_have_a_name_otherwise() {
    let folder = story();
    folder.write("content/figures/yo.md", "---\ntitle: Kim Yo Jong\nfamily_name: Kim\n---\n");
    folder.write(
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-01-01\n---\nMoon Jae-in came, and [[figures/moon|Moon Jae-in]], Moon Jae-in and Moon left. Kim Jong Un met Kim Yo Jong, and Kim stayed.\n",
    );
    let told: Vec<String> = told(&folder, "articles/b")
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
    assert_eq!(told, expected);
}

#[test]
fn explain_of_a_file_that_is_no_page_names_the_nearest() {
    let output = story().run(&["explain", "content/articles/b.md"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(
        String::from_utf8_lossy(&output.stderr).contains("did you mean `content/articles/a.md`?")
    );
}

#[test]
fn suggest_lists_names_without_a_topic_and_what_is_never_used() {
    let folder = story();
    folder.write("content/terms/alone.md", "---\ntitle: lonely term\n---\n");
    folder.write(
        "content/terms/hall.md",
        "---\ntitle: stood there\nnot_in: [Lee Stood There Hall]\n---\n",
    );
    folder.write(
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-01-01\n---\nOf [Lee In Young](https://example.org/), [[figures/kim|Cho Myung Gyon]] and the Lee Stood There Hall.\n\nOf [Lee In Young](https://example.org/), [[figures/kim|Cho Myung Gyon]] and the Lee Stood There Hall again.\n",
    );
    let expected =
        "Names without a topic; create one with `backgrounder suggest --write figure \"Name\"`

Choe Ryong-hae, 2 times on 1 page
    content/articles/a.md:7:74  Choe Ryong-hae did not come.
Park Won Soon, 2 times on 1 page
    content/articles/a.md:11:1  Park Won Soon, Choe Ryong-hae and Park stayed.

Topics without description and text, and how many pages mention them
terms/hall (1 page), terms/alone (0 pages)

Topics that no text mentions
terms/alone

Alternative names that no text uses
“Marshal Kim” of figures/kim
";
    assert_eq!(said(&folder, &["suggest"]), expected);
    let made = said(&folder, &["suggest", "--write", "figure", "Choe Ryong-hae"]);
    assert!(made.trim().ends_with("content/figures/choe-ryong-hae.md"), "{made}");
    assert!(said(&folder, &["suggest"]).starts_with("Names without a topic; create one with `backgrounder suggest --write figure \"Name\"`\n\nPark Won Soon"));
}
