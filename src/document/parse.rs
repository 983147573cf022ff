//! A file into its [`Document`].

use std::sync::Arc;

use super::analyze::{AnalyzeOptions, analyze};
use super::decode::{decode_front_matter, schema_of};
use super::markdown::{MAX_NESTING, find_excess_nesting};
use super::outline::Outline;
use super::page_kind::{classify, name_from_path};
use super::split_front_matter::{find_misplaced, split};
use super::theme_blocks::{BlockTexts, find_blocks};
use super::{Document, Head, ParseOptions, messages};
use crate::data::{Decoder, InlineMarkdown, Parsed, Spanned, is_foreign_key, parse as parse_data};
use crate::diagnostics::Diagnostic;
use crate::input::control_character;
use crate::text::{
    ArenaStr, LetterCase, QuotationMarks, SourcePath, Span, forbidden_controls, into_exact_box,
    with_typographic_marks,
};

/// Parses one Markdown file of `content/`. Its mistakes are problems of the document.
///
/// # Errors
/// Where the name of the file has no letter or digit for an address.
pub fn parse(
    path: &SourcePath,
    text: &ArenaStr,
    options: ParseOptions,
) -> Result<Document, Box<Diagnostic>> {
    let (kind, id, file_slug) = classify(path, options.letter_case)
        .map_err(|part| Box::new(messages::no_slug(path, &part)))?;
    let schema = schema_of(&kind);
    let mut problems = Vec::new();
    let file = split(text);
    let mut body = file.body;
    if let Some(unclosed) = file.unclosed {
        problems.push(messages::unclosed_front_matter(path, text, unclosed));
    }
    let (format, mut data) = match file.front {
        None => (None, Parsed::empty()),
        Some((format, span)) => {
            (Some(format), parse_data(schema, format, path, text, span, &mut problems))
        }
    };
    if format.is_none() && file.unclosed.is_none() {
        let is_known = |key: &str| schema.field(key).is_some() || is_foreign_key(key);
        if let Some(misplaced) = find_misplaced(text, is_known) {
            problems.push(messages::misplaced_front_matter(path, &misplaced));
            body.start = misplaced.body.unwrap_or(body.start);
            data.is_complete = false;
        } else {
            let required = schema.fields().filter(|field| field.required);
            problems.extend(required.map(|field| messages::no_front_matter(path, schema, field)));
        }
    }
    data.is_complete &= file.unclosed.is_none();
    let mut decoder = Decoder::new(path, text, &data, &mut problems);
    let (mut common, mut front) =
        decode_front_matter(&kind, &data.node, &mut decoder).expect("no field is required");
    let front_texts = into_exact_box(decoder.inline_markdown);
    let own_language = common.language.as_ref().map(|language| &*language.value);
    let marks = own_language.map_or(options.quotation_marks, QuotationMarks::of_language);
    let marks = options.markdown.smart_punctuation.then_some(marks);
    if let Some(marks) = marks {
        for text in common.prose_mut().chain(front.prose_mut()) {
            *text = with_typographic_marks(text, marks).into();
        }
    }

    if let Some(at) = find_excess_nesting(&text[body.range()]) {
        let span = Span::new(at..at).shifted(body.start as usize);
        problems.push(messages::nested_too_deep(path, span, MAX_NESTING));
        body.start = body.end;
    }
    let start = body.start as usize;
    let body_text = &text[body.range()];
    let own_language = common.language.as_ref().map(|language| &*language.value);
    let letter_case = own_language.map_or(options.letter_case, LetterCase::of_language);
    let mut outlines: Vec<Outline> = Vec::with_capacity(front_texts.len() + 1);
    let analyze_inline = |text: &InlineMarkdown, problems: &mut Vec<Diagnostic>| {
        let options = AnalyzeOptions {
            raw_html: options.markdown.raw_html,
            letter_case,
            marks,
            takes_title: false,
            reserved_anchors: &[],
            to_file_span: &|span| text.file_span(span),
        };
        analyze(path, &text.text, &options, problems)
    };
    outlines.extend(front_texts.iter().map(|text| analyze_inline(text, &mut problems)));
    problems.extend(forbidden_controls(body_text).map(|(at, sign)| {
        control_character(path, Span::new(start + at..start + at + sign.len_utf8()), sign)
    }));
    let analyze_options = AnalyzeOptions {
        raw_html: options.markdown.raw_html,
        letter_case,
        marks,
        takes_title: common.title.is_none(),
        reserved_anchors: &front.reserved_anchors(),
        to_file_span: &|span| span.shifted(start),
    };
    let outline = analyze(path, body_text, &analyze_options, &mut problems);
    let mut block_texts = BlockTexts { first: front_texts.len() + 1, texts: Vec::new() };
    let blocks = find_blocks(path, (text, body), &outline, marks, &mut block_texts, &mut problems);
    let block_texts = into_exact_box(block_texts.texts);
    let title = common.title.clone().or_else(|| {
        let (title, span) = outline.title.clone()?;
        Some(Spanned { value: title, span: span.shifted(start) })
    });
    if title.is_none() && name_from_path(path).trim().is_empty() {
        problems.push(messages::no_slug(path, path.file_name()));
    }
    let slug = common.slug.as_ref().map_or(file_slug, |slug| slug.value.clone());
    let is_blank = common.description.is_none() && outline.is_blank(body_text);
    outlines.push(outline);
    outlines.extend(block_texts.iter().map(|text| analyze_inline(text, &mut problems)));
    let path = path.clone();
    let head = Head { path, kind, id, title, slug, common, front, format, is_blank };
    Ok(Document {
        head: Arc::new(head),
        text: text.clone(),
        front_texts,
        block_texts,
        body,
        outlines: outlines.into(),
        blocks,
        parse_options: options,
        problems: into_exact_box(problems),
    })
}
