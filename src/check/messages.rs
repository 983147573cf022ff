//! What a sub-editor says.

use crate::data::Spanned;
use crate::diagnostics::{Code, Diagnostic, nearest_match};
use crate::document::Head;
use crate::text::{SourcePath, Span};
use crate::time::Day;

const UNKNOWN_AUTHOR: Code = Code::error("unknown-author");
const MISSING_FILE: Code = Code::error("missing-file");
const UNUSED_FILE: Code = Code::note("unused-file");
const UNKNOWN_CODE: Code = Code::error("unknown-code");
const ARTICLE_AFTER_AS_OF: Code = Code::warning("article-after-as-of");
const UNDATED_ARTICLE: Code = Code::note("undated-article");
const STUB: Code = Code::note("stub");
const MISSING_ALT: Code = Code::warning("missing-alt");
const MISSING_CREDIT: Code = Code::note("missing-credit");
const ORPHAN: Code = Code::note("orphan");
const NOT_ALIVE: Code = Code::warning("not-alive");
const ROLE_NOT_HELD: Code = Code::warning("role-not-held");
const OVERLAPPING_ROLES: Code = Code::warning("overlapping-roles");
const EVENT_WITHOUT_SOURCE: Code = Code::note("event-without-source");
const UPDATED_BEFORE_DATE: Code = Code::warning("updated-before-date");
const DISPUTED_WITHOUT_NOTE: Code = Code::warning("disputed-without-note");
const FUTURE_EVENT: Code = Code::warning("future-event");
const REVIEW_DUE: Code = Code::warning("review-due");
const SHARED_NAME: Code = Code::note("shared-name");
const COMMON_WORD_NAME: Code = Code::warning("common-word-name");
const ONE_LETTER_NAME: Code = Code::warning("one-letter-name");
const SHARED_WIKIDATA: Code = Code::warning("shared-wikidata");

/// The codes of this room.
pub const CODES: &[Code] = &[
    UNKNOWN_AUTHOR,
    MISSING_FILE,
    UNUSED_FILE,
    UNKNOWN_CODE,
    ARTICLE_AFTER_AS_OF,
    UNDATED_ARTICLE,
    STUB,
    MISSING_ALT,
    MISSING_CREDIT,
    ORPHAN,
    NOT_ALIVE,
    ROLE_NOT_HELD,
    OVERLAPPING_ROLES,
    EVENT_WITHOUT_SOURCE,
    UPDATED_BEFORE_DATE,
    DISPUTED_WITHOUT_NOTE,
    FUTURE_EVENT,
    REVIEW_DUE,
    SHARED_NAME,
    COMMON_WORD_NAME,
    ONE_LETTER_NAME,
    SHARED_WIKIDATA,
];

pub(super) fn unknown_author<'a>(
    path: &SourcePath,
    id: &Spanned<Box<str>>,
    known: impl Iterator<Item = &'a str>,
) -> Diagnostic {
    let help = match nearest_match(&id.value, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `[authors.{}]` with a `name` to site.toml", id.value),
    };
    Diagnostic::new(UNKNOWN_AUTHOR, path, id.span, format!("there is no author `{}`", id.value))
        .help(help)
}

pub(super) fn missing_file(path: &SourcePath, url: &Spanned<Box<str>>) -> Diagnostic {
    Diagnostic::new(MISSING_FILE, path, url.span, format!("there is no file `{}`", url.value)).help(
        "write a web address that begins with `https://`, or the name of a file beside this page",
    )
}

/// One note for all of them; `None` where there are none.
pub(super) fn unused_files(paths: &[&SourcePath]) -> Option<Diagnostic> {
    const SHOWN: usize = 20;
    let first = *paths.first()?;
    let mut names: Vec<&str> = paths.iter().take(SHOWN).map(|path| path.as_str()).collect();
    if paths.len() > SHOWN {
        names.push("…");
    }
    let message = match paths.len() {
        1 => "no published page refers to this file, so it is not published".to_owned(),
        count => format!(
            "no published page refers to these {count} files, so they are not published: {}",
            names.join(", ")
        ),
    };
    let help =
        "link to it from a page, or move it to `static/`, which is copied as it is; or delete it";
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
            "the codes stand in brackets in each message, and all in docs/diagnostics.md".to_owned()
        }
    };
    Diagnostic::new(
        UNKNOWN_CODE,
        path,
        code.span,
        format!("there is no diagnostic `{}`", code.value),
    )
    .help(help)
}

pub(super) fn article_after_as_of(head: &Head, date: Day, as_of: Day) -> Diagnostic {
    let place = head.common.date.as_ref().map_or(Span::default(), |date| date.span);
    Diagnostic::new(
        ARTICLE_AFTER_AS_OF,
        &head.path,
        place,
        format!("this article is dated {date}, later than the day {as_of} that the site speaks of"),
    )
    .help("give it an `as_of` of its own, or move `as_of` in site.toml")
}

pub(super) fn undated_article(head: &Head) -> Diagnostic {
    Diagnostic::new(
        UNDATED_ARTICLE,
        &head.path,
        head.title_span(),
        "this article has no `date`, and so no place in the feed",
    )
    .help("add `date`, the day it is published")
}

pub(super) fn stub(head: &Head, title: &str, mentions: usize) -> Diagnostic {
    let pages = if mentions == 1 {
        "1 page mentions".to_owned()
    } else {
        format!("{mentions} pages mention")
    };
    Diagnostic::new(
        STUB,
        &head.path,
        head.title_span(),
        format!("“{title}” has neither description nor text; {pages} it"),
    )
    .help("write a `description` of one or two sentences")
}

pub(super) fn shared_name(
    (path, span): (&SourcePath, Span),
    name: &str,
    (first, first_span): (&SourcePath, Span),
) -> Diagnostic {
    Diagnostic::new(SHARED_NAME, path, span, format!("“{name}” is the name of another topic too"))
        .label("again here")
        .label_at(first, first_span, "first here")
        .help("where a page uses it, say there with `disambiguate` or `about` which is meant; or give one of them a name of its own")
}

pub(super) fn common_word_name(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(COMMON_WORD_NAME, path, span, format!("“{name}” is a word that begins sentences; each time it does, it is taken for this topic"))
        .help("give the name in full; or keep the topic from being linked by itself with `autolink_target: false`")
}

pub(super) fn one_letter_name(path: &SourcePath, span: Span, name: &str) -> Diagnostic {
    Diagnostic::new(
        ONE_LETTER_NAME,
        path,
        span,
        format!("“{name}” is a single letter, and is not looked for in texts"),
    )
    .help("add a longer name under `also_known_as`; and link to it by its path, like `[[terms/x]]`")
}

pub(super) fn shared_wikidata(
    path: &SourcePath,
    item: &Spanned<Box<str>>,
    first: &Head,
) -> Diagnostic {
    Diagnostic::new(
        SHARED_WIKIDATA,
        path,
        item.span,
        format!("two topics are the item {} of Wikidata", item.value),
    )
    .label("again here")
    .label_at(
        &first.path,
        first
            .front
            .topic()
            .and_then(|topic| topic.wikidata.as_ref())
            .map_or(Span::default(), |item| item.span),
        "first here",
    )
    .help("they are one thing, or one of the numbers is wrong")
}

pub(super) fn missing_alt(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    Diagnostic::new(MISSING_ALT, path, span, format!("nothing says what `{src}` shows; who does not see it learns nothing"))
        .help("say it between the brackets, `![what it shows](…)`, or as `alt` in a `.toml` of the same name beside the picture")
}

pub(super) fn missing_credit(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    Diagnostic::new(MISSING_CREDIT, path, span, format!("nothing says who made `{src}`")).help(
        "say it as `credit` under `image`, or in a `.toml` of the same name beside the picture",
    )
}

pub(super) fn orphan(head: &Head, title: &str) -> Diagnostic {
    Diagnostic::new(ORPHAN, &head.path, head.title_span(), format!("nothing leads to “{title}” but the lists: no text mentions it, and no other page shows it"))
        .help("mention it where it matters, or leave it out")
}

pub(super) fn participant_not_alive(
    path: &SourcePath,
    span: Span,
    who: &Head,
    life: Span,
    when: &str,
) -> Diagnostic {
    Diagnostic::new(
        NOT_ALIVE,
        path,
        span,
        format!("“{}” is said to take part in this event, and {when}", who.title_text()),
    )
    .label_at(&who.path, life, "whose life is given here")
    .help("one of the dates is wrong, or somebody else is meant")
}

pub(super) fn role_not_held(
    path: &SourcePath,
    span: Span,
    who: &Head,
    office: &Spanned<Box<str>>,
) -> Diagnostic {
    Diagnostic::new(ROLE_NOT_HELD, path, span, format!("“{}” did not hold the office “{}” on the day of this event", who.title_text(), office.value))
        .label_at(&who.path, office.span, "when it was held")
        .help("correct the dates of the office, or leave `role` out: the office held that day is shown by itself")
}

pub(super) fn overlapping_roles(
    path: &SourcePath,
    office: &Spanned<Box<str>>,
    earlier: Span,
) -> Diagnostic {
    Diagnostic::new(
        OVERLAPPING_ROLES,
        path,
        office.span,
        format!("the office “{}” is held twice at one time", office.value),
    )
    .label("again here")
    .label_at(path, earlier, "first here")
    .help("let the earlier one end before the later begins, or make one of two")
}

pub(super) fn event_without_source(head: &Head) -> Diagnostic {
    Diagnostic::new(
        EVENT_WITHOUT_SOURCE,
        &head.path,
        head.title_span(),
        format!("nothing says where what is told of “{}” comes from", head.title_text()),
    )
    .help("add `sources`, or cite some of `content/sources.toml` in the text")
}

pub(super) fn updated_before_date(
    path: &SourcePath,
    span: Span,
    updated: Day,
    date: Day,
) -> Diagnostic {
    Diagnostic::new(
        UPDATED_BEFORE_DATE,
        path,
        span,
        format!("this page was changed on {updated}, before it was published on {date}"),
    )
    .help("one of the two is wrong")
}

pub(super) fn disputed_without_note(path: &SourcePath, level: &Spanned<Box<str>>) -> Diagnostic {
    Diagnostic::new(
        DISPUTED_WITHOUT_NOTE,
        path,
        level.span,
        format!("this event is called {}, and nothing says by whom and why", level.value),
    )
    .help("write `certainty: { level: disputed, note: \"…\" }`")
}

pub(super) fn future_event(path: &SourcePath, date: Span, title: &str) -> Diagnostic {
    Diagnostic::new(
        FUTURE_EVENT,
        path,
        date,
        format!("“{title}” lies in the future, and is told as if it had happened"),
    )
    .help("add `status: planned`")
}

pub(super) fn review_due(path: &SourcePath, span: Span, when: &str) -> Diagnostic {
    Diagnostic::new(REVIEW_DUE, path, span, format!("this page was to be checked again {when}"))
        .help("check its facts, and set `as_of` to that day and `review_by` to the next")
}
