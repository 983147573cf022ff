//! Readers follow links while a site is republished: no page is missing or truncated.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::harness::{Folder, repetitions};
use super::internal_links::files_linked;
use super::random::Rng;

/// What the readers found.
#[derive(Default)]
struct ReaderCounts {
    pages: AtomicUsize,
    /// Dead links of a current page.
    missing: AtomicUsize,
    truncated: AtomicUsize,
    /// Dead links of a page that was replaced in the meantime.
    outdated: AtomicUsize,
}

fn read(out: &Path, seed: u64, is_over: &AtomicBool, counts: &ReaderCounts) {
    let mut rng = Rng(seed);
    let mut at = "index.html".to_owned();
    let page = |path: &str| {
        fs::read(out.join(path)).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    let home = || page("index.html").expect("the home page is there");
    let mut html = home();
    while !is_over.load(Ordering::Relaxed) {
        counts.pages.fetch_add(1, Ordering::Relaxed);
        if !html.trim_end().ends_with("</html>") {
            counts.truncated.fetch_add(1, Ordering::Relaxed);
        }
        let links = files_linked(&at, &html, "/s/", "https://example.org");
        let link = &links[rng.below(links.len())];
        if out.join(link).exists() {
            // What was there a moment ago may have been removed with the links to it.
            let next = Some(link).filter(|link| link.ends_with(".html"));
            (at, html) = match next.and_then(|link| Some((link.clone(), page(link)?))) {
                Some(next) => next,
                None => ("index.html".to_owned(), home()),
            };
            continue;
        }
        // The page may have been replaced since the reader loaded it.
        let still = page(&at).is_some_and(|html| {
            files_linked(&at, &html, "/s/", "https://example.org").contains(link)
        });
        let counted =
            if still && !out.join(link).exists() { &counts.missing } else { &counts.outdated };
        counted.fetch_add(1, Ordering::Relaxed);
        (at, html) = ("index.html".to_owned(), home());
    }
}

#[test]
fn promise_3_concurrent_readers_find_every_page_complete() {
    let folder = Folder::with_story();
    let out = folder.path().join("public");
    let version = |round: usize| {
        let site = folder.read("site.toml");
        let site = site.split("[theme_options]").next().unwrap_or_default().to_owned();
        folder.write(
            "site.toml",
            format!("{site}[theme_options]\naccent = \"#8f1d{:02x}\"\n", round % 64),
        );
        folder.write(
            "content/about.md",
            format!("---\ntitle: About\n---\nVersion {round}: [new](articles/new-{round}.md).\n"),
        );
        folder.write(
            &format!("content/articles/new-{round}.md"),
            format!("---\ntitle: New {round}\ndate: 2020-01-01\n---\n[See](/content/about.md).\n"),
        );
        if round > 3 {
            folder.remove(&format!("content/articles/new-{}.md", round - 3));
        }
        for number in 0..40 {
            // Every third round all change, otherwise a few.
            if round.is_multiple_of(3) || number % 11 == round % 11 {
                let text = format!(
                    "---\ntitle: Filler {number}\ndate: 2020-01-01\n---\n{round}: Kim Jong Un and North Korea.\n"
                );
                folder.write(&format!("content/articles/filler-{number}.md"), text);
            }
        }
    };
    version(0);
    folder.build();
    let (is_over, counts) = (AtomicBool::new(false), ReaderCounts::default());
    std::thread::scope(|scope| {
        for seed in 1..4 {
            scope.spawn({
                let (out, is_over, counts) = (&out, &is_over, &counts);
                move || read(out, seed, is_over, counts)
            });
        }
        let all = repetitions("READERS", 15);
        let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for round in 1..=all {
                version(round);
                folder.build();
            }
        }));
        is_over.store(true, Ordering::Relaxed);
        built.expect("every build succeeds");
    });
    let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    println!(
        "{} pages read, {} dead links of pages replaced meanwhile",
        count(&counts.pages),
        count(&counts.outdated)
    );
    assert!(count(&counts.pages) > 1_000, "too few pages were read");
    assert_eq!((count(&counts.missing), count(&counts.truncated)), (0, 0));
}
