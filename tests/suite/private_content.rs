//! What is private reaches no output: comments, drafts and their files, what only an editor of
//! drawings knows.

use backgrounder::engine::BuildOptions;
use backgrounder::site::Snapshot;

use super::harness::{Folder, all_bytes, build_in_memory, problems, repository, tree};

/// The files of a case, with another base so that feeds are there too.
fn case(name: &str) -> Vec<(String, String)> {
    let text =
        std::fs::read_to_string(repository().join("tests/cases").join(name)).expect("the case");
    let sections = text.split("\n=== ").skip(1).filter_map(|section| section.split_once('\n'));
    sections
        .filter(|(head, _)| !head.starts_with("expect"))
        .map(|(head, text)| (head.trim().to_owned(), format!("{text}\n")))
        .collect()
}

#[test]
fn comments_are_never_published_with_or_without_raw_html() {
    let files = case("private-text.txt");
    assert!(
        files.iter().filter(|(_, text)| text.contains("SECRET")).count() > 2,
        "the case holds nothing that is private"
    );
    for raw_html in [false, true] {
        let with = |(path, text): &(String, String)| {
            let more = if path == "site.toml" {
                format!("[markdown]\nraw_html = {raw_html}\n[feeds]\ntopics = true\n")
            } else {
                String::new()
            };
            (path.clone(), format!("{text}{more}"))
        };
        let files: Vec<(String, String)> = files.iter().map(with).collect();
        let built = build_in_memory(
            files.iter().map(|(path, text)| (path.as_str(), text.as_str())),
            &BuildOptions::default(),
        );
        assert!(!problems(&built).contains("error["), "{}", problems(&built));
        let outputs = all_bytes(&built);
        assert!(
            outputs.contains_key("/articles/a/index.md")
                && outputs.contains_key("/feed.xml")
                && outputs.contains_key("/figures/ann/feed.xml")
        );
        for (address, bytes) in outputs {
            let text = String::from_utf8_lossy(&bytes);
            assert!(
                !text.contains("SECRET"),
                "{address} (raw_html = {raw_html}) holds a comment: {text}"
            );
        }
    }
}

#[test]
fn drafts_leave_no_trace_in_the_output() {
    let folder = Folder::with_story();
    folder.write(
        "content/articles/hidden.md",
        "---\ntitle: SECRET talks\ndate: 2020-07-02\ndraft: true\nimage: { src: secret.jpg, alt: SECRET }\n---\nSECRET text of Kim Jong Un.\n",
    );
    folder.write("content/articles/secret.jpg", "SECRET picture");
    folder.write(
        "content/figures/secret-witness.md",
        "---\ntitle: SECRET Witness\ndraft: true\n---\n",
    );
    folder.write("content/events/hanoi/secret.csv", "SECRET,1");
    folder.write("content/about.md", "---\ntitle: About\n---\n[A witness](figures/secret-witness.md) and [[articles/hidden|talks]].\n");
    folder.build();
    for (path, bytes) in tree(&folder.path().join("public")) {
        assert!(!path.contains("secret") && !path.contains("hidden"), "{path} is published");
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("SECRET") && !text.contains("secret-witness"),
            "{path} tells of a draft"
        );
    }
    // Shown where drafts are asked for: the test would notice if nothing were ever shown.
    assert!(folder.run(&["build", "--drafts"]).status.success());
    assert!(
        folder.exists("public/articles/secret.jpg")
            && folder.exists("public/articles/hidden/index.html")
    );
    assert!(!folder.exists("public/events/hanoi/secret.csv"), "no page refers to it");
}

#[test]
fn escaped_html_stays_escaped_in_every_output() {
    let page = "---\ntitle: A\ndate: 2020-01-01\nkey_points: [\"A <canvas id=k> point\"]\n---\nSome <canvas id=c> text.\n\n<script>alert(1)</script>\n\n<div\nonclick=x>\n*a*\n</div>\n";
    let built = build_in_memory(
        [super::harness::SITE, ("content/articles/a.md", page)],
        &BuildOptions::default(),
    );
    let outputs = all_bytes(&built);
    let twin = String::from_utf8_lossy(&outputs["/articles/a/index.md"]).into_owned();
    for tag in ["canvas id=k", "canvas id=c", "script", "div"] {
        assert!(twin.contains(&format!("\\<{tag}")), "{tag} in {twin}");
        assert!(
            !twin.replace(&format!("\\<{tag}"), "").contains(&format!("<{tag}")),
            "{tag} in {twin}"
        );
    }
    let feed = String::from_utf8_lossy(&outputs["/feed.xml"]);
    assert!(
        !feed.contains("<canvas")
            && !feed.contains("&lt;canvas")
            && feed.contains("&amp;lt;canvas"),
        "{feed}"
    );
}

#[test]
fn rebuilding_publishes_a_file_only_while_a_page_refers_to_it() {
    let site = |page: &str| {
        let files = [
            ("site.toml", "title = \"T\"\n"),
            ("content/articles/a.jpg", "x"),
            ("content/articles/a.md", page),
        ];
        Snapshot::from_memory(files.into_iter().map(|(path, text)| (path, text.as_bytes())))
    };
    // Building again has to notice that a page began, or ceased, to refer to a file.
    let mut engine = backgrounder::engine::Engine::new(BuildOptions::default());
    for (page, is_published) in
        [("Text.", false), ("![A](a.jpg)", true), ("<!-- ![A](a.jpg) -->", false)]
    {
        let text = format!("---\ntitle: A\ndate: 2020-01-01\n---\n{page}\n");
        let built = engine.build(&std::sync::Arc::new(site(&text)));
        assert_eq!(built.site.body("/articles/a.jpg").is_some(), is_published, "{page}");
        assert_eq!(problems(&built).contains("unused-file"), !is_published, "{page}");
    }
}
