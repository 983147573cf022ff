//! Private content is never published: comments, drafts and their files, metadata of drawings.

use super::cases;
use super::harness::{SiteTest, picture, read_tree, repository};

#[test]
fn comments_are_never_published_with_or_without_raw_html() {
    let (_, sections) = cases::read(&repository().join("tests/cases/private-text.txt"));
    let files = sections.iter().filter(|section| !section.is_expectation());
    let files: Vec<_> = files.map(cases::Section::file).collect();
    let text_of = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let secrets = files.iter().filter(|(_, text)| text_of(text).contains("SECRET")).count();
    assert!(secrets > 2, "the case has no private text");
    let (_, config) = files.iter().find(|(path, _)| *path == "site.toml").expect("site.toml");
    for raw_html in [false, true] {
        let config = format!(
            "{}\n[markdown]\nraw_html = {raw_html}\n[feeds]\ntopics = true\n",
            text_of(config)
        );
        let site = SiteTest::empty().files(files.iter().cloned()).file("site.toml", config);
        let built = site.build().no_errors();
        for route in ["/articles/a/index.md", "/feed.xml", "/figures/ann/feed.xml"] {
            assert!(built.routes().contains(route), "{route}");
        }
        // Terms are in lower case and share their beginnings.
        assert!(built.site.search_index().search("SECRET").results.is_empty());
        for (route, bytes) in built.outputs() {
            let text = String::from_utf8_lossy(bytes);
            assert!(
                !text.contains("SECRET"),
                "{route} (raw_html = {raw_html}) contains a comment: {text}"
            );
        }
    }
}

#[test]
fn drafts_leave_no_trace_in_the_output() {
    let folder = SiteTest::story()
        .file(
        "content/articles/hidden.md",
        "---\ntitle: SECRET talks\ndate: 2020-07-02\ndraft: true\nimage: { src: secret.jpg, alt: SECRET }\n---\nSECRET text of Kim Jong Un.\n",
    )
        .file("content/articles/secret.jpg", picture("wide.jpg"))
        .file(
        "content/figures/secret-witness.md",
        "---\ntitle: SECRET Witness\ndraft: true\n---\n",
    )
        .file("content/events/hanoi/secret.csv", "SECRET,1")
        .file("content/about.md", "---\ntitle: About\n---\n[A witness](figures/secret-witness.md) and [[articles/hidden|talks]].\n")
        .on_disk();
    folder.build();
    for (path, bytes) in read_tree(&folder.path().join("public")) {
        assert!(!path.contains("secret") && !path.contains("hidden"), "{path} is published");
        let text = String::from_utf8_lossy(&bytes);
        assert!(
            !text.contains("SECRET") && !text.contains("secret-witness"),
            "{path} mentions a draft"
        );
    }
    // Control: with `--drafts` they are published.
    assert!(folder.run(&["build", "--drafts"]).status.success());
    assert!(
        !read_tree(&folder.path().join("public/assets/pictures")).is_empty()
            && folder.exists("public/articles/hidden/index.html")
    );
    assert!(!folder.exists("public/events/hanoi/secret.csv"), "no page refers to it");
}

#[test]
fn escaped_html_stays_escaped_in_every_output() {
    let page = "---\ntitle: A\ndate: 2020-01-01\nkey_points: [\"A <canvas id=k> point\"]\n---\nSome <canvas id=c> text.\n\n<script>alert(1)</script>\n\n<div\nonclick=x>\n*a*\n</div>\n";
    let built = SiteTest::new().file("content/articles/a.md", page).build();
    let twin = built.page("/articles/a/index.md");
    for tag in ["canvas id=k", "canvas id=c", "script", "div"] {
        assert!(twin.contains(&format!("\\<{tag}")), "{tag} in {twin}");
        assert!(
            !twin.replace(&format!("\\<{tag}"), "").contains(&format!("<{tag}")),
            "{tag} in {twin}"
        );
    }
    let feed = built.page("/feed.xml");
    assert!(
        !feed.contains("<canvas")
            && !feed.contains("&lt;canvas")
            && feed.contains("&amp;lt;canvas"),
        "{feed}"
    );
}

#[test]
fn rebuilding_publishes_a_file_only_while_a_page_refers_to_it() {
    let article = |text: &str| format!("---\ntitle: A\ndate: 2020-01-01\n---\n{text}\n");
    let mut built = SiteTest::new()
        .file("content/articles/a.jpg", picture("wide.jpg"))
        .file("content/articles/a.md", article("Text."))
        .build();
    for (text, is_published) in
        [("Text.", false), ("![A](a.jpg)", true), ("<!-- ![A](a.jpg) -->", false)]
    {
        built.edit("content/articles/a.md", article(text)).rebuild();
        let is_made = built.routes().iter().any(|route| route.starts_with("/assets/pictures/"));
        assert_eq!(is_made, is_published, "{text}");
        assert!(built.site.body("/articles/a.jpg").is_none(), "{text}");
        assert_eq!(built.diagnostics().contains("unused-file"), !is_published, "{text}");
    }
}
