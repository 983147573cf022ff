//! `search`: pages by name or by their words, as readers find them.

use std::process::ExitCode;

use serde_json::json;

use super::args::{Cli, MessageFormat, SearchArgs};
use super::report_formats::{format_count, print_lines};
use super::site::{build_options, scan_and_build};
use crate::document::TopicFields;
use crate::page::SiteData;
use crate::search::{SearchResult, passage};
use crate::text::excerpt;

/// Longer sentences are cut to this many characters.
const MAX_SENTENCE_CHARS: usize = 160;

pub(super) fn search(cli: &Cli, arguments: &SearchArgs) -> Result<ExitCode, String> {
    let site = scan_and_build(cli, &build_options(&arguments.options)?).site;
    let data = site.data();
    let query = arguments.words.join(" ");
    let found = site.search_index().search(&query);
    let shown = &found.results[..found.results.len().min(arguments.most)];
    if cli.message_format == MessageFormat::Json {
        print_lines(shown.iter().map(|result| to_json(&data, result).to_string()));
        return Ok(ExitCode::SUCCESS);
    }
    let mut lines = Vec::new();
    for (word, nearest) in &found.corrections {
        lines.push(match nearest {
            Some(nearest) => format!("No page has “{word}”; showing results for “{nearest}”."),
            None => format!("No page has “{word}”."),
        });
    }
    if found.is_partial {
        lines.push("No page has all of these words.".to_owned());
    }
    if found.results.is_empty() {
        lines.push(format!("Nothing was found for “{query}”."));
    }
    for result in shown {
        let entry = data.entry(result.page);
        lines.push(format!("{}  {}", entry.title, data.head(result.page).path));
        lines.extend(sentence(&data, result).map(|sentence| format!("    {sentence}")));
    }
    let more = found.results.len() - shown.len();
    if more > 0 {
        let (count, all) = (format_count(more, "more page"), found.results.len());
        lines.push(format!("and {count}; list all with `--most {all}`"));
    }
    print_lines(lines);
    Ok(ExitCode::SUCCESS)
}

/// What a page that was named is; of others the sentence with the words.
fn sentence(data: &SiteData<'_>, result: &SearchResult) -> Option<String> {
    let head = data.head(result.page);
    let in_brief = head.front.topic().and_then(TopicFields::in_brief).filter(|_| result.is_named);
    if let Some(in_brief) = in_brief {
        return Some(in_brief.to_owned());
    }
    let sentence = passage(data, result.page, &result.terms)?;
    Some(excerpt(&sentence, MAX_SENTENCE_CHARS))
}

fn to_json(data: &SiteData<'_>, result: &SearchResult) -> serde_json::Value {
    let entry = data.entry(result.page);
    json!({
        "title": entry.title,
        "file": data.head(result.page).path.as_str(),
        "route": entry.route.as_str(),
        "sentence": sentence(data, result),
    })
}
