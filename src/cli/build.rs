//! `build`.

use std::process::ExitCode;
use std::sync::atomic::Ordering;
use std::time::Instant;

use super::args::{BuildArgs, Cli};
use super::build_record::BuildRecord;
use super::make_pictures::make_pictures;
use super::progress::with_count;
use super::report_formats::{format_problem_counts, print_problems, print_timings};
use super::site::{build_options, scan};
use super::summary::BuildSummary;
use crate::cache::Cache;
use crate::diagnostics::{Diagnostic, sort_and_dedup};
use crate::engine::{
    self, Build, BuildOptions, BuildStats, Engine, PictureQuality, StageStats, has_errors,
};
use crate::input::{Asset, Snapshot};
use crate::media::PictureLibrary;
use crate::publish::{
    self, ForeignFiles, Publication, PublishError, PublishReport, PublishTimes, RealFileSystem,
    Target,
};
use crate::share_card::trim_cards;
use crate::text::Route;

pub(super) fn build(cli: &Cli, arguments: &BuildArgs) -> Result<ExitCode, String> {
    let start = Instant::now();
    let mut options = build_options(&arguments.options)?;
    if arguments.no_images {
        options.pictures = PictureQuality::Quick;
    }
    let mut stats = BuildStats::default();
    let snapshot = scan(cli, &mut stats);
    let folder = arguments
        .output_dir
        .clone()
        .unwrap_or_else(|| cli.root.join(engine::output_dir(&snapshot, &options)));
    let foreign = if arguments.into_existing { ForeignFiles::Keep } else { ForeignFiles::Refuse };
    let target = Target::new(&cli.root, &folder).map(|target| target.with_foreign_files(foreign));
    let cache = Cache::for_site(&cli.root);
    if let Ok(target) = &target {
        // If this fails, publishing fails for the same reason and reports it.
        let _ = publish::finish_interrupted(target, &RealFileSystem);
    }
    let print_timings = |stats: &BuildStats| {
        if let Some(format) = arguments.timings {
            print_timings(stats, start.elapsed(), format);
        }
    };
    let pictures = PictureLibrary::with_cache(cache.clone());
    let pictures = stats.time("pictures", || pictures.read(&snapshot));
    let fingerprint = stats.time("inputs", || build_fingerprint(&snapshot, &pictures, &options));
    if let (Ok(target), Some(fingerprint)) = (&target, &fingerprint)
        && let Some((record, problems, published)) =
            stats.time("compare", || last_report_if_up_to_date(target, fingerprint, &cache))
    {
        print_problems(&problems, &snapshot, cli.message_format);
        record.summary.print(&published, target.folder(), &problems, start.elapsed());
        print_timings(&stats);
        return Ok(ExitCode::SUCCESS);
    }
    let build = Engine::new(options.clone()).with_pictures(pictures).build(&snapshot);
    let problems = build.errors_and_warnings();
    let Build { site, stats: build_stats, .. } = build;
    stats.stages.extend(build_stats.stages);
    print_problems(&problems, site.snapshot(), cli.message_format);
    if has_errors(&problems) {
        anstream::eprintln!("{}; nothing was published", format_problem_counts(&problems));
        return Ok(ExitCode::FAILURE);
    }
    let target = target.map_err(|error| format!("{error}\n  help: {}", error.help))?;
    let summary = BuildSummary::from_site(&site, options.pictures);
    stats.time("make pictures", || make_pictures(&site));
    let mut routes: Vec<Route> =
        site.resources().into_iter().map(|(route, _)| route.clone()).collect();
    stats.time("search", || routes.extend(site.search_routes().cloned()));
    routes.sort_unstable();
    let published = with_count("Rendering", routes.len(), |done| {
        let render = |route: &Route| {
            let body = site.require_body(route);
            done.fetch_add(1, Ordering::Relaxed);
            body
        };
        let fingerprint = fingerprint.clone();
        let publication = Publication { routes: &routes, render: &render, fingerprint };
        publish::publish(&target, &publication, &RealFileSystem)
    });
    let code = match published {
        Ok(published) => {
            stats.stages.extend(publish_stages(&published));
            if let Some(fingerprint) = fingerprint {
                let skipped = published.skipped.clone();
                BuildRecord::new(fingerprint, summary.clone(), &problems, skipped)
                    .write(&cache, target.folder());
            }
            if options.pictures == PictureQuality::Full {
                site.pictures().trim(&site.derived_pictures());
                trim_cards(&cache, &site.share_card_names());
            }
            summary.print(&published, target.folder(), &problems, start.elapsed());
            ExitCode::SUCCESS
        }
        Err(PublishError::Target(error)) => {
            return Err(format!("{error}\n  help: {}", error.help));
        }
        Err(PublishError::Render(mut problems)) => {
            site.add_places(&mut problems);
            sort_and_dedup(&mut problems);
            print_problems(&problems, site.snapshot(), cli.message_format);
            anstream::eprintln!("{}; nothing was published", format_problem_counts(&problems));
            ExitCode::FAILURE
        }
        Err(error @ PublishError::PartlyPublished(..)) => {
            anstream::eprintln!(
                "error: {error}\nSome pages of the published site are new and some are old; \
                 each is complete. Fix the cause and build again."
            );
            ExitCode::FAILURE
        }
        Err(error @ PublishError::Io(..)) => {
            anstream::eprintln!("error: {error}\nThe published site has not been changed.");
            ExitCode::FAILURE
        }
    };
    print_timings(&stats);
    // The process ends now; freeing a large site piece by piece would take longer.
    std::mem::forget(site);
    Ok(code)
}

fn publish_stages(report: &PublishReport) -> impl Iterator<Item = StageStats> {
    let PublishTimes { staging, render, plan, commit, cleanup } = report.times;
    let (count, rendered_bytes) = (report.written + report.unchanged, report.bytes);
    [
        ("stage", staging, 0),
        ("render", render, rendered_bytes),
        ("plan", plan, 0),
        ("change over", commit, 0),
        ("clear", cleanup, 0),
    ]
    .into_iter()
    .map(move |(name, time, bytes)| StageStats { name, time, count, bytes })
}

/// Fingerprint of the sources, the options and this program; `None` if one of them cannot be read.
fn build_fingerprint(
    snapshot: &Snapshot,
    pictures: &PictureLibrary,
    options: &BuildOptions,
) -> Option<String> {
    let program = Asset::open(&std::env::current_exe().ok()?).ok()?.file;
    let program = blake3::Hasher::new().update_reader(program).ok()?.finalize();
    engine::fingerprint(snapshot, pictures, options, program.as_bytes())
}

/// The report of the last build, if it had the same fingerprint and its output is unchanged.
fn last_report_if_up_to_date(
    target: &Target,
    fingerprint: &str,
    cache: &Cache,
) -> Option<(BuildRecord, Vec<Diagnostic>, PublishReport)> {
    let record = BuildRecord::read(cache, target.folder(), fingerprint)?;
    let skipped = record.skipped.clone();
    let unchanged = publish::up_to_date(target, fingerprint, &skipped, &RealFileSystem)?;
    let problems = record.problems()?;
    Some((record, problems, PublishReport { unchanged, skipped, ..PublishReport::default() }))
}
