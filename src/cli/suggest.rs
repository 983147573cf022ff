//! `suggest`: what would improve the site most.

use std::process::ExitCode;

use serde_json::{Value, json};

use super::args::{Cli, MessageFormat, NewArgs, NewItem, NewTopic, SuggestArgs};
use super::new::new;
use super::report_formats::{format_count, print_lines};
use super::site::{build_options, require_site, scan_and_build};
use crate::check::{self, NameKey, Suggestion, UndeclaredName};
use crate::data::Format;
use crate::document::Head;
use crate::text::{group_digits, position_of};

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
    require_site(cli)?;
    let site = scan_and_build(cli, &build_options(&arguments.options)?).site;
    let data = site.data();
    let mut suggestions = check::suggestions(&data);
    suggestions.retain(|suggestion| suggestion.times > 1 || arguments.all);
    let mut undeclared = check::undeclared_names(&data);
    undeclared.retain(|name| name.links > 1 || arguments.all);
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
        print_lines(undeclared.iter().map(|name| to_json(name, data.head(name.topic)).to_string()));
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
    let more = |all: usize| all.checked_sub(arguments.most).filter(|more| *more > 0);
    let more = |all| more(all).map(|more| format!("and {more} more; list N with `--most N`"));
    for suggestion in suggestions.iter().take(arguments.most) {
        let (path, position) = place(suggestion);
        let [times, pages] = [(suggestion.times, "time"), (suggestion.pages, "page")]
            .map(|(number, what)| format_count(number, what));
        let sentence = truncate(&suggestion.first.2);
        lines.push(format!("{}, {times} on {pages}", suggestion.phrase));
        lines.push(format!("    {path}:{}:{}  {sentence}", position.line, position.column));
    }
    lines.extend(more(suggestions.len()));
    if !undeclared.is_empty() {
        lines.push("\nNames that would be links if their topic declared them\n".to_owned());
    }
    let undeclared_lines = undeclared.iter().map(|name| to_line(name, data.head(name.topic)));
    lines.extend(undeclared_lines.take(arguments.most));
    lines.extend(more(undeclared.len()));
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

fn to_json(name: &UndeclaredName, topic: &Head) -> Value {
    json!({
        "topic": topic.id,
        "file": topic.path.as_str(),
        "key": name.key.key(),
        "name": name.name,
        "links": name.links,
        "other_bearer": name.other_bearer,
    })
}

/// "`also_known_as: [Duterte]` on figures/rodrigo-duterte would link 1,288 more".
fn to_line(name: &UndeclaredName, topic: &Head) -> String {
    let id = &topic.id;
    let has_aliases = topic.front.topic().is_some_and(|topic| !topic.also_known_as.is_empty());
    let what = match name.key {
        NameKey::AlsoKnownAs if has_aliases => {
            format!("`{}` in `also_known_as` of {id}", name.name)
        }
        _ => format!("`{}` on {id}", front_matter_line(name, topic.format)),
    };
    let bearer = name.other_bearer.as_deref();
    let bearer = bearer.map(|bearer| format!("; “{bearer}” bears the name too"));
    let links = group_digits(name.links);
    format!("{what} would link {links} more{}", bearer.unwrap_or_default())
}

fn front_matter_line(name: &UndeclaredName, format: Option<Format>) -> String {
    let key = name.key.key();
    let is_plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '.');
    let (sign, value) = match format {
        Some(Format::Toml) => (" =", format!("\"{}\"", name.name)),
        _ if name.name.chars().all(is_plain) => (":", name.name.clone()),
        _ => (":", format!("\"{}\"", name.name)),
    };
    match name.key {
        NameKey::AlsoKnownAs => format!("{key}{sign} [{value}]"),
        NameKey::ShortName => format!("{key}{sign} {value}"),
    }
}

fn truncate(sentence: &str) -> String {
    match sentence.char_indices().nth(MAX_SENTENCE_CHARS) {
        Some((at, _)) => format!("{}…", &sentence[..at]),
        None => sentence.to_owned(),
    }
}
