//! `suggest`: what would improve the site most.

use std::process::ExitCode;

use serde_json::json;

use super::args::{Cli, MessageFormat, NewArgs, NewItem, NewTopic, SuggestArgs};
use super::new::new;
use super::report_formats::{format_count, print_lines};
use super::site::{build_options, scan_and_build};
use crate::check::{self, Suggestion};
use crate::text::position_of;

/// Longer sentences are cut to this many characters.
const MAX_SENTENCE_CHARS: usize = 120;

pub(super) fn suggest(cli: &Cli, arguments: &SuggestArgs) -> Result<ExitCode, String> {
    if let (Some(kind), Some(name)) = (arguments.write, &arguments.name) {
        let kind = match kind {
            NewTopic::Country => NewItem::Country,
            NewTopic::Figure => NewItem::Figure,
            NewTopic::Event => NewItem::Event,
            NewTopic::Organisation => NewItem::Organisation,
            NewTopic::Term => NewItem::Term,
        };
        let (name, date) = (name.clone(), arguments.date.clone());
        return new(cli, &NewArgs { kind, name, date });
    }
    let site = scan_and_build(cli, &build_options(&arguments.options)?).site;
    let data = site.data();
    let mut suggestions = check::suggestions(&data);
    suggestions.retain(|suggestion| suggestion.times > 1 || arguments.all);
    let place = |suggestion: &Suggestion| {
        let (page, span, _) = &suggestion.first;
        let document = data.document(*page);
        (document.path.to_string(), position_of(&document.text, span.start as usize))
    };
    if cli.message_format == MessageFormat::Json {
        print_lines(suggestions.iter().map(|suggestion| {
            let (path, position) = place(suggestion);
            json!({
                "phrase": suggestion.phrase,
                "pages": suggestion.pages,
                "times": suggestion.times,
                "file": path,
                "line": position.line,
                "column": position.column,
                "sentence": suggestion.first.2,
            })
            .to_string()
        }));
        return Ok(ExitCode::SUCCESS);
    }
    let mut lines = Vec::new();
    if suggestions.is_empty() {
        lines.push("Every name that appears more than once has a topic.".to_owned());
    } else {
        let heading = "Names without a topic; create one with \
                       `backgrounder suggest --write figure \"Name\"`\n";
        lines.push(heading.to_owned());
    }
    for suggestion in suggestions.iter().take(arguments.most) {
        let (path, position) = place(suggestion);
        let [times, pages] = [(suggestion.times, "time"), (suggestion.pages, "page")]
            .map(|(number, what)| format_count(number, what));
        let sentence = truncate(&suggestion.first.2);
        lines.push(format!("{}, {times} on {pages}", suggestion.phrase));
        lines.push(format!("    {path}:{}:{}  {sentence}", position.line, position.column));
    }
    if suggestions.len() > arguments.most {
        let more = suggestions.len() - arguments.most;
        lines.push(format!("and {more} more; list N with `--most N`"));
    }
    let id = |page| &*site.catalog().head(page).id;
    let stubs = check::stubs(&data)
        .into_iter()
        .map(|(page, mentions)| format!("{} ({})", id(page), format_count(mentions, "page")));
    let unmentioned = check::unmentioned_topics(&data).into_iter().map(|page| id(page).to_owned());
    let unused = check::unused_names(&data)
        .into_iter()
        .map(|(page, name)| format!("“{name}” of {}", id(page)));
    let lists: [(&str, Vec<String>); 3] = [
        ("Topics without description and text, and how many pages mention them", stubs.collect()),
        ("Topics that no text mentions", unmentioned.collect()),
        ("Alternative names that no text uses", unused.collect()),
    ];
    for (heading, list) in lists.into_iter().filter(|(_, list)| !list.is_empty()) {
        lines.extend([format!("\n{heading}"), list.join(", ")]);
    }
    print_lines(lines);
    Ok(ExitCode::SUCCESS)
}

fn truncate(sentence: &str) -> String {
    match sentence.char_indices().nth(MAX_SENTENCE_CHARS) {
        Some((at, _)) => format!("{}…", &sentence[..at]),
        None => sentence.to_owned(),
    }
}
