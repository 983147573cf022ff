//! `build` and `check`.

use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::args::{BuildArgs, BuildOptionArgs, CheckArgs, Cli, MessageFormat};
use super::build_record::BuildRecord;
use super::report::{self, format_count};
use super::summary::BuildSummary;
use super::{SITE_HAS_ERRORS, WRONG_USAGE};
use super::{check_external, progress};
use crate::cache::Cache;
use crate::catalog::PageFilter;
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::engine::{self, Build, BuildOptions, BuildStats, Site, StageStats};
use crate::input::{self, Asset, Snapshot};
use crate::publish::{
    self, ForeignFiles, Publication, PublishError, PublishReport, PublishTimes, RealFileSystem,
    Target,
};
use crate::text::{BaseUrl, Route};

pub(super) fn build(cli: &Cli, arguments: &BuildArgs) -> ExitCode {
    let start = Instant::now();
    let wishes = match build_options(&arguments.choice) {
        Ok(wishes) => wishes,
        Err(message) => return super::usage_error(&message),
    };
    let mut stats = BuildStats::default();
    let snapshot = scan(cli, &mut stats);
    let wanted = arguments
        .output_dir
        .clone()
        .unwrap_or_else(|| cli.root.join(engine::output_dir(&snapshot, &wishes)));
    let existing = if arguments.into_existing { ForeignFiles::Keep } else { ForeignFiles::Refuse };
    let target = Target::new(&cli.root, &wanted).map(|target| target.with_foreign_files(existing));
    let cache = Cache::for_site(&cli.root);
    if let Ok(target) = &target {
        // If this fails, publishing fails for the same reason and says so.
        let _ = publish::finish_interrupted(target, &RealFileSystem);
    }
    let fingerprint = stats.time("inputs", || build_fingerprint(&snapshot, &wishes));
    if let (Ok(target), Some(fingerprint)) = (&target, &fingerprint)
        && let Some((record, problems, published)) =
            stats.time("compare", || saved_up_to_date_report(target, fingerprint, &cache))
    {
        report::print_problems(&problems, &*snapshot, cli.message_format);
        record.summary.print(&published, target.folder(), &problems, start.elapsed());
        if let Some(format) = arguments.timings {
            report::print_timings(&stats, start.elapsed(), format);
        }
        return ExitCode::SUCCESS;
    }
    let Build { site, diagnostics, stats: stages } = engine::build(&snapshot, &wishes);
    stats.stages.extend(stages.stages);
    let shown: Vec<Diagnostic> =
        diagnostics.into_iter().filter(|problem| problem.severity != Severity::Note).collect();
    report::print_problems(&shown, &**site.snapshot(), cli.message_format);
    let errors = shown.iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        anstream::eprintln!("{}; nothing was published", format_problem_counts(&shown));
        return ExitCode::from(SITE_HAS_ERRORS);
    }
    let summary = BuildSummary::from_site(&site);
    let published = target.map_err(PublishError::from).and_then(|target| {
        let routes: Vec<Route> =
            site.resources().into_iter().map(|(route, _)| route.clone()).collect();
        let published = progress::with_progress("Rendering", routes.len(), |done| {
            let bodies = |route: &Route| {
                let body = site.require_body(route);
                done.fetch_add(1, Ordering::Relaxed);
                body
            };
            publish::publish(
                &target,
                &Publication { routes: &routes, render: &bodies, fingerprint: fingerprint.clone() },
                &RealFileSystem,
            )
        });
        published.map(|published| (target, published))
    });
    let code = match published {
        Ok((target, published)) => {
            let PublishTimes { staging: stage, render, plan, commit: change_over, cleanup: clear } =
                published.times;
            for (name, time, bytes) in [
                ("stage", stage, 0),
                ("render", render, published.bytes),
                ("plan", plan, 0),
                ("change over", change_over, 0),
                ("clear", clear, 0),
            ] {
                stats.stages.push(StageStats {
                    name,
                    time,
                    count: published.written + published.unchanged,
                    bytes,
                });
            }
            if let Some(fingerprint) = fingerprint {
                BuildRecord::new(fingerprint, summary.clone(), &shown, published.skipped.clone())
                    .write(&cache, target.folder());
            }
            summary.print(&published, target.folder(), &shown, start.elapsed());
            ExitCode::SUCCESS
        }
        Err(failure) => report_publish_error(failure, &site, cli.message_format),
    };
    if let Some(format) = arguments.timings {
        report::print_timings(&stats, start.elapsed(), format);
    }
    // The system takes back the memory of a process that ends faster than it could be given back
    // piece by piece.
    std::mem::forget(site);
    code
}

/// Says why nothing was published.
fn report_publish_error(failure: PublishError, site: &Site, format: MessageFormat) -> ExitCode {
    match failure {
        PublishError::Render(problems) => {
            let problems = sort_diagnostics(problems);
            report::print_problems(&problems, &**site.snapshot(), format);
            anstream::eprintln!("{}; nothing was published", format_problem_counts(&problems));
            ExitCode::from(SITE_HAS_ERRORS)
        }
        PublishError::Target(refusal) => {
            anstream::eprintln!("error: {refusal}\n  help: {}", refusal.help);
            ExitCode::from(WRONG_USAGE)
        }
        PublishError::PartlyPublished(..) => {
            anstream::eprintln!(
                "error: {failure}\nSome pages of the published site are new and some old; each is whole. Mend the cause and build again."
            );
            ExitCode::from(SITE_HAS_ERRORS)
        }
        PublishError::Io(..) => {
            anstream::eprintln!("error: {failure}\nThe published site is as it was.");
            ExitCode::from(SITE_HAS_ERRORS)
        }
    }
}

pub(super) fn check(cli: &Cli, arguments: &CheckArgs) -> ExitCode {
    let wishes = match build_options(&arguments.choice) {
        Ok(wishes) => wishes,
        Err(message) => return super::usage_error(&message),
    };
    let Build { site, mut diagnostics, .. } =
        scan_and_build(cli, &wishes, &mut BuildStats::default());
    // Every page is rendered, as `build` would, and thrown away.
    if !diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
        let routes: Vec<&Route> = site.resources().into_iter().map(|(route, _)| route).collect();
        let found: Vec<Diagnostic> = routes
            .into_par_iter()
            .filter_map(|route| site.require_body(route).err())
            .map(|problem| *problem)
            .collect();
        diagnostics.extend(found);
    }
    if arguments.external {
        let mut found = check_external::check(&site, arguments.fresh);
        site.apply_levels(&mut found, wishes.strict);
        diagnostics.extend(found);
    }
    let diagnostics = sort_diagnostics(diagnostics);
    report::print_problems(&diagnostics, &**site.snapshot(), cli.message_format);
    if cli.message_format == MessageFormat::Human {
        anstream::eprintln!("{}", format_problem_counts(&diagnostics));
    }
    if diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
        ExitCode::from(SITE_HAS_ERRORS)
    } else {
        ExitCode::SUCCESS
    }
}

pub(super) fn build_options(arguments: &BuildOptionArgs) -> Result<BuildOptions, String> {
    let base = match &arguments.base_url {
        Some(url) => Some(BaseUrl::parse(url).map_err(|wrong| {
            let because = wrong.reason.map(|reason| format!(": {reason}")).unwrap_or_default();
            let instead = wrong
                .suggestion
                .unwrap_or_else(|| "https://example.org/story/` or `/story/".to_owned());
            format!("`{url}` is no base URL{because}; write `{instead}`")
        })?),
        None => None,
    };
    Ok(BuildOptions {
        page_filter: PageFilter { include_drafts: arguments.drafts, today: arguments.now },
        base_url: base,
        strict: arguments.strict,
    })
}

/// Stands for all that a site depends on; `None` where that cannot be told.
fn build_fingerprint(snapshot: &Snapshot, wishes: &BuildOptions) -> Option<String> {
    let program = Asset::open(&std::env::current_exe().ok()?).ok()?.file;
    let program = blake3::Hasher::new().update_reader(program).ok()?.finalize();
    engine::fingerprint(snapshot, wishes, program.as_bytes())
}

/// What the last build said, and what there is to do, where it made the same site and all of it
/// stands.
fn saved_up_to_date_report(
    target: &Target,
    fingerprint: &str,
    cache: &Cache,
) -> Option<(BuildRecord, Vec<Diagnostic>, PublishReport)> {
    let record = BuildRecord::read(cache, target.folder(), fingerprint)?;
    let kept = publish::up_to_date(target, fingerprint, &record.skipped, &RealFileSystem)?;
    let problems = record.problems()?;
    let published = PublishReport {
        unchanged: kept,
        skipped: record.skipped.clone(),
        ..PublishReport::default()
    };
    Some((record, problems, published))
}

/// Reads the files of the site.
fn scan(cli: &Cli, stats: &mut BuildStats) -> Arc<Snapshot> {
    let snapshot = stats.time("read", || input::scan(&cli.root));
    stats.set_last_counts(
        snapshot.pages().count(),
        snapshot.pages().map(|(_, text)| text.len() as u64).sum(),
    );
    Arc::new(snapshot)
}

pub(super) fn scan_and_build(cli: &Cli, wishes: &BuildOptions, stats: &mut BuildStats) -> Build {
    engine::build(&scan(cli, stats), wishes)
}

fn sort_diagnostics(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics::sort_and_dedup(&mut problems);
    problems
}

pub(super) fn format_problem_counts(problems: &[Diagnostic]) -> String {
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let counts = [
        (of(Severity::Error), "error"),
        (of(Severity::Warning), "warning"),
        (of(Severity::Note), "note"),
    ];
    let said: Vec<String> = counts
        .into_iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, what)| format_count(number, what))
        .collect();
    if said.is_empty() { "No problems".to_owned() } else { said.join(", ") }
}

pub(super) fn format_duration(time: Duration) -> String {
    if time.as_secs() >= 10 {
        format!("{:.0} s", time.as_secs_f64())
    } else if time.as_millis() >= 1000 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} ms", time.as_millis().max(1))
    }
}
