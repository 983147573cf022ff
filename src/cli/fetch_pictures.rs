//! `fetch-pictures`: pictures of other sites become files of this site.

use std::process::ExitCode;

use serde_json::json;

use super::args::{Cli, FetchPicturesArgs, MessageFormat};
use super::progress::with_count;
use super::report_formats::{exit_code, format_count, format_counts, print_lines, print_problems};
use super::site::{require_site, scan_and_build};
use crate::catalog::PageFilter;
use crate::edit::{self, FetchReport, SavedPicture, SidecarOutcome};
use crate::engine::{BuildOptions, Site};
use crate::network::{
    AllowedHosts, HtmlPicture, HttpClient, PictureDownloader, REQUEST_TIMEOUT, RemotePicture,
    RemotePictures, RetryPolicy, remote_pictures,
};
use crate::text::{SourcePath, Span, position_of};

pub(super) fn fetch_pictures(cli: &Cli, arguments: &FetchPicturesArgs) -> Result<ExitCode, String> {
    require_site(cli)?;
    let page_filter = PageFilter { include_drafts: true, today: None };
    let options = BuildOptions { page_filter, ..BuildOptions::default() };
    // Errors are expected: each picture of another site is one.
    let site = scan_and_build(cli, &options).site;
    let found = remote_pictures(&site.data(), site.snapshot());
    let left = || found.in_html.iter().map(|picture| left_in_html(picture, &site)).collect();
    if arguments.dry_run {
        let lines = found.pictures.iter().map(|picture| planned(picture, &site));
        print_actions(cli, lines.collect());
        print_actions(cli, left());
        anstream::eprintln!("{}", dry_run_summary(&found));
        return Ok(ExitCode::SUCCESS);
    }
    let client = HttpClient::new(AllowedHosts::Public, REQUEST_TIMEOUT);
    let downloader = PictureDownloader::new(&client, RetryPolicy::default());
    let mut report = with_count("Fetching pictures:", found.pictures.len(), |done| {
        edit::fetch_pictures(&cli.root, &site, &found, &downloader, done)
    });
    print_actions(cli, report.saved.iter().map(saved).collect());
    print_actions(cli, left());
    site.apply_levels(&mut report.problems, options.strict);
    print_problems(&report.problems, site.snapshot(), cli.message_format);
    anstream::eprintln!("{}", summary(&found, &report));
    Ok(exit_code(&report.problems))
}

/// What was or would be done, for people and as JSON.
struct Action {
    line: String,
    json: serde_json::Value,
}

/// Prints actions to standard output; for GitHub, which reads it, to standard error.
fn print_actions(cli: &Cli, actions: Vec<Action>) {
    match cli.message_format {
        MessageFormat::Human => print_lines(actions.into_iter().map(|action| action.line)),
        MessageFormat::Json => {
            print_lines(actions.into_iter().map(|action| action.json.to_string()))
        }
        MessageFormat::Github => {
            actions.iter().for_each(|action| anstream::eprintln!("{}", action.line));
        }
    }
}

fn planned(picture: &RemotePicture, site: &Site) -> Action {
    let places = picture.places.iter().map(|place| position(&place.path, place.span, site));
    let places: Vec<String> = places.collect();
    Action {
        line: format!("would fetch {} for {}", picture.url, places.join(", ")),
        json: json!({ "action": "would-fetch", "url": picture.url, "places": places }),
    }
}

fn saved(picture: &SavedPicture) -> Action {
    let SavedPicture { url, file, is_new, sidecar, used_in } = picture;
    let used_in: Vec<&str> = used_in.iter().map(SourcePath::as_str).collect();
    let kept = match sidecar {
        SidecarOutcome::Kept => format!("; {}.toml was there and stays as it is", file.file_name()),
        SidecarOutcome::Written | SidecarOutcome::None => String::new(),
    };
    let (what, from) = if *is_new { ("saved", "from") } else { ("kept", "the same as") };
    Action {
        line: format!("{what} {file} for {}, {from} {url}{kept}", used_in.join(", ")),
        json: json!({
            "action": "saved",
            "url": url,
            "file": file.as_str(),
            "new": is_new,
            "sidecar": *sidecar == SidecarOutcome::Written,
            "used_in": used_in,
        }),
    }
}

fn left_in_html(picture: &HtmlPicture, site: &Site) -> Action {
    let (at, url) = (position(&picture.path, picture.span, site), &picture.written);
    Action {
        line: format!("left {url} in {at}, because it is HTML; write it as ![description]({url})"),
        json: json!({ "action": "left", "url": url, "places": [at] }),
    }
}

/// "content/articles/a.md:12:1".
fn position(path: &SourcePath, span: Span, site: &Site) -> String {
    let text = site.snapshot().text_at(path.as_str()).map_or("", |text| text);
    let position = position_of(text, span.start as usize);
    format!("{path}:{}:{}", position.line, position.column)
}

fn dry_run_summary(found: &RemotePictures) -> String {
    let first = match found.pictures.len() {
        0 => NOTHING.to_owned(),
        count => {
            let count = format_count(count, "picture");
            format!("{count} to fetch; nothing was requested or written")
        }
    };
    [Some(first), allowed_line(found)].into_iter().flatten().collect::<Vec<_>>().join("\n")
}

fn summary(found: &RemotePictures, report: &FetchReport) -> String {
    let saved = report.saved.iter().filter(|picture| picture.is_new).count();
    let first = match found.pictures.len() {
        0 => NOTHING.to_owned(),
        _ => {
            let errors = format_counts([(report.problems.len(), "error")]);
            let errors = if errors.is_empty() { errors } else { format!("; {errors}") };
            let changed = format_count(report.changed.len(), "file");
            format!("Saved {} and changed {changed}{errors}", format_count(saved, "picture"))
        }
    };
    let rights = (saved > 0).then(|| {
        "Check that you may use each picture, and write `credit` and `license` into the .toml \
         file beside it"
            .to_owned()
    });
    let lines = [Some(first), allowed_line(found), rights];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

const NOTHING: &str = "No pictures to fetch";

fn allowed_line(found: &RemotePictures) -> Option<String> {
    let count = format_count(found.allowed, "picture");
    (found.allowed > 0).then(|| format!("{count} stay on other sites, because `[csp]` allows it"))
}
