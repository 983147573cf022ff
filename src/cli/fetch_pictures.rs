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
    AllowedHosts, HttpClient, PictureDownloader, PicturePlace, REQUEST_TIMEOUT, RemotePicture,
    RemotePictures, RetryPolicy, remote_pictures,
};
use crate::text::{SourcePath, position_of};

pub(super) fn fetch_pictures(cli: &Cli, arguments: &FetchPicturesArgs) -> Result<ExitCode, String> {
    require_site(cli)?;
    let page_filter = PageFilter { include_drafts: true, today: None };
    let options = BuildOptions { page_filter, ..BuildOptions::default() };
    // The site has errors: its pictures of other sites.
    let site = scan_and_build(cli, &options).site;
    let found = remote_pictures(&site.data(), site.snapshot());
    let mut report = FetchReport::default();
    if arguments.dry_run {
        let lines = found.pictures.iter().map(|picture| planned(picture, &site));
        print_actions(cli, lines.collect());
    } else {
        let client = HttpClient::new(AllowedHosts::Public, REQUEST_TIMEOUT);
        let downloader = PictureDownloader::new(&client, RetryPolicy::default());
        report = with_count("Fetching pictures:", found.pictures.len(), |done| {
            edit::fetch_pictures(&cli.root, &site, &found, &downloader, done)
        });
        print_actions(cli, report.saved.iter().map(saved).collect());
    }
    print_actions(cli, found.in_html.iter().map(|place| left_in_html(place, &site)).collect());
    site.apply_levels(&mut report.problems, options.strict);
    print_problems(&report.problems, site.snapshot(), cli.message_format);
    anstream::eprintln!("{}", summary(&found, &report, arguments.dry_run));
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
    let places: Vec<String> = picture.places.iter().map(|place| position(place, site)).collect();
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

fn left_in_html(place: &PicturePlace, site: &Site) -> Action {
    let (at, url) = (position(place, site), &place.written);
    Action {
        line: format!("left {url} in {at}, because it is HTML; write it as ![description]({url})"),
        json: json!({ "action": "left", "url": url, "places": [at] }),
    }
}

/// "content/articles/a.md:12:1".
fn position(place: &PicturePlace, site: &Site) -> String {
    let text = site.snapshot().text_at(place.path.as_str()).map_or("", |text| text);
    let position = position_of(text, place.span.start as usize);
    format!("{}:{}:{}", place.path, position.line, position.column)
}

fn summary(found: &RemotePictures, report: &FetchReport, is_dry_run: bool) -> String {
    let mut lines = Vec::new();
    let is_new = |picture: &&SavedPicture| picture.is_new;
    match (found.pictures.len(), is_dry_run) {
        (0, _) => lines.push("No pictures to fetch".to_owned()),
        (count, true) => {
            let count = format_count(count, "picture");
            lines.push(format!("{count} to fetch; nothing was requested or written"));
        }
        (..) => {
            let saved = format_count(report.saved.iter().filter(is_new).count(), "picture");
            let changed = format_count(report.changed.len(), "file");
            let errors = format_counts([(report.problems.len(), "error")]);
            let errors = if errors.is_empty() { errors } else { format!("; {errors}") };
            lines.push(format!("Saved {saved} and changed {changed}{errors}"));
        }
    }
    if found.allowed > 0 {
        let count = format_count(found.allowed, "picture");
        lines.push(format!("{count} stay on other sites, because `[csp]` allows it"));
    }
    if report.saved.iter().any(|picture| picture.is_new) {
        lines.push(
            "Check that you may use each picture, and write `credit` and `license` into the .toml \
             file beside it"
                .to_owned(),
        );
    }
    lines.join("\n")
}
