//! Single stages of a build of the demonstration: `cargo bench --bench stages`.

use std::sync::Arc;

use backgrounder::engine::{Build, BuildOptions, build};
use backgrounder::site::Snapshot;
use backgrounder::stages;
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

fn demonstration() -> (Arc<Snapshot>, Build) {
    let snapshot =
        Arc::new(backgrounder::site::scan(std::path::Path::new(env!("CARGO_MANIFEST_DIR"))));
    let built = build(&snapshot, &BuildOptions::default());
    (snapshot, built)
}

/// All stages except rendering.
#[divan::bench]
fn whole(bencher: Bencher<'_, '_>) {
    let (snapshot, _) = demonstration();
    bencher.bench(|| build(black_box(&snapshot), &BuildOptions::default()));
}

/// Parsing every page.
#[divan::bench]
fn parse(bencher: Bencher<'_, '_>) {
    let (snapshot, built) = demonstration();
    let options = stages::ParseOptions::new(built.site.config());
    bencher.bench(|| {
        snapshot.pages().filter(|(path, text)| stages::parse(path, text, options).is_ok()).count()
    });
}

/// Linking every page.
#[divan::bench]
fn links(bencher: Bencher<'_, '_>) {
    let (_, built) = demonstration();
    let (site, config) = (&built.site, built.site.config());
    bencher.bench(|| {
        site.catalog()
            .pages()
            .map(|entry| {
                stages::resolve(
                    &site.documents()[entry.page.index()],
                    entry.page,
                    site.catalog(),
                    config,
                )
                .mentions
                .len()
            })
            .sum::<usize>()
    });
}

/// Rendering one page of each kind.
#[divan::bench(args = ["/", "/articles/who-decides/", "/figures/kim-jong-un/", "/countries/north-korea/", "/events/hanoi-summit/", "/timeline/", "/a-z/", "/sources/"])]
fn page(bencher: Bencher<'_, '_>, route: &str) {
    let (_, built) = demonstration();
    assert!(built.site.resource(route).is_some(), "{route} does not exist");
    bencher.bench(|| built.site.body(black_box(route)));
}

/// Rendering everything on one thread.
#[divan::bench]
fn all_pages(bencher: Bencher<'_, '_>) {
    let (_, built) = demonstration();
    let routes: Vec<String> =
        built.site.resources().into_iter().map(|(route, _)| route.to_string()).collect();
    bencher.bench(|| routes.iter().filter_map(|route| built.site.body(route)?.ok()).count());
}
