//! A file into its [`Document`].

use std::sync::Arc;

use super::kind::{locate, name_of_file};
use super::looking::{Looking, outline};
use super::markdown::{DEEPEST, too_deep};
use super::outline::Outline;
use super::read::{self, Pieces};
use super::split::{self, split};
use super::{Document, Head, messages, part_anchors, table};
use crate::config::Markdown;
use crate::data::{Parsed, Record, Spanned, is_known_elsewhere, parse as parse_data};
use crate::input::control_character;
use crate::text::{ArenaStr, Slug, SourcePath, Span, forbidden_controls, into_exact_box, smart_punctuation};

/// Reads one Markdown file of `content/`. What is wrong with it is a problem of the document; a file whose name gives no address is none.
pub fn parse(path: &SourcePath, text: &ArenaStr, markdown: Markdown) -> Result<Document, Box<crate::diagnostics::Diagnostic>> {
    let (kind, id, file_slug) = locate(path).map_err(|part| Box::new(messages::no_slug(path, &part)))?;
    let mut problems = Vec::new();
    let parts = split(text);
    if let Some((fence, instead)) = parts.unclosed {
        problems.push(messages::unclosed_front_matter(path, fence, &text[fence.range()], instead));
    }
    let table = table::of(&kind);
    let (format, data) = match parts.front {
        None => (None, Parsed::nothing()),
        Some((format, span)) => {
            let parsed = parse_data(table, format, path, text, span, &mut problems);
            (Some(format), parsed)
        }
    };
    let without = format.is_none() && parts.unclosed.is_none();
    let is_known = |key: &str| table.field(key).is_some() || is_known_elsewhere(key);
    let misplaced = without.then(|| split::misplaced(text, is_known)).flatten();
    problems.extend(misplaced.as_ref().map(|misplaced| messages::misplaced_front_matter(path, misplaced)));
    if without && misplaced.is_none() {
        for field in table.all_fields().filter(|field| field.required) {
            problems.push(messages::no_front_matter(path, table.what, field.key, &field.shape.in_words()));
        }
    }
    let record = Record::new(table, &data, path, text);
    let mut pieces = Pieces::default();
    let (mut common, front) = read::read(&kind, &record, &mut pieces, &mut problems);
    common.all_sources &= parts.unclosed.is_none() && misplaced.is_none();
    let proses = pieces.0;
    if markdown.smart_punctuation {
        common.description = common.description.map(|text| smart_punctuation(&text).into());
        common.title = common.title.map(|title| Spanned { value: smart_punctuation(&title.value).into(), ..title });
    }
    let mut outlines: Vec<Outline> = Vec::with_capacity(proses.len() + 1);
    for prose in &proses {
        outlines.push(outline(path, &prose.text, &Looking { markdown, takes_title: false, taken: &[], place: &|span| prose.place(span) }, &mut problems));
    }
    let mut body = parts.body;
    if let Some(start) = misplaced.and_then(|misplaced| misplaced.body) {
        body.start = start;
    }
    let takes_title = common.title.is_none();
    if let Some(at) = too_deep(&text[body.range()]) {
        problems.push(messages::nested_too_deep(path, Span::new(at..at).shifted(body.start as usize), DEEPEST));
        body = Span { start: body.end, end: body.end };
    }
    let start = body.start as usize;
    problems.extend(forbidden_controls(&text[body.range()]).map(|(at, sign)| control_character(path, Span::new(start + at..start + at + sign.len_utf8()), sign)));
    let taken = part_anchors(&front);
    outlines.push(outline(path, &text[body.range()], &Looking { markdown, takes_title, taken: &taken, place: &|span| span.shifted(start) }, &mut problems));
    let title = common.title.clone().or_else(|| {
        let (title, span) = outlines.last()?.title.clone()?;
        Some(Spanned { value: title, span: span.shifted(start) })
    });
    if title.is_none() && name_of_file(path).trim().is_empty() {
        problems.push(messages::no_slug(path, path.file_name()));
    }
    let slug: Slug = common.slug.as_ref().map_or(file_slug, |slug| slug.value.clone());
    let bare = common.description.is_none() && outlines.last().is_none_or(|outline| outline.shows_nothing(&text[body.range()]));
    let head = Arc::new(Head { path: path.clone(), kind, id, title, slug, common, front, format, bare });
    Ok(Document { head, text: text.clone(), proses: into_exact_box(proses), body, outlines: outlines.into(), markdown, problems: into_exact_box(problems) })
}
