//! The command `suggest`: names without a topic, and names that a topic could declare.

use super::explain::site;
use super::harness::{Folder, SiteTest, stdout};

fn article(title: &str, text: &str) -> String {
    format!("---\ntitle: {title}\ndate: 2020-01-01\n---\n{text}\n")
}

/// The phrases without a topic, each with how often it appears.
fn phrases(folder: &Folder) -> Vec<String> {
    let lines = stdout(folder, &["suggest", "--all", "--message-format", "json"]);
    let records = lines.lines().map(|line| serde_json::from_str(line).expect("JSON"));
    records
        .filter(|record: &serde_json::Value| record["phrase"].is_string())
        .map(|record| format!("{} {}", record["phrase"].as_str().expect("text"), record["times"]))
        .collect()
}

/// The lines about names that a topic could declare.
fn undeclared(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = ["suggest"].iter().chain(arguments).copied().collect();
    let lines = stdout(folder, &arguments);
    let lines = lines.lines().skip_while(|line| !line.starts_with("Names that would be links"));
    lines.skip(2).take_while(|line| !line.is_empty()).map(str::to_owned).collect()
}

/// The number of links on some pages.
fn links(folder: &Folder, pages: &[&str]) -> usize {
    let count = |page: &&str| {
        let lines = stdout(folder, &["explain", page, "--message-format", "json"]);
        lines.lines().filter(|line| line.contains("\"link\":true")).count()
    };
    pages.iter().map(count).sum()
}

#[test]
fn suggest_counts_each_phrase_once() {
    let folder = SiteTest::new()
        .file(
            "content/articles/a.md",
            article(
                "A",
                "In Sudan, near Sudan and in Sudan; in South Sudan, near South Sudan. With the Tsar, for the Tsar and Tsar Alexander. Of Abdel Fattah el-Sisi and by el-Sisi.",
            ),
        )
        .on_disk();
    let expected = [
        "Sudan 3",
        "South Sudan 2",
        "Tsar 2",
        "Abdel Fattah el-Sisi 1",
        "Tsar Alexander 1",
        "el-Sisi 1",
    ];
    assert_eq!(phrases(&folder), expected);
}

#[test]
fn suggest_says_which_declared_name_would_gain_how_many_links() {
    let figure =
        |name: &str, more: &str| format!("---\ntitle: {name}\n{more}description: d\n---\n");
    let folder = SiteTest::new()
        // Never given in full; in two sections of one page and one of another.
        .file(
            "content/articles/a.md",
            article("A", "Secretary Aguirre spoke, and Secretary Aguirre left.\n\n## Later\n\nOf Aguirre and of Duterte."),
        )
        .file(
            "content/articles/b.md",
            article("B", "With Secretary Aguirre and President Duterte. Then Duterte left Sara Duterte."),
        )
        // In full, and then by the end of the name.
        .file(
            "content/articles/c.md",
            article("C", "Abiy Ahmed spoke to the United Nations Security Council.\n\n## Later\n\nOf Ahmed before the Security Council and the Nations Club.\n\n## Today\n\nOf Ahmed again, and of the Security Council in Korea with Kim and Minister Lee."),
        )
        .file("content/figures/aguirre.md", figure("Vitaliano Aguirre II", ""))
        .file("content/figures/duterte.md", figure("Rodrigo Duterte", "family_name: Duterte\nalso_known_as: [Digong]\n"))
        .file("content/figures/abiy.md", "+++\ntitle = \"Abiy Ahmed\"\ndescription = \"d\"\n+++\n")
        .file("content/figures/un.md", figure("Kim Jong Un", ""))
        .file("content/figures/ann.md", figure("Ann Lee", "family_name: Lee\n"))
        .file("content/figures/bo.md", figure("Bo Lee", ""))
        .file("content/figures/yo.md", figure("Kim Yo Jong", ""))
        .file("content/countries/south-korea.md", figure("South Korea", ""))
        .file("content/organisations/council.md", figure("United Nations Security Council", ""))
        // No name of the event: another thing that its name mentions.
        .file("content/events/speech.md", figure("Speech at the United Nations Club", "date: 2020\n"))
        .on_disk();
    let expected = [
        "`also_known_as: [Aguirre]` on figures/aguirre would link 3 more",
        "`short_name = \"Ahmed\"` on figures/abiy would link 2 more",
        "`Duterte` in `also_known_as` of figures/duterte would link 2 more; “Sara Duterte” bears the name too",
        "`short_name: Security Council` on organisations/council would link 2 more",
    ];
    assert_eq!(undeclared(&folder, &[]), expected);
    assert_eq!(
        undeclared(&folder, &["--most", "1"]),
        [expected[0], "and 3 more; list N with `--most N`"]
    );
    assert!(!phrases(&folder).iter().any(|phrase| phrase.contains("Aguirre")));

    // The numbers are true.
    let pages = ["articles/a", "articles/b", "articles/c"];
    let before = links(&folder, &pages);
    folder.write(
        "content/figures/aguirre.md",
        figure("Vitaliano Aguirre II", "also_known_as: [Aguirre]\n"),
    );
    assert_eq!(links(&folder, &pages), before + 3);
    folder.write(
        "content/figures/abiy.md",
        "+++\ntitle = \"Abiy Ahmed\"\nshort_name = \"Ahmed\"\ndescription = \"d\"\n+++\n",
    );
    assert_eq!(links(&folder, &pages), before + 5);
    folder.write(
        "content/figures/duterte.md",
        figure("Rodrigo Duterte", "family_name: Duterte\nalso_known_as: [Digong, Duterte]\n"),
    );
    assert_eq!(links(&folder, &pages), before + 7);
    folder.write(
        "content/organisations/council.md",
        figure("United Nations Security Council", "short_name: Security Council\n"),
    );
    assert_eq!(links(&folder, &pages), before + 9);
    assert!(undeclared(&folder, &["--all"]).is_empty());
}

#[test]
fn suggest_counts_links_by_the_policy_of_each_page() {
    let text = "President Duterte spoke, and Duterte left.\n\n## Later\n\nOf Duterte.\n\n## Today\n\nOf Duterte.";
    let site = |policy: &str| {
        let article =
            article("A", text).replace("---\nPres", &format!("autolink: {policy}\n---\nPres"));
        SiteTest::new()
            .file("content/articles/a.md", article)
            .file(
                "content/figures/duterte.md",
                "---\ntitle: Rodrigo Duterte\nfamily_name: Duterte\ndescription: d\n---\n",
            )
            .on_disk()
    };
    for (policy, links) in [("section", 3), ("once", 1), ("all", 4)] {
        let expected =
            format!("`also_known_as: [Duterte]` on figures/duterte would link {links} more");
        assert_eq!(undeclared(&site(policy), &["--all"]), [expected], "{policy}");
    }
    assert!(undeclared(&site("\"off\""), &["--all"]).is_empty());
}

#[test]
fn suggest_as_json_names_the_key() {
    let folder = SiteTest::new()
        .file(
            "content/articles/a.md",
            article("A", "President Duterte spoke.\n\n## Later\n\nOf Duterte."),
        )
        .file(
            "content/figures/duterte.md",
            "---\ntitle: Rodrigo Duterte\nfamily_name: Duterte\ndescription: d\n---\n",
        )
        .on_disk();
    let lines = stdout(&folder, &["suggest", "--message-format", "json"]);
    let record: serde_json::Value = serde_json::from_str(lines.trim()).expect("JSON");
    let expected = serde_json::json!({
        "topic": "figures/duterte",
        "file": "content/figures/duterte.md",
        "key": "also_known_as",
        "name": "Duterte",
        "links": 2,
        "other_bearer": null,
    });
    assert_eq!(record, expected);
}

#[test]
fn suggest_lists_names_without_a_topic_and_unused_topics_and_names() {
    let folder = site()
        .file("content/terms/alone.md", "---\ntitle: lonely term\n---\n")
        .file(
        "content/terms/hall.md",
        "---\ntitle: stood there\nnot_in: [Lee Stood There Hall]\n---\n",
    )
        .file(
        "content/articles/b.md",
        "---\ntitle: B\ndate: 2020-01-01\n---\nOf [Lee In Young](https://example.org/), [[figures/kim|Cho Myung Gyon]] and the Lee Stood There Hall.\n\nOf [Lee In Young](https://example.org/), [[figures/kim|Cho Myung Gyon]] and the Lee Stood There Hall again.\n",
    )
        .on_disk();
    let expected =
        "Names without a topic; create one with `backgrounder suggest --write figure \"Name\"`

Choe Ryong-hae, 2 times on 1 page
    content/articles/a.md:7:74  Choe Ryong-hae did not come.

Topics without description and text, and how many pages mention them
terms/hall (1 page), terms/alone (0 pages)

Topics that no text mentions
terms/alone

Alternative names that no text uses
“Marshal Kim” of figures/kim
";
    assert_eq!(stdout(&folder, &["suggest"]), expected);
    let made = stdout(&folder, &["suggest", "--write", "figure", "Choe Ryong-hae"]);
    assert!(made.trim().ends_with("content/figures/choe-ryong-hae.md"), "{made}");
    assert!(
        stdout(&folder, &["suggest"])
            .starts_with("Every name that appears more than once has a topic.")
    );
}
