//! Messages of the rules that need the whole site.

use crate::data::Spanned;
use crate::diagnostics::{Diagnostic, codes, nearest_match};
use crate::document::Head;
use crate::text::{SourcePath, Span};
use crate::time::Day;

codes! {
    UNKNOWN_AUTHOR: error "unknown-author",
    MISSING_FILE: error "missing-file",
    UNUSED_FILE: note "unused-file",
    UNKNOWN_CODE: error "unknown-code",
    ARTICLE_AFTER_AS_OF: warning "article-after-as-of",
    UNDATED_ARTICLE: note "undated-article",
    STUB: note "stub",
    MISSING_ALT: warning "missing-alt",
    MISSING_CREDIT: note "missing-credit",
    ORPHAN: note "orphan",
    NOT_ALIVE: warning "not-alive",
    ROLE_NOT_HELD: warning "role-not-held",
    OVERLAPPING_ROLES: warning "overlapping-roles",
    EVENT_WITHOUT_SOURCE: note "event-without-source",
    UPDATED_BEFORE_DATE: warning "updated-before-date",
    DISPUTED_WITHOUT_NOTE: warning "disputed-without-note",
    FUTURE_EVENT: warning "future-event",
    REVIEW_DUE: warning "review-due",
    SHARED_NAME: note "shared-name",
    COMMON_WORD_NAME: warning "common-word-name",
    ONE_LETTER_NAME: warning "one-letter-name",
    SHARED_WIKIDATA: warning "shared-wikidata",
}

pub(super) fn unknown_author<'a>(
    path: &SourcePath,
    id: &Spanned<Box<str>>,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let help = match nearest_match(&id.value, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `[authors.{}]` with a `name` to site.toml", id.value),
    };
    let message = format!("there is no author `{}`", id.value);
    Diagnostic::new(UNKNOWN_AUTHOR, path, id.span, message).help(help)
}

pub(super) fn missing_file(path: &SourcePath, url: &Spanned<Box<str>>) -> Diagnostic {
    let message = format!("there is no file `{}`", url.value);
    Diagnostic::new(MISSING_FILE, path, url.span, message).help(
        "write a web address that begins with `https://`, or the name of a file next to this page",
    )
}

/// One note for all files; `None` if there are none.
pub(super) fn unused_files(paths: &[&SourcePath]) -> Option<Diagnostic> {
    const SHOWN: usize = 20;
    let first = *paths.first()?;
    let mut names: Vec<&str> = paths.iter().take(SHOWN).map(|path| path.as_str()).collect();
    if paths.len() > SHOWN {
        names.push("…");
    }
    let message = match paths.len() {
        1 => "no published page uses this file, so it is not published".to_owned(),
        count => format!(
            "no published page uses these {count} files, so they are not published: {}",
            names.join(", ")
        ),
    };
    let help = "link to it from a page, move it to `static/`, where everything is published, or \
                delete it";
    Some(Diagnostic::new(UNUSED_FILE, first, Span::default(), message).help(help))
}

pub(super) fn unknown_code(
    path: &SourcePath,
    code: &Spanned<Box<str>>,
    known: &[&str],
) -> Diagnostic {
    let help = match nearest_match(&code.value, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => {
            "each message shows its code in brackets; docs/diagnostics.md lists them all".to_owned()
        }
    };
    let message = format!("there is no diagnostic `{}`", code.value);
    Diagnostic::new(UNKNOWN_CODE, path, code.span, message).help(help)
}

pub(super) fn article_after_as_of(head: &Head, date: Day, as_of: Day) -> Diagnostic {
    let span = head.common.date.as_ref().map_or(Span::default(), |date| date.span);
    let message = format!("this article is dated {date}, but the site describes {as_of}");
    Diagnostic::new(ARTICLE_AFTER_AS_OF, &head.path, span, message)
        .help("give the article its own `as_of`, or change `as_of` in site.toml")
}

pub(super) fn undated_article(head: &Head) -> Diagnostic {
    let message = "this article has no `date`, so it is not in the feed";
    Diagnostic::new(UNDATED_ARTICLE, &head.path, head.title_span(), message)
        .help("add `date`, the day of publication")
}

pub(super) fn stub(head: &Head, title: &str, mentions: usize) -> Diagnostic {
    let pages = match mentions {
        0 => "no text mentions".to_owned(),
        1 => "1 page mentions".to_owned(),
        count => format!("{count} pages mention"),
    };
    let message = format!("“{title}” has no description and no text; {pages} it");
    Diagnostic::new(STUB, &head.path, head.title_span(), message)
        .help("write a `description` of one or two sentences")
}

pub(super) fn shared_name(
    (path, span): (&SourcePath, Span),
    name: &str,
    (first, first_span): (&SourcePath, Span),
) -> Diagnostic {
    let message = format!("another topic is also called “{name}”");
    Diagnostic::new(SHARED_NAME, path, span, message)
        .label("one topic")
        .label_at(first, first_span, "the other topic")
        .help(
            "if they are different, you can leave both: where a text uses the name, a message asks which one it means. To end this note, change one title; if they are the same, delete one file",
        )
}

pub(super) fn common_word_name(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    let message = format!(
        "“{name}” is also a common word; at the start of a sentence it is taken for this topic"
    );
    Diagnostic::new(COMMON_WORD_NAME, path, span, message).help(
        "use a longer name, or turn off automatic links to this topic with \
         `autolink_target: false`",
    )
}

pub(super) fn one_letter_name(head: &Head, span: Span, name: &str) -> Diagnostic {
    let message = format!("“{name}” is a single letter, so it is not linked automatically");
    Diagnostic::new(ONE_LETTER_NAME, &head.path, span, message).help(format!(
        "add a longer name to `also_known_as`, or link to the topic by its path: `[[{}]]`",
        head.id
    ))
}

pub(super) fn shared_wikidata(
    path: &SourcePath,
    item: &Spanned<Box<str>>,
    first: &Head,
) -> Diagnostic {
    let first_item = first.front.topic().and_then(|topic| topic.wikidata.as_ref());
    let first_span = first_item.map_or(Span::default(), |item| item.span);
    let message = format!("two topics have the Wikidata item {}", item.value);
    Diagnostic::new(SHARED_WIKIDATA, path, item.span, message)
        .label("one topic")
        .label_at(&first.path, first_span, "the other topic")
        .help("merge the topics, or correct one of the items")
}

pub(super) fn missing_alt(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    let message = format!("the image `{src}` has no alternative text for people who cannot see it");
    Diagnostic::new(MISSING_ALT, path, span, message)
        .help("describe it between the brackets: `![description](…)`")
}

fn without_credit(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    Diagnostic::new(MISSING_CREDIT, path, span, format!("the image `{src}` has no credit"))
}

/// An image in a text. Its credit is read from a sidecar.
pub(super) fn missing_credit(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    let file = src.rsplit('/').next().unwrap_or(src);
    without_credit(path, span, src).help(format!(
        "say who made it: write `credit = \"Name\"` into a file `{file}.toml` next to the image"
    ))
}

/// The image of a page, which may lie in `static/`, where no sidecar is read.
pub(super) fn missing_lead_credit(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    without_credit(path, span, src).help("say who made it: add `credit` under `image`")
}

pub(super) fn orphan(head: &Head, title: &str) -> Diagnostic {
    let message = format!("no page mentions or shows “{title}”, except lists");
    Diagnostic::new(ORPHAN, &head.path, head.title_span(), message)
        .help("mention it on a page, or remove it")
}

pub(super) fn participant_not_alive(
    path: &SourcePath,
    span: Span,
    who: &Head,
    life_span: Span,
    life: &str,
) -> Diagnostic {
    let message = format!("“{}” takes part in this event, but {life}", who.title_text());
    Diagnostic::new(NOT_ALIVE, path, span, message)
        .label_at(&who.path, life_span, "this date")
        .help("correct one of the dates, or name another person")
}

pub(super) fn role_not_held(
    path: &SourcePath,
    span: Span,
    who: &Head,
    office: &Spanned<Box<str>>,
) -> Diagnostic {
    let (name, office_name) = (who.title_text(), &office.value);
    let message =
        format!("“{name}” did not hold the office “{office_name}” on the day of this event");
    Diagnostic::new(ROLE_NOT_HELD, path, span, message)
        .label_at(&who.path, office.span, "this office")
        .help(
            "correct the dates of the office, or remove `role`: the office held on that day is \
             shown automatically",
        )
}

pub(super) fn overlapping_roles(
    path: &SourcePath,
    office: &Spanned<Box<str>>,
    earlier: Span,
) -> Diagnostic {
    let message = format!("the office “{}” is listed twice for overlapping times", office.value);
    Diagnostic::new(OVERLAPPING_ROLES, path, office.span, message)
        .label("second entry")
        .label_at(path, earlier, "first entry")
        .help("let the first entry end before the second begins, or merge them")
}

pub(super) fn event_without_source(head: &Head) -> Diagnostic {
    let message = format!("“{}” has no source", head.title_text());
    Diagnostic::new(EVENT_WITHOUT_SOURCE, &head.path, head.title_span(), message).help(
        "add a line to the front matter: `sources: [{ title: \"…\", publisher: \"…\" }]`; or cite a source in the text",
    )
}

pub(super) fn updated_before_date(
    path: &SourcePath,
    span: Span,
    updated: Day,
    date: Day,
) -> Diagnostic {
    let message = format!("this page was updated on {updated}, before it was published on {date}");
    Diagnostic::new(UPDATED_BEFORE_DATE, path, span, message).help("correct `updated` or `date`")
}

pub(super) fn disputed_without_note(path: &SourcePath, level: Span) -> Diagnostic {
    let message = "this event is disputed, but no note says by whom and why";
    Diagnostic::new(DISPUTED_WITHOUT_NOTE, path, level, message)
        .help("write `certainty: { level: disputed, note: \"…\" }`")
}

pub(super) fn future_event(path: &SourcePath, date: Span, title: &str) -> Diagnostic {
    let message = format!("“{title}” is in the future, but is not marked as planned");
    Diagnostic::new(FUTURE_EVENT, path, date, message).help("add `status: planned`")
}

pub(super) fn review_due(path: &SourcePath, span: Span, due: &str) -> Diagnostic {
    let message = format!("this page was due for review {due}");
    Diagnostic::new(REVIEW_DUE, path, span, message).help(
        "check its facts, then set `as_of` to today and `review_by` to the day of the next review",
    )
}
