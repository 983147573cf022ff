//! Readers who follow links while a site is published over and over: no page is missing, none is
//! cut short.

use std::fs;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use super::random_edits::Dice;
use super::harness::{Folder, rounds};
use super::internal_links::files_linked;

/// What one reader met.
#[derive(Default)]
struct Met {
    pages: AtomicUsize,
    /// Links that a page has and that lead nowhere.
    missing: AtomicUsize,
    cut: AtomicUsize,
    /// Links whose page had changed meanwhile, and no longer has them.
    outdated: AtomicUsize,
}

fn read(out: &Path, seed: u64, ended: &AtomicBool, met: &Met) {
    let mut dice = Dice(seed);
    let mut at = "index.html".to_owned();
    let page = |path: &str| {
        fs::read(out.join(path)).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    };
    while !ended.load(Ordering::Relaxed) {
        let Some(html) = page(&at) else { panic!("{at} was there a moment ago") };
        met.pages.fetch_add(1, Ordering::Relaxed);
        if !html.trim_end().ends_with("</html>") {
            met.cut.fetch_add(1, Ordering::Relaxed);
        }
        let links = files_linked(&at, &html, "/s/", "https://example.org");
        let link = &links[dice.below(links.len())];
        if out.join(link).exists() {
            at = if link.ends_with(".html") && page(link).is_some() {
                link.clone()
            } else {
                "index.html".to_owned()
            };
            continue;
        }
        // The reader may hold a page that has been replaced since.
        let still = page(&at).is_some_and(|html| {
            files_linked(&at, &html, "/s/", "https://example.org").contains(link)
        });
        let counted = if still && !out.join(link).exists() { &met.missing } else { &met.outdated };
        counted.fetch_add(1, Ordering::Relaxed);
        at = "index.html".to_owned();
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
            // Sometimes all change, sometimes a few.
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
    let (ended, met) = (AtomicBool::new(false), Met::default());
    std::thread::scope(|scope| {
        for seed in 1..4 {
            scope.spawn({
                let (out, ended, met) = (&out, &ended, &met);
                move || read(out, seed, ended, met)
            });
        }
        let all = rounds("READERS", 15);
        let built = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            for round in 1..=all {
                version(round);
                folder.build();
            }
        }));
        ended.store(true, Ordering::Relaxed);
        built.expect("every build succeeds");
    });
    let count = |number: &AtomicUsize| number.load(Ordering::Relaxed);
    println!(
        "{} pages read, {} links of pages that had changed meanwhile",
        count(&met.pages),
        count(&met.outdated)
    );
    assert!(count(&met.pages) > 1_000, "hardly a page was read: the test shows nothing");
    assert_eq!((count(&met.missing), count(&met.cut)), (0, 0));
}
