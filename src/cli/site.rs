//! Reading and building the site that a command works on.

use std::sync::Arc;

use super::args::{BuildOptionArgs, Cli};
use crate::cache::Cache;
use crate::catalog::PageFilter;
use crate::engine::{Build, BuildOptions, BuildStats, Engine, PictureQuality};
use crate::input::{self, Snapshot};
use crate::media::PictureLibrary;
use crate::text::BaseUrl;

/// # Errors
/// `--base-url` is invalid.
pub(super) fn build_options(arguments: &BuildOptionArgs) -> Result<BuildOptions, String> {
    let parse = |url: &String| {
        BaseUrl::parse(url).map_err(|error| {
            let reason = error.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            let help = error.suggestion.map_or_else(
                || "`https://example.org/story/` or `/story/`".to_owned(),
                |suggestion| format!("`{suggestion}`"),
            );
            format!("`{url}` is not a base URL{reason}\n  help: write {help}")
        })
    };
    Ok(BuildOptions {
        pictures: PictureQuality::Full,
        page_filter: PageFilter { include_drafts: arguments.drafts, today: arguments.now },
        base_url: arguments.base_url.as_ref().map(parse).transpose()?,
        strict: arguments.strict,
    })
}

/// # Errors
/// The root is not the folder of a site.
pub(super) fn require_site(cli: &Cli) -> Result<(), String> {
    if cli.root.join("site.toml").exists() {
        return Ok(());
    }
    Err("there is no `site.toml` here\n  help: run this in the folder of a site, or give the \
         folder with `--root DIR`"
        .to_owned())
}

pub(super) fn scan(cli: &Cli, stats: &mut BuildStats) -> Arc<Snapshot> {
    let snapshot = stats.time("read", || input::scan(&cli.root));
    let bytes = snapshot.pages().map(|(_, text)| text.len() as u64).sum();
    stats.set_last_counts(snapshot.pages().count(), bytes);
    Arc::new(snapshot)
}

pub(super) fn scan_and_build(cli: &Cli, options: &BuildOptions) -> Build {
    let snapshot = scan(cli, &mut BuildStats::default());
    let pictures = PictureLibrary::with_cache(Cache::for_site(&cli.root));
    Engine::new(options.clone()).with_pictures(pictures).build(&snapshot)
}
