//! `build` and `check`.

use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::{Duration, Instant};

use rayon::prelude::*;

use super::args::{BuildArgs, CheckArgs, ChoiceArgs, Cli, MessageFormat};
use super::report::{self, count};
use super::{SITE_HAS_ERRORS, WRONG_USAGE};
use super::{external, progress};
use crate::catalog::{Address, Choice};
use crate::check;
use crate::config::TopicKind;
use crate::diagnostics::{self, Diagnostic, Severity};
use crate::document::PageKind;
use crate::engine::{self, Build, Stage, Stats, Wishes};
use crate::input;
use crate::publish::{self, Failure, Published, RealDisk, Target};
use crate::text::{BasePath, Route};

pub(super) fn build(cli: &Cli, arguments: &BuildArgs) -> ExitCode {
    let start = Instant::now();
    let wishes = match wishes(&arguments.choice) {
        Ok(wishes) => wishes,
        Err(message) => return super::wrong_usage(&message),
    };
    let mut stats = Stats::default();
    let Build { site, diagnostics, stats: stages } = run(cli, &wishes, &mut stats);
    stats.stages.extend(stages.stages);
    let shown: Vec<Diagnostic> = diagnostics.into_iter().filter(|problem| problem.severity != Severity::Note).collect();
    report::problems(&shown, &**site.snapshot(), cli.message_format);
    let errors = shown.iter().filter(|problem| problem.severity == Severity::Error).count();
    if errors > 0 {
        anstream::eprintln!("{}; nothing was published", problems_in_words(&shown));
        return ExitCode::from(SITE_HAS_ERRORS);
    }
    let wanted = arguments.output_dir.clone().unwrap_or_else(|| cli.root.join(&*site.config().output_dir));
    let published = Target::new(&cli.root, &wanted).map_err(Failure::from).and_then(|target| {
        let routes: Vec<Route> = site.addresses().into_iter().map(|(route, _)| route.clone()).collect();
        let published = progress::watch("Rendering", routes.len(), |done| {
            let bodies = |route: &Route| {
                let body = site.body(route.as_str()).unwrap_or_else(|| Ok(crate::render::Body::Bytes(Vec::new())));
                done.fetch_add(1, Ordering::Relaxed);
                body
            };
            publish::publish(&target, &routes, &bodies, &RealDisk)
        });
        published.map(|published| (target, published))
    });
    let code = match published {
        Ok((target, published)) => {
            for (name, time, bytes) in
                [("stage", published.times.stage, 0), ("render", published.times.render, published.bytes), ("exchange", published.times.exchange, 0)]
            {
                stats.stages.push(Stage { name, time, count: published.written + published.kept, bytes });
            }
            summary(&site, &published, target.folder(), &shown, start.elapsed());
            ExitCode::SUCCESS
        }
        Err(Failure::Render(problems)) => {
            let problems = sorted(problems);
            report::problems(&problems, &**site.snapshot(), cli.message_format);
            anstream::eprintln!("{}; nothing was published", problems_in_words(&problems));
            ExitCode::from(SITE_HAS_ERRORS)
        }
        Err(Failure::Refused(refusal)) => {
            anstream::eprintln!("error: {refusal}\n  help: {}", refusal.help);
            ExitCode::from(WRONG_USAGE)
        }
        Err(failure @ Failure::HalfDone(..)) => {
            anstream::eprintln!(
                "error: {failure}\nSome files of the published site are new and some old; none is half written. Mend the cause and build again."
            );
            ExitCode::from(SITE_HAS_ERRORS)
        }
        Err(failure @ Failure::Io(..)) => {
            anstream::eprintln!("error: {failure}\nThe published site is as it was.");
            ExitCode::from(SITE_HAS_ERRORS)
        }
    };
    if let Some(format) = arguments.timings {
        report::timings(&stats, start.elapsed(), format);
    }
    // The system takes back the memory of a process that ends faster than it could be given back piece by piece.
    std::mem::forget(site);
    code
}

pub(super) fn check(cli: &Cli, arguments: &CheckArgs) -> ExitCode {
    let wishes = match wishes(&arguments.choice) {
        Ok(wishes) => wishes,
        Err(message) => return super::wrong_usage(&message),
    };
    let Build { site, mut diagnostics, .. } = run(cli, &wishes, &mut Stats::default());
    // Every page is rendered, as `build` would, and thrown away.
    if !diagnostics.iter().any(|problem| problem.severity == Severity::Error) {
        let routes: Vec<&Route> = site.addresses().into_iter().map(|(route, _)| route).collect();
        let found: Vec<Diagnostic> = routes.into_par_iter().filter_map(|route| site.body(route.as_str())?.err()).map(|problem| *problem).collect();
        diagnostics.extend(found);
    }
    if arguments.external {
        let mut found = external::check(&site, arguments.fresh);
        site.apply_levels(&mut found, wishes.strict);
        diagnostics.extend(found);
    }
    let diagnostics = sorted(diagnostics);
    report::problems(&diagnostics, &**site.snapshot(), cli.message_format);
    if cli.message_format == MessageFormat::Human {
        anstream::eprintln!("{}", problems_in_words(&diagnostics));
    }
    if diagnostics.iter().any(|problem| problem.severity == Severity::Error) { ExitCode::from(SITE_HAS_ERRORS) } else { ExitCode::SUCCESS }
}

pub(super) fn wishes(arguments: &ChoiceArgs) -> Result<Wishes, String> {
    let base = match &arguments.base_url {
        Some(url) => Some(BasePath::parse(url).ok_or_else(|| format!("`{url}` is no base URL; write `https://example.org/story/` or `/story/`"))?),
        None => None,
    };
    Ok(Wishes { choice: Choice { unready: arguments.drafts, now: arguments.now }, base, strict: arguments.strict })
}

pub(super) fn run(cli: &Cli, wishes: &Wishes, stats: &mut Stats) -> Build {
    let snapshot = stats.time("read", || input::scan(&cli.root));
    stats.counted(snapshot.pages().count(), snapshot.pages().map(|(_, text)| text.len() as u64).sum());
    engine::build(&Arc::new(snapshot), wishes)
}

fn sorted(mut problems: Vec<Diagnostic>) -> Vec<Diagnostic> {
    diagnostics::sort(&mut problems);
    problems
}

pub(super) fn problems_in_words(problems: &[Diagnostic]) -> String {
    let of = |severity| problems.iter().filter(|problem| problem.severity == severity).count();
    let counts = [(of(Severity::Error), "error"), (of(Severity::Warning), "warning"), (of(Severity::Note), "note")];
    let said: Vec<String> = counts.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| count(number, what)).collect();
    if said.is_empty() { "No problems".to_owned() } else { said.join(", ") }
}

/// Sites of more pages than this are not searched for names without a topic at every build: it takes about as long as linking them.
const SUGGESTED_UP_TO: usize = 1_000;

/// What was made, and what would help most.
fn summary(site: &engine::Site, published: &Published, folder: &Path, problems: &[Diagnostic], time: Duration) {
    let pages = site.addresses().into_iter().filter(|(route, address)| route.is_page() && !matches!(address, Address::Redirect(_))).count();
    let of = |kind: TopicKind| site.catalog().topics(kind).count();
    let articles = site.catalog().pages().filter(|entry| entry.kind == PageKind::Article).count();
    let made = [(articles, "article"), (of(TopicKind::Country), "country"), (of(TopicKind::Figure), "figure"), (of(TopicKind::Event), "event")];
    let made: Vec<String> = made.into_iter().filter(|(number, _)| *number > 0).map(|(number, what)| count(number, what)).collect();
    let of_what = if made.is_empty() { String::new() } else { format!(" of {}", made.join(", ")) };
    anstream::eprintln!("Published {}{of_what} to {} in {}", count(pages, "page"), shown(folder).display(), in_words(time));
    let links: usize = site.linked().iter().flat_map(|linked| &linked.names).flatten().filter(|name| name.reason == crate::link::Reason::Linked).count();
    anstream::eprintln!("  {} to topics; {} written, {} unchanged, {} removed", count(links, "link"), published.written, published.kept, published.removed);
    if let Some(reason) = published.in_place {
        anstream::eprintln!("  the folder was changed file by file, not in one step: {reason}");
    }
    if !site.config().base.has_origin() {
        anstream::eprintln!("  no feed and no sitemap: they need the site's address; set `base_url` in site.toml or pass `--base-url`");
    }
    if !problems.is_empty() {
        anstream::eprintln!("  {}", problems_in_words(problems));
    }
    if site.documents().len() <= SUGGESTED_UP_TO {
        let open: Vec<check::Suggestion> = check::suggestions(&site.story()).into_iter().filter(|suggestion| suggestion.pages > 1).collect();
        let first: Vec<String> = open.iter().take(3).map(|suggestion| format!("{} {}×", suggestion.phrase, suggestion.times)).collect();
        if !first.is_empty() {
            let have = if open.len() == 1 { "name has" } else { "names have" };
            anstream::eprintln!("  {} {have} no topic: {}{} `backgrounder suggest`", open.len(), first.join(", "), if open.len() > 3 { ", …" } else { ";" });
        }
    }
    let stubs = site.catalog().pages().filter(|entry| entry.topic().is_some() && entry.bare).count();
    if stubs > 0 {
        anstream::eprintln!("  {} without a description: `backgrounder check` lists them", count(stubs, "topic"));
    }
}

/// A folder as it is seen from here.
fn shown(folder: &Path) -> &Path {
    std::env::current_dir()
        .ok()
        .and_then(|here| folder.strip_prefix(here.canonicalize().unwrap_or(here)).ok())
        .filter(|path| !path.as_os_str().is_empty())
        .unwrap_or(folder)
}

pub(super) fn in_words(time: Duration) -> String {
    if time.as_secs() >= 10 {
        format!("{:.0} s", time.as_secs_f64())
    } else if time.as_millis() >= 1000 {
        format!("{:.1} s", time.as_secs_f64())
    } else {
        format!("{} ms", time.as_millis().max(1))
    }
}
