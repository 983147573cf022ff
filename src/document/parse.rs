//! A file into its [`Document`].

use std::sync::Arc;

use super::analyze::{AnalyzeOptions, analyze};
use super::decode::{self, FrontTexts};
use super::markdown::{MAX_NESTING, find_excess_nesting};
use super::outline::Outline;
use super::page_kind::{classify, name_from_path};
use super::split_front_matter::{self, split};
use super::{Document, Head, messages, reserved_anchors, schema};
use crate::config::MarkdownOptions;
use crate::data::{Parsed, Record, Spanned, is_foreign_key, parse as parse_data};
use crate::input::control_character;
use crate::text::{
    ArenaStr, Slug, SourcePath, Span, forbidden_controls, into_exact_box, smart_punctuation,
};

/// Reads one Markdown file of `content/`. What is wrong with it is a problem of the document; a
/// file whose name gives no address is none.
pub fn parse(
    path: &SourcePath,
    text: &ArenaStr,
    markdown: MarkdownOptions,
) -> Result<Document, Box<crate::diagnostics::Diagnostic>> {
    let (kind, id, file_slug) =
        classify(path).map_err(|part| Box::new(messages::no_slug(path, &part)))?;
    let mut problems = Vec::new();
    let parts = split(text);
    if let Some((fence, instead)) = parts.unclosed {
        problems.push(messages::unclosed_front_matter(path, fence, &text[fence.range()], instead));
    }
    let schema = schema::schema_of(&kind);
    let (format, data) = match parts.front {
        None => (None, Parsed::empty()),
        Some((format, span)) => {
            let parsed = parse_data(schema, format, path, text, span, &mut problems);
            (Some(format), parsed)
        }
    };
    let without = format.is_none() && parts.unclosed.is_none();
    let is_known = |key: &str| schema.field(key).is_some() || is_foreign_key(key);
    let misplaced = without.then(|| split_front_matter::find_misplaced(text, is_known)).flatten();
    problems.extend(
        misplaced.as_ref().map(|misplaced| messages::misplaced_front_matter(path, misplaced)),
    );
    if without && misplaced.is_none() {
        for field in schema.fields().filter(|field| field.required) {
            problems.push(messages::no_front_matter(
                path,
                schema.name,
                field.key,
                &field.field_type.describe(),
            ));
        }
    }
    let record = Record::new(schema, &data, path, text);
    let mut pieces = FrontTexts::default();
    let (mut common, front) =
        decode::decode_front_matter(&kind, &record, &mut pieces, &mut problems);
    common.sources_complete &= parts.unclosed.is_none() && misplaced.is_none();
    let proses = pieces.0;
    if markdown.smart_punctuation {
        common.description = common.description.map(|text| smart_punctuation(&text).into());
        common.title = common
            .title
            .map(|title| Spanned { value: smart_punctuation(&title.value).into(), ..title });
    }
    let mut outlines: Vec<Outline> = Vec::with_capacity(proses.len() + 1);
    for prose in &proses {
        outlines.push(analyze(
            path,
            &prose.text,
            &AnalyzeOptions {
                markdown_options: markdown,
                takes_title: false,
                reserved_anchors: &[],
                to_file_span: &|span| prose.file_span(span),
            },
            &mut problems,
        ));
    }
    let mut body = parts.body;
    if let Some(start) = misplaced.and_then(|misplaced| misplaced.body) {
        body.start = start;
    }
    let takes_title = common.title.is_none();
    if let Some(at) = find_excess_nesting(&text[body.range()]) {
        problems.push(messages::nested_too_deep(
            path,
            Span::new(at..at).shifted(body.start as usize),
            MAX_NESTING,
        ));
        body = Span { start: body.end, end: body.end };
    }
    let start = body.start as usize;
    problems.extend(forbidden_controls(&text[body.range()]).map(|(at, sign)| {
        control_character(path, Span::new(start + at..start + at + sign.len_utf8()), sign)
    }));
    let taken = reserved_anchors(&front);
    outlines.push(analyze(
        path,
        &text[body.range()],
        &AnalyzeOptions {
            markdown_options: markdown,
            takes_title,
            reserved_anchors: &taken,
            to_file_span: &|span| span.shifted(start),
        },
        &mut problems,
    ));
    let title = common.title.clone().or_else(|| {
        let (title, span) = outlines.last()?.title.clone()?;
        Some(Spanned { value: title, span: span.shifted(start) })
    });
    if title.is_none() && name_from_path(path).trim().is_empty() {
        problems.push(messages::no_slug(path, path.file_name()));
    }
    let slug: Slug = common.slug.as_ref().map_or(file_slug, |slug| slug.value.clone());
    let bare = common.description.is_none()
        && outlines.last().is_none_or(|outline| outline.is_blank(&text[body.range()]));
    let head = Arc::new(Head {
        path: path.clone(),
        kind,
        id,
        title,
        slug,
        common,
        front,
        format,
        is_blank: bare,
    });
    Ok(Document {
        head,
        text: text.clone(),
        front_texts: into_exact_box(proses),
        body,
        outlines: outlines.into(),
        markdown_options: markdown,
        problems: into_exact_box(problems),
    })
}
