//! `suggest`: what the story would gain most from.

use std::process::ExitCode;

use super::args::{Cli, MessageFormat, NewArgs, SuggestArgs};
use super::build::{build_options, scan_and_build};
use super::report::{format_count, print_lines};
use crate::check;
use crate::engine::{Build, BuildStats};
use crate::text::position_of;

pub(super) fn suggest(cli: &Cli, arguments: &SuggestArgs) -> ExitCode {
    if let (Some(what), Some(name)) = (arguments.write, &arguments.name) {
        return super::new::new(cli, &NewArgs { kind: what, name: name.clone() });
    }
    let wishes = match build_options(&arguments.choice) {
        Ok(wishes) => wishes,
        Err(message) => return super::usage_error(&message),
    };
    let Build { site, .. } = scan_and_build(cli, &wishes, &mut BuildStats::default());
    let story = site.data();
    let suggestions = check::suggestions(&story);
    let shown = suggestions.iter().filter(|suggestion| suggestion.times > 1 || arguments.all);
    let place = |suggestion: &check::Suggestion| {
        let (page, span, _) = &suggestion.first;
        let document = story.document(*page);
        (document.path.to_string(), position_of(&document.text, span.start as usize))
    };
    if cli.message_format == MessageFormat::Json {
        print_lines(shown.map(|suggestion| {
            let (path, at) = place(suggestion);
            let (phrase, sentence) = (&suggestion.phrase, &suggestion.first.2);
            serde_json::json!({ "phrase": phrase, "pages": suggestion.pages, "times": suggestion.times, "file": path, "line": at.line, "column": at.column, "sentence": sentence })
                .to_string()
        }));
        return ExitCode::SUCCESS;
    }
    let mut out = Vec::new();
    let more = shown.clone().count().saturating_sub(arguments.most);
    for suggestion in shown.take(arguments.most) {
        let (path, at) = place(suggestion);
        out.push(format!(
            "{}, {} on {}",
            suggestion.phrase,
            format_count(suggestion.times, "time"),
            format_count(suggestion.pages, "page")
        ));
        out.push(format!(
            "    {path}:{}:{}  {}",
            at.line,
            at.column,
            truncate(&suggestion.first.2)
        ));
    }
    if more > 0 {
        out.push(format!("and {more} more; `--most N` lists N"));
    }
    let id = |page| &*site.catalog().head(page).id;
    let stubs: Vec<String> = check::stubs(&story)
        .into_iter()
        .map(|(page, pages)| format!("{} ({})", id(page), format_count(pages, "page")))
        .collect();
    let orphans: Vec<&str> = check::unmentioned_topics(&story).into_iter().map(id).collect();
    let unused: Vec<String> = check::unused_names(&story)
        .into_iter()
        .map(|(page, name)| format!("“{name}” of {}", id(page)))
        .collect();
    let heading = |what: &str| format!("\n{what}");
    if out.is_empty() {
        out.push("No name without a topic stands more than once in the texts.".to_owned());
    } else {
        out.insert(
            0,
            "Names without a topic; make one with `backgrounder suggest --write figure \"Name\"`\n"
                .to_owned(),
        );
    }
    for (what, list) in [
        (
            "Topics with neither description nor text, and how many pages mention them",
            stubs.join(", "),
        ),
        ("Topics that no text mentions", orphans.join(", ")),
        ("Other names that no text uses", unused.join(", ")),
    ] {
        if !list.is_empty() {
            out.extend([heading(what), list]);
        }
    }
    print_lines(out.into_iter());
    ExitCode::SUCCESS
}

/// A sentence in at most so many characters.
fn truncate(sentence: &str) -> String {
    const MOST: usize = 120;
    match sentence.char_indices().nth(MOST) {
        Some((at, _)) => format!("{}…", &sentence[..at]),
        None => sentence.to_owned(),
    }
}
