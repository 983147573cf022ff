//! A file that cannot be read is one error: what refers to it is not reported as well.

use super::harness::{BuiltSite, SiteTest, picture, stderr};

const NOT_TEXT: &[u8] = b"---\ntitle: A\n---\n\xff\n";

/// The codes of all problems that are shown by `build`.
fn codes(built: &BuiltSite) -> Vec<&'static str> {
    let shown = |code: &&'static str| !matches!(*code, "orphan" | "stub" | "event-without-source");
    built.diagnostics.iter().map(|problem| problem.code.name).filter(shown).collect()
}

#[test]
fn references_to_a_page_that_cannot_be_read_are_not_reported() {
    let article = "---\ntitle: A\ndate: 2020-01-01\nabout: [figures/rosa-lima, rosa-lima]\n---\n\
        [[figures/rosa-lima]], [[rosa-lima|her]], [[Rosa Lima]], [her](../figures/rosa-lima.md), \
        [her](/figures/rosa-lima.md), [her](/figures/rosa-lima/), [odd](../figures/!!!.md).\n";
    let mut built = SiteTest::new()
        .file(
            "site.toml",
            "title = \"T\"\nstart_here = \"articles/broken\"\n[navigation]\nmain = [\"/figures/rosa-lima/\"]\n",
        )
        .file("content/articles/a.md", article)
        .file("content/articles/broken.md", NOT_TEXT)
        .file("content/figures/rosa-lima.md", NOT_TEXT)
        .file("content/figures/!!!.md", "---\ntitle: Odd\n---\n")
        .file(
            "content/events/e.md",
            "---\ntitle: Some event\ndate: 2020\nparticipants: [figures/rosa-lima]\n---\n",
        )
        .build();
    assert_eq!(codes(&built), ["not-text", "no-slug", "not-text"], "{}", built.diagnostics());
    // Once the files are gone, the references are broken; once they can be read, they are not.
    built.remove("content/figures/rosa-lima.md").remove("content/articles/broken.md").rebuild();
    let broken = codes(&built);
    let count = |code: &str| broken.iter().filter(|other| **other == code).count();
    assert_eq!((count("broken-link"), count("unresolved-reference")), (6, 4), "{broken:?}");
    assert_eq!(count("broken-navigation"), 1, "{broken:?}");
    built
        .edit("content/figures/rosa-lima.md", "---\ntitle: Rosa Lima\ndescription: d\n---\n")
        .edit("content/articles/broken.md", "---\ntitle: B\ndate: 2020-01-01\n---\n")
        .rebuild();
    assert_eq!(codes(&built), ["no-slug"], "{}", built.diagnostics());
    built.edit("content/figures/rosa-lima.md", NOT_TEXT).rebuild();
    assert_eq!(codes(&built), ["no-slug", "not-text"], "{}", built.diagnostics());
}

#[test]
fn sources_and_authors_of_files_that_cannot_be_read_are_not_unknown() {
    let article = "---\ntitle: A\ndate: 2020-01-01\nauthors: [ana]\n---\nText [@report].\n";
    let site = "title = \"T\"\n[authors.ana]\nname = \"Ana\"\n";
    let mut built = SiteTest::new()
        .file("site.toml", site)
        .file("content/sources.toml", NOT_TEXT)
        .file("content/articles/a.md", article)
        .build();
    assert_eq!(codes(&built), ["not-text"], "{}", built.diagnostics());
    built.remove("content/sources.toml").rebuild();
    assert_eq!(codes(&built), ["unknown-source"], "{}", built.diagnostics());
    built.edit(
        "content/sources.toml",
        "[[sources]]\nid = \"report\"\ntitle = \"R\"\npublisher = \"P\"\n",
    );
    built.edit("site.toml", NOT_TEXT).rebuild();
    assert_eq!(codes(&built), ["not-text"], "{}", built.diagnostics());
    built.edit("site.toml", site).rebuild();
    assert_eq!(codes(&built), [""; 0], "{}", built.diagnostics());
}

#[cfg(unix)]
#[test]
fn pictures_that_cannot_be_read_are_one_error() {
    let folder = SiteTest::new()
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\nimage: { src: dam.jpg, alt: x, credit: y }\n---\n\
             ![x](dam.jpg) ![x](/map.png)\n",
        )
        .on_disk();
    folder.write("static/note.txt", "x");
    for link in ["content/articles/dam.jpg", "static/map.png"] {
        std::os::unix::fs::symlink("nowhere", folder.path().join(link)).expect("a link");
    }
    let checked = folder.run(&["check"]);
    let report = stderr(&checked);
    assert!(report.ends_with("2 errors\n"), "{report}");
    assert_eq!(report.matches("error[symlink-leaves-site]").count(), 2, "{report}");
}

#[test]
fn a_picture_that_is_still_empty_is_an_error_until_it_is_written() {
    let mut built = SiteTest::new()
        .file("content/articles/a.md", "---\ntitle: A\ndate: 2020-01-01\n---\n![x](dam.jpg)\n")
        .file("content/articles/dam.jpg", "")
        .file("content/articles/dam.jpg.toml", "credit = \"Ann\"\n")
        .build();
    assert_eq!(codes(&built), ["empty-file"], "{}", built.diagnostics());
    built.edit("content/articles/dam.jpg", picture("wide.jpg")).rebuild();
    assert_eq!(codes(&built), [""; 0], "{}", built.diagnostics());
    built.edit("content/articles/dam.jpg", "").rebuild();
    assert_eq!(codes(&built), ["empty-file"], "{}", built.diagnostics());
}

#[test]
fn a_second_file_of_a_topic_takes_its_name_and_address_back_when_the_first_is_gone() {
    let page = "---\ntitle: Rosa Lima\ndescription: d\n---\n";
    let mut built = SiteTest::new()
        .file("content/figures/a/rosa.md", page)
        .file("content/figures/b/rosa.md", page)
        .file(
            "content/articles/a.md",
            "---\ntitle: A\ndate: 2020-01-01\n---\nRosa Lima, [[figures/rosa]], [her](../figures/b/rosa.md).\n",
        )
        .build();
    assert_eq!(codes(&built), ["duplicate-topic"], "{}", built.diagnostics());
    built.remove("content/figures/a/rosa.md").rebuild();
    assert_eq!(codes(&built), [""; 0], "{}", built.diagnostics());
    let body = built.page("/articles/a/");
    assert!(body.matches("href=\"/figures/rosa/\"").count() >= 3, "{body}");
    built.edit("content/figures/a/rosa.md", page).rebuild();
    assert_eq!(codes(&built), ["duplicate-topic"], "{}", built.diagnostics());
}
