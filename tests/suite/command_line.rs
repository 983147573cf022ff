//! The program on the command line.

use std::fs;

use serde_json::{Value, json};

use super::harness::{
    Folder, SiteTest, assert_exit_code, assert_success, program, read_tree, repository, stderr,
};

#[test]
fn new_site_builds_without_warnings() {
    let folder = Folder::new();
    let made = folder.run(&["new", "site", "story"]);
    assert_success(&made);
    let story = folder.path().join("story");
    let built = program(&story, &["build", "--strict"]).output().unwrap();
    assert_success(&built);
    assert!(!stderr(&built).contains("warning"), "{}", stderr(&built));
    let article = folder.read("story/public/articles/how-it-was-done/index.html");
    assert!(article.contains("href=\"/figures/neil-armstrong/\""), "{article}");
    let checked = program(&story, &["check"]).output().unwrap();
    assert_eq!(stderr(&checked).trim(), "No problems");
}

#[test]
fn an_empty_file_makes_a_topic_page() {
    let folder = SiteTest::story()
        .file("content/figures/Kim Yo Jong.md", "")
        .file(
            "content/articles/more.md",
            "---\ntitle: More\ndate: 2020-07-02\n---\nThen Kim Yo Jong spoke.\n",
        )
        .on_disk();
    folder.build();
    assert!(
        folder.read("public/articles/more/index.html").contains("href=\"/s/figures/kim-yo-jong/\"")
    );
    let page = folder.read("public/figures/kim-yo-jong/index.html");
    assert!(page.contains("noindex") && page.contains("Then Kim Yo Jong spoke."), "{page}");
}

#[test]
fn new_pages_build_and_never_overwrite_files() {
    let folder = Folder::with_story();
    for (what, title, path) in [
        ("article", "What next?", "content/articles/what-next.md"),
        ("country", "South Korea", "content/countries/south-korea.md"),
        ("figure", "Choe \"Sonny\" Hui", "content/figures/choe-sonny-hui.md"),
        (
            "organisation",
            "State Affairs Commission",
            "content/organisations/state-affairs-commission.md",
        ),
        ("term", "snapback", "content/terms/snapback.md"),
        ("page", "Method", "content/method.md"),
    ] {
        let made = folder.run(&["new", what, title]);
        assert_exit_code(&made, 0, what);
        assert!(folder.exists(path), "{path}");
        let again = folder.run(&["new", what, title]);
        assert_exit_code(&again, 2, what);
    }
    let built = folder.run(&["build", "--drafts"]);
    assert_success(&built);
    // Another file name with the same slug is the same page.
    folder.write("content/figures/Fidel Castro.md", "");
    folder.write("content/events/missile-crisis/index.md", "---\ndate: 1962-10\n---\n");
    for (what, title, existing) in [
        ("figure", "Fidel Castro", "content/figures/Fidel Castro.md"),
        ("event", "Missile crisis", "content/events/missile-crisis"),
    ] {
        let refused = folder.run(&["new", what, title]);
        assert_eq!(refused.status.code(), Some(2));
        assert!(stderr(&refused).contains(existing), "{}", stderr(&refused));
    }
    // An event without a date would stop the build.
    let refused = folder.run(&["new", "event", "Hanoi dinner"]);
    assert_exit_code(&refused, 2, "an event without a date");
    assert!(stderr(&refused).contains("an event needs a date"), "{}", stderr(&refused));
    assert!(!folder.exists("content/events/hanoi-dinner.md"));
    assert_success(&folder.run(&["new", "event", "Hanoi dinner", "--date", "2019-02~"]));
    assert_success(&folder.run(&["suggest", "--write", "event", "Talks", "--date", "2019"]));
    assert_success(&folder.run(&["build"]));
    assert!(folder.read("public/events/hanoi-dinner/index.html").contains("c. February 2019"));
    let refused = folder.run(&["new", "event", "Lunch", "--date", "Sept 2018"]);
    assert_exit_code(&refused, 2, "a date in words");
    assert!(stderr(&refused).contains("did you mean 2018-09?"), "{}", stderr(&refused));
    assert_exit_code(&folder.run(&["new", "term", "Lunch", "--date", "2018"]), 2, "no event");
}

#[test]
fn new_country_has_the_code_of_its_name() {
    let folder = Folder::with_story();
    let names = [
        ("Ethiopia", "iso: ET "),
        ("日本", "iso: JP "),
        ("Côte d'Ivoire", "iso: CI "),
        ("The Gambia", "iso: GM "),
        ("Narnia", "iso:  "),
    ];
    for (name, line) in names {
        let made = folder.run(&["new", "country", name]);
        assert_success(&made);
        let path = String::from_utf8_lossy(&made.stdout).trim().to_owned();
        let page = folder.read(&path);
        assert!(page.contains(&format!("\n{line}")), "{page}");
    }
    assert_success(&folder.run(&["build"]));
}

#[test]
fn new_site_can_be_entered_and_is_never_inside_another() {
    let folder = Folder::new();
    let made = folder.run(&["new", "site", "Blue Nile"]);
    assert_success(&made);
    let said = String::from_utf8_lossy(&made.stdout).into_owned();
    assert!(said.contains("\n  cd \"Blue Nile\"\n"), "{said}");
    let site = folder.path().join("Blue Nile");
    for arguments in [
        &["suggest", "--write", "site", "X"][..],
        &["suggest", "--write", "article", "X"],
        &["new", "site", "content/X"],
        &["new", "site", "static"],
    ] {
        let refused = program(&site, arguments).output().unwrap();
        assert_exit_code(&refused, 2, &arguments.join(" "));
    }
    assert!(!site.join("X").exists() && !site.join("content/X").exists());
}

#[test]
fn explain_finds_a_page_by_any_path() {
    let folder = Folder::with_story();
    let file = folder.path().join("content/articles/talks.md");
    let explain = |current: &str, arguments: &[&str]| {
        let output = program(&folder.path().join(current), arguments).output().unwrap();
        assert_success(&output);
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    let expected = explain(".", &["explain", "articles/talks"]);
    assert!(expected.starts_with("content/articles/talks.md: "), "{expected}");
    let absolute = file.to_str().unwrap();
    assert_eq!(explain(".", &["explain", absolute]), expected);
    let root = folder.path().to_str().unwrap().to_owned();
    assert_eq!(explain("/", &["--root", &root, "explain", absolute]), expected);
    assert_eq!(
        explain("content/figures", &["--root", "../..", "explain", "../articles/talks.md"]),
        expected
    );
    assert_eq!(explain("content/articles", &["--root", "../..", "explain", "talks.md"]), expected);
}

#[test]
fn summary_names_drafts_and_errors_come_first() {
    let folder = SiteTest::story()
        .file("content/articles/dam.md", "---\ntitle: Dam\ndraft: true\n---\n")
        .file("content/articles/later.md", "---\ntitle: Later\ndate: 2021-01-01\n---\n")
        .on_disk();
    let built = folder.run(&["build", "--now", "2020-08-01"]);
    assert_success(&built);
    let said = stderr(&built);
    assert!(said.contains("\n  1 draft left out: content/articles/dam.md\n"), "{said}");
    assert!(said.contains("\n  1 later article left out: content/articles/later.md\n"), "{said}");
    assert!(!stderr(&folder.run(&["build", "--drafts"])).contains("left out"));
    folder.write("content/a.md", "---\ntitle: A\n---\nA note[^1].\n");
    folder.write("content/z.md", "---\ntitel: Z\n---\n");
    for command in ["build", "check"] {
        let said = stderr(&folder.run(&[command]));
        let at = |text: &str| said.find(text).unwrap_or_else(|| panic!("{text}: {said}"));
        assert!(at("error[unknown-key]") < at("warning[undefined-footnote]"), "{said}");
    }
    let json = folder.run(&["check", "--message-format", "json"]);
    let json = String::from_utf8_lossy(&json.stdout).into_owned();
    let levels: Vec<&str> = ["error", "warning", "note"]
        .into_iter()
        .filter(|level| json.contains(&format!("\"level\":\"{level}\"")))
        .collect();
    let first = json.lines().next().unwrap_or_default();
    assert!(levels.len() == 3 && first.contains("\"level\":\"error\""), "{json}");
}

#[test]
fn usage_errors_exit_with_2_and_site_errors_with_1() {
    let folder = Folder::with_story();
    for arguments in [
        &["bild"][..],
        &["build", "--now", "tomorrow"],
        &["build", "--base-url", "example"],
        &["new", "figure", "!!!"],
    ] {
        assert_exit_code(&folder.run(arguments), 2, &arguments.join(" "));
    }
    let empty = Folder::new();
    let output = empty.run(&["build"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("there is no `site.toml` here"), "{}", stderr(&output));
    assert!(!empty.exists("public"));
    for arguments in [&["suggest"][..], &["explain", "a.md"], &["new", "figure", "Ann Lee"]] {
        let output = empty.run(arguments);
        assert_exit_code(&output, 2, arguments[0]);
        assert!(stderr(&output).contains("there is no `site.toml` here"), "{}", stderr(&output));
    }
}

#[test]
fn drafts_and_future_articles_are_published_only_on_request() {
    let folder = SiteTest::story()
        .file(
            "content/articles/draft.md",
            "---\ntitle: A draft\ndraft: true\ndate: 2020-07-01\n---\nText.\n",
        )
        .file(
            "content/articles/later.md",
            "---\ntitle: Later\ndate: 2020-08-01\nas_of: 2020-08-01\n---\nText.\n",
        )
        .on_disk();
    let shown = |arguments: &[&str]| {
        let output = folder.run(arguments);
        assert_success(&output);
        (
            folder.exists("public/articles/draft/index.html"),
            folder.exists("public/articles/later/index.html"),
        )
    };
    assert_eq!(shown(&["build"]), (false, true));
    assert_eq!(shown(&["build", "--now", "2020-07-10"]), (false, false));
    assert_eq!(shown(&["build", "--now", "2020-07-10", "--drafts"]), (true, true));
    assert!(folder.read("public/articles/draft/index.html").contains("Draft"));
}

#[test]
fn strict_turns_warnings_into_errors_and_levels_are_configurable() {
    let folder = Folder::with_story();
    let page = "---\ntitle: W\n---\nA note[^1].\n";
    folder.write("content/warn.md", page);
    let built = folder.run(&["build"]);
    assert!(
        built.status.success() && stderr(&built).contains("warning[undefined-footnote]"),
        "{}",
        stderr(&built)
    );
    assert_eq!(folder.run(&["build", "--strict"]).status.code(), Some(1));
    folder.write(
        "content/warn.md",
        "---\ntitle: W\ncheck: { undefined-footnote: off }\n---\nA note[^1].\n",
    );
    assert!(folder.run(&["build", "--strict"]).status.success());
    folder.write("content/warn.md", page);
    let site = folder.read("site.toml");
    folder.write("site.toml", format!("{site}\n[check]\nundefined-footnote = \"error\"\n"));
    assert_eq!(folder.run(&["build"]).status.code(), Some(1));
}

#[test]
fn diagnostics_are_available_as_json_and_github_annotations() {
    let folder = SiteTest::story().file("content/bad.md", "---\ntitel: x\n---\n").on_disk();
    let json = folder.run(&["build", "--message-format", "json"]);
    let line: serde_json::Value =
        serde_json::from_str(String::from_utf8_lossy(&json.stdout).lines().next().expect("a line"))
            .expect("JSON");
    assert_eq!(
        (
            line["code"].as_str(),
            line["places"][0]["file"].as_str(),
            line["places"][0]["line"].as_u64()
        ),
        (Some("unknown-key"), Some("content/bad.md"), Some(2))
    );
    let github = folder.run(&["build", "--message-format", "github"]);
    assert!(
        String::from_utf8_lossy(&github.stdout)
            .starts_with("::error file=content/bad.md,line=2,col=1,title=unknown-key::"),
        "{}",
        String::from_utf8_lossy(&github.stdout)
    );
}

#[test]
fn check_writes_nothing_and_finds_what_build_finds() {
    let folder = Folder::with_story();
    let before = read_tree(&folder.path());
    let checked = folder.run(&["check"]);
    assert_success(&checked);
    assert!(stderr(&checked).contains("note[stub]"), "{}", stderr(&checked));
    folder.write("templates/article.html", "{{ page.nothing }}");
    let checked = folder.run(&["check"]);
    assert_eq!(checked.status.code(), Some(1));
    assert!(stderr(&checked).contains("templates/article.html:1:"), "{}", stderr(&checked));
    folder.remove("templates/article.html");
    fs::remove_dir(folder.path().join("templates")).unwrap();
    assert!(read_tree(&folder.path()) == before);
}

#[test]
fn template_errors_name_the_template_line_and_page() {
    let folder = Folder::with_story();
    let error = |template: &str| {
        folder.write("templates/term.html", template);
        let output = folder.run(&["build"]);
        assert_exit_code(&output, 1, template);
        stderr(&output)
    };
    let undefined = error("<p>\n{{ page.titel }}");
    assert!(
        undefined.contains("templates/term.html:2:")
            && undefined.contains("content/terms/armistice.md"),
        "{undefined}"
    );
    assert!(error("\n\n{{ page.title | shout }}").contains("templates/term.html:3:"));
    assert!(error("{% include \"nowhere.html\" %}").contains("templates/term.html"));
    assert!(error("{% if x %}").contains("templates/term.html"));
}

#[test]
fn a_site_template_overrides_and_may_extend_the_theme_template() {
    let folder = SiteTest::story()
        .file("templates/term.html", "{% extends \"broadsheet/term.html\" %}{% block main %}<main>own words for {{ page.title }}</main>{% endblock %}")
        .on_disk();
    folder.build();
    assert!(
        folder
            .read("public/terms/armistice/index.html")
            .contains("<main>own words for armistice</main>")
    );
}

#[test]
fn a_missing_theme_stylesheet_is_reported() {
    let folder = SiteTest::story()
        .file("themes/mine/theme.toml", "name = \"mine\"\n[assets]\nstylesheet = \"no.css\"\n")
        .on_disk();
    let site = folder.read("site.toml");
    folder.write("site.toml", format!("theme = \"mine\"\n{site}"));
    let output = folder.run(&["build"]);
    assert!(stderr(&output).contains("error[missing-theme-file]"), "{}", stderr(&output));
}

#[test]
fn only_changed_files_are_rewritten() {
    let folder = Folder::with_story();
    folder.build();
    let changed = |path: &str| {
        fs::metadata(folder.path().join("public").join(path)).unwrap().modified().unwrap()
    };
    let (about, term) = (changed("about/index.html"), changed("terms/armistice/index.html"));
    std::thread::sleep(std::time::Duration::from_millis(20));
    folder.write("content/about.md", "---\ntitle: About\n---\nNew words.\n");
    folder.build();
    assert!(changed("about/index.html") > about);
    assert_eq!(changed("terms/armistice/index.html"), term);
}

#[test]
fn the_demonstration_builds_without_warnings() {
    let folder = Folder::new();
    let out = folder.path().join("public");
    let output =
        program(&repository(), &["build", "--strict", "--output-dir", out.to_str().unwrap()])
            .output()
            .unwrap();
    assert_success(&output);
    #[rustfmt::skip]
    let pages = [
        "countries/north-korea", "figures/kim-yo-jong", "events/liaison-office-demolition",
        "timeline", "a-z", "articles",
    ];
    for page in pages {
        assert!(out.join(page).join("index.html").exists(), "{page}");
    }
}

#[test]
fn data_urls_are_shortened_in_every_message_format() {
    let folder = Folder::with_story();
    let data = "QUJD".repeat(100_000);
    folder.write(
        "content/articles/pasted.md",
        format!("---\ntitle: Pasted\ndate: 2020-07-02\n---\n![A](data:image/png;base64,{data}) <img src=\"data:image/png;base64,{data}\">\n\n[[{data}]]\n"),
    );
    for format in ["human", "json", "github"] {
        let checked = folder.run(&["check", "--message-format", format]);
        let report = format!("{}{}", String::from_utf8_lossy(&checked.stdout), stderr(&checked));
        assert!(
            report.contains("unsafe-address")
                && report.contains("raw-html")
                && report.contains("broken-link"),
            "{report:.2000}"
        );
        assert!(report.contains("save it as a file beside the page"), "{report:.2000}");
        assert!(report.len() < 8_000, "{format}: {} bytes", report.len());
    }
}

#[test]
fn nfd_file_names_match_nfc_text() {
    let folder = Folder::with_story();
    // NFD as on macOS, NFC as typed.
    let (nfd, nfc) = ("Zoe\u{301} Lefe\u{300}vre", "Zo\u{e9} Lef\u{e8}vre");
    folder.write(&format!("content/figures/{nfd}.md"), "---\ndescription: d\n---\nText.\n");
    folder.write(&format!("static/{nfd}.txt"), "hello\n");
    folder.write(
        "content/articles/\u{e9}t\u{e9}.md",
        format!(
            "---\ntitle: T\ndate: 2020-07-02\nabout: [zo\u{e9}-lef\u{e8}vre]\n---\n{nfc} spoke. [Here](<../figures/{nfc}.md>) and [there](</{nfc}.txt>).\n"
        ),
    );
    folder.build();
    assert!(folder.exists("public/figures/zo\u{e9}-lef\u{e8}vre/index.html"));
    assert_eq!(folder.read(&format!("public/{nfc}.txt")), "hello\n");
    let page = folder.read("public/articles/\u{e9}t\u{e9}/index.html");
    assert!(
        page.contains("<a class=\"topic\" href=\"/s/figures/zo%C3%A9-lef%C3%A8vre/\">Here</a>"),
        "{page}"
    );
    for written in [
        format!("content/figures/{nfc}.md"),
        format!("content/figures/{nfd}.md"),
        format!("figures/{nfd}"),
    ] {
        assert!(folder.run(&["explain", &written]).status.success(), "{written}");
    }
    // A second file of the same normalised name is an error.
    folder.write(&format!("content/figures/{nfc}.md"), "---\ndescription: d\n---\n");
    let built = folder.run(&["build"]);
    assert!(
        !built.status.success()
            && stderr(&built).contains("error[file-twice]")
            && !stderr(&built).contains("duplicate-topic"),
        "{}",
        stderr(&built)
    );
}

#[test]
fn names_in_doubt_are_counted_at_the_end_of_check() {
    let site = SiteTest::new()
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\ncheck: { ambiguous-name: \"off\" }\n---\nLincoln left. Abraham Lincoln saw Lincoln Center and Ann Lee. Of Mary Lincoln and of Lincoln.\n",
        )
        .file("content/figures/lincoln.md", "---\ntitle: Abraham Lincoln\nfamily_name: Lincoln\ndescription: d\n---\n")
        .file("content/figures/a.md", "---\ntitle: Ann Lee\ndescription: d\ncheck: { shared-name: \"off\" }\n---\n")
        .file("content/figures/b.md", "---\ntitle: Ann Lee\ndescription: d\ncheck: { shared-name: \"off\" }\n---\n");
    let doubts = "not linked in doubt: 2 next to words that make another name, 1 family name before the full name, 1 that several people bear, 1 that several topics have";
    let folder = site.on_disk();
    let output = folder.run(&["check"]);
    assert_success(&output);
    let expected = format!("  {doubts}; `backgrounder explain FILE` shows each\n");
    assert!(stderr(&output).ends_with(&expected), "{}", stderr(&output));

    let output = folder.run(&["check", "--message-format", "json"]);
    let last = String::from_utf8(output.stdout).expect("text");
    let last: Value = serde_json::from_str(last.lines().last().expect("a line")).expect("JSON");
    let expected = json!({
        "code": "names-in-doubt",
        "level": "note",
        "message": doubts,
        "help": "`backgrounder explain FILE` shows each",
        "places": [],
    });
    assert_eq!(last, expected);

    let check = "title = \"T\"\nbase_url = \"https://example.org/\"\n[check]\nnames-in-doubt = ";
    folder.write("site.toml", format!("{check}\"off\"\n"));
    assert!(!stderr(&folder.run(&["check"])).contains("in doubt"));
    folder.write("site.toml", format!("{check}\"error\"\n"));
    let output = folder.run(&["check"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("error[names-in-doubt]: not linked in doubt"));
    let folder = site.without("content/articles/a.md").on_disk();
    assert!(!stderr(&folder.run(&["check"])).contains("in doubt"));
}
