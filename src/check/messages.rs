//! Messages of the rules that need the whole site.

use crate::config::{Author, Config};
use crate::data::{Format, Spanned};
use crate::diagnostics::{Diagnostic, codes, is_typing_error, nearest_match};
use crate::document::{BlockData, Head, Section};
use crate::language::primary_subtag;
use crate::page::LettersWithoutFont;
use crate::text::{Route, Slug, SourcePath, Span, language_name, parse_web_url};
use crate::time::{Day, FuzzyDate};

codes! {
    UNKNOWN_AUTHOR: error "unknown-author",
    MISSING_FILE: error "missing-file",
    UNUSED_FILE: note "unused-file",
    LETTERS_WITHOUT_FONT: note "letters-without-font",
    UNKNOWN_CODE: error "unknown-code",
    ARTICLE_AFTER_AS_OF: warning "article-after-as-of",
    UNDATED_ARTICLE: note "undated-article",
    STUB: note "stub",
    MISSING_ALT: warning "missing-alt",
    MISSING_CREDIT: note "missing-credit",
    MISSING_CAPTIONS: warning "missing-captions",
    MISSING_TRANSCRIPT: warning "missing-transcript",
    BROKEN_CAPTIONS: error "broken-captions",
    IGNORED_HEIGHT: note "ignored-height",
    ANIMATED_PICTURE: warning "animated-picture",
    HEAVY_PICTURE: warning "heavy-picture",
    SMALL_PICTURE: warning "small-picture",
    SAME_PICTURE: note "same-picture",
    ORPHAN: note "orphan",
    NOT_ALIVE: warning "not-alive",
    ROLE_NOT_HELD: warning "role-not-held",
    OVERLAPPING_ROLES: warning "overlapping-roles",
    EVENT_WITHOUT_SOURCE: note "event-without-source",
    EVENT_WITHOUT_PARTY: note "event-without-party",
    UPDATED_BEFORE_DATE: warning "updated-before-date",
    DISPUTED_WITHOUT_NOTE: warning "disputed-without-note",
    FUTURE_EVENT: warning "future-event",
    REVIEW_DUE: warning "review-due",
    SHARED_NAME: note "shared-name",
    SHARED_FORM: note "shared-form",
    LANGUAGE_WITHOUT_WORDS: note "language-without-words",
    NAMES_IN_DOUBT: note "names-in-doubt",
    COMMON_WORD_NAME: warning "common-word-name",
    ONE_LETTER_NAME: warning "one-letter-name",
    SHARED_WIKIDATA: warning "shared-wikidata",
    BLOCKED_HTML: warning "blocked-by-policy",
    MISPLACED_PAGE: warning "misplaced-page",
    DATES_OUT_OF_ORDER: warning "dates-out-of-order",
    IN_BRIEF: warning "in-brief",
    EXCLUDED_NOTHING: warning "excluded-nothing",
    ALIKE_NAMES: note "alike-names",
    MISSING_NATIVE_NAME: note "missing-native-name",
    EMPTY_BLOCK: warning "empty-block",
    CONTRADICTING_KEYS: warning "contradicting-keys",
    CHART_DATA: error "chart-data",
    CHART_ROW: error "chart-row",
    NOT_A_NUMBER: error "not-a-number",
    BROKEN_CSV: error "broken-csv",
    UNKNOWN_HIGHLIGHT: error "unknown-highlight",
    CROWDED_CHART: warning "crowded-chart",
}

pub(super) fn unknown_author<'a>(
    path: &SourcePath,
    id: &Spanned<Box<str>>,
    known: impl Iterator<Item = (&'a Box<str>, &'a Author)> + Clone,
) -> Diagnostic {
    let written = &id.value;
    let slug = Slug::from_text(written).map_or_else(|_| "name".to_owned(), |slug| slug.to_string());
    // A key of TOML without quotes.
    let is_bare = slug.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let key = if is_bare { slug.clone() } else { format!("\"{slug}\"") };
    let by_name = known.clone().find(|(_, author)| author.name == *written);
    let near =
        by_name.map(|(id, _)| &**id).or_else(|| nearest_match(written, known.map(|(id, _)| &**id)));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None if slug == **written => {
            format!("add to site.toml a line `[authors.{key}]`, and below it `name = \"…\"`")
        }
        None => {
            let name = written.replace('\\', "\\\\").replace('"', "\\\"");
            format!(
                "write an id, like `{slug}`; and add to site.toml a line `[authors.{key}]`, and below it `name = \"{name}\"`"
            )
        }
    };
    let message = format!("there is no author `{written}`");
    Diagnostic::new(UNKNOWN_AUTHOR, path, id.span, message).help(help)
}

pub(super) fn missing_file(
    path: &SourcePath,
    url: &Spanned<Box<str>>,
    near: Option<&str>,
) -> Diagnostic {
    let message = format!("there is no file `{}`", url.value);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a web address that begins with `https://`, or the name of a file next to this page".to_owned(),
    };
    Diagnostic::new(MISSING_FILE, path, url.span, message).help(help)
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

pub(super) fn letters_without_font(
    (path, span): &(SourcePath, Span),
    found: &LettersWithoutFont,
) -> Diagnostic {
    const SHOWN: usize = 12;
    let shown = found.letters.iter().take(SHOWN).map(char::to_string);
    let mut letters = shown.collect::<Vec<_>>().join(" ");
    if found.letters.len() > SHOWN {
        letters.push_str(" …");
    }
    let without = match found.pages_without_card {
        0 => None,
        1 => Some("1 page has no card of its own".to_owned()),
        count => Some(format!("{count} pages have no card of their own")),
    };
    let shortened = match found.shortened_cards {
        0 => None,
        1 => Some("1 card leaves out a line".to_owned()),
        count => Some(format!("{count} cards leave out a line")),
    };
    let effects: Vec<String> = [without, shortened].into_iter().flatten().collect();
    let message =
        format!("share cards have no font for these letters: {letters}. {}", effects.join("; "));
    let help = "add a font that has them to site.toml, below `[cards]`: `font = \"templates/fonts/name.ttf\"`";
    Diagnostic::new(LETTERS_WITHOUT_FONT, path, *span, message).help(help)
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
        0 => "no other page mentions".to_owned(),
        1 => "1 page mentions".to_owned(),
        count => format!("{count} pages mention"),
    };
    let message = format!("the page of “{title}” is empty: no description and no text; {pages} it");
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
        .help(format!(
            "are they the same? delete one file; are they different? give one another title, like `{name} (…)`, or leave it: where a text uses the name, a message asks which one it means"
        ))
}

/// A form that texts use of the names of several topics; `None` for a single one.
pub(super) fn shared_form(form: &str, topics: &[&Head]) -> Option<Diagnostic> {
    let (first, others) = topics.split_first().filter(|(_, others)| !others.is_empty())?;
    let ids: Vec<&str> = topics.iter().map(|topic| &*topic.id).collect();
    let message = format!("“{form}” could mean {}, so it is not linked", ids.join(" or "));
    let problem = Diagnostic::new(SHARED_FORM, &first.path, first.title_span(), message)
        .label("one topic")
        .help("if it means the same topic on every page, add it to `also_known_as` of this topic; else choose on each page with `disambiguate`");
    Some(others.iter().fold(problem, |problem, other| {
        problem.label_at(&other.path, other.title_span(), "another topic")
    }))
}

pub(super) fn language_without_words(
    path: &SourcePath,
    language: &Spanned<Box<str>>,
) -> Diagnostic {
    let (name, tag) = (language_name(&language.value), primary_subtag(&language.value));
    let message = format!(
        "titles, inflected forms and particles of {name} are not known, so some names are not linked"
    );
    Diagnostic::new(LANGUAGE_WITHOUT_WORDS, path, language.span, message).help(format!(
        "list the inflected forms of a topic's names in its `forms`; add titles and particles to site.toml below a line `[autolink.words.{tag}]`"
    ))
}

/// The number of names of each kind of doubt, and what one of them and what several are. `None` if
/// there are none.
pub(super) fn names_in_doubt(counts: &[(usize, [&str; 2])]) -> Option<Diagnostic> {
    let kinds: Vec<String> = counts
        .iter()
        .filter(|(number, _)| *number > 0)
        .map(|(number, [one, many])| format!("{number} {}", if *number == 1 { one } else { many }))
        .collect();
    let message = format!("not linked in doubt: {}", kinds.join(", "));
    (!kinds.is_empty()).then(|| {
        Diagnostic::of_site(NAMES_IN_DOUBT, message).help("`backgrounder explain FILE` shows each")
    })
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

pub(super) fn long_in_brief(
    path: &SourcePath,
    span: Span,
    length: usize,
    limit: usize,
) -> Diagnostic {
    let message = format!("`in_brief` has {length} characters, more than {limit}");
    Diagnostic::new(IN_BRIEF, path, span, message)
        .help("say only who or what this is, and the rest in `description`")
}

pub(super) fn multiline_in_brief(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(IN_BRIEF, path, span, "`in_brief` has more than one line")
        .help("write it on one line, and the rest in `description`")
}

pub(super) fn in_brief_with_full_stop(path: &SourcePath, span: Span) -> Diagnostic {
    Diagnostic::new(IN_BRIEF, path, span, "`in_brief` ends with a full stop")
        .help("remove the full stop: lists show `in_brief` as a phrase")
}

pub(super) fn in_brief_repeats_title(path: &SourcePath, span: Span, title: &str) -> Diagnostic {
    let message = format!("`in_brief` repeats the title “{title}”");
    Diagnostic::new(IN_BRIEF, path, span, message)
        .help("leave the title out: it is always shown before `in_brief`")
}

pub(super) fn event_without_source(head: &Head) -> Diagnostic {
    let message = format!("“{}” has no source", head.title_text());
    Diagnostic::new(EVENT_WITHOUT_SOURCE, &head.path, head.title_span(), message).help(
        match head.format {
            Some(Format::Toml) => "add a line to the front matter: `sources = [{ title = \"…\", publisher = \"…\" }]`; or cite one in the text with `[@id]`",
            Some(Format::Yaml) => "add a line to the front matter: `sources: [{ title: \"…\", publisher: \"…\" }]`; or cite one in the text with `[@id]`",
            None => "cite one in the text with `[@id]`; docs/writing.md says where to define it",
        },
    )
}

pub(super) fn event_without_party(head: &Head) -> Diagnostic {
    let message = format!("“{}” has no party: no storyline shows it", head.title_text());
    let line = match head.format {
        Some(Format::Toml) => "participants = [\"figures/…\", \"countries/…\"]",
        _ => "participants: [figures/…, countries/…]",
    };
    Diagnostic::new(EVENT_WITHOUT_PARTY, &head.path, head.title_span(), message)
        .help(format!("add who took part, `{line}`, or the country of its `place`"))
}

/// A block with two keys that say the same. `shown` is the one that counts.
pub(super) fn contradicting_keys(
    path: &SourcePath,
    span: Span,
    [shown, ignored]: [&str; 2],
) -> Diagnostic {
    let message = format!("this block has both `{shown}` and `{ignored}`; only `{shown}` is shown");
    Diagnostic::new(CONTRADICTING_KEYS, path, span, message).help("delete one of the two")
}

/// A block that has nothing to show; `None` of a chart, of which [`super::charts`] says more.
pub(super) fn empty_block(path: &SourcePath, span: Span, block: &BlockData) -> Option<Diagnostic> {
    let (what, help) = match block {
        BlockData::Storyline(_) => (
            "this storyline has too little to draw",
            "it needs two events with a date, in which at least two countries took part: widen \
             `from` and `until`, or name more `lanes` or `events`",
        ),
        BlockData::Map(_) => (
            "this map has no place to show",
            "give its events a `place` with `coordinates` or a `country` with `iso`, or name \
             `places` with their `coordinates`",
        ),
        BlockData::Chart(_) => return None,
        BlockData::Timeline(_) => (
            "this timeline has no event to list",
            "widen `from` and `until`, or name other `topics` or `events`",
        ),
        BlockData::Relations(_) => (
            "this block has no relation to show",
            "a relation is declared under `relations` of a topic, or comes from events in which both \
             took part: name others in `with`, or leave it out",
        ),
        BlockData::Gallery(_) => {
            ("this gallery has no picture", "add one: a `[[pictures]]` with its `src` and `alt`")
        }
        BlockData::Accounts(_) => (
            "this block has no account to show",
            "name an `event` that has `accounts`, or add one: an `[[accounts]]` with its `side` and \
             `text`",
        ),
        BlockData::Quote(_) => (
            "this quotation does not say who spoke",
            "write who spoke: a page in `who`, or a name in `name`",
        ),
    };
    let message = format!("{what}, and is left out");
    Some(Diagnostic::new(EMPTY_BLOCK, path, span, message).help(help))
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

pub(super) fn ends_before_it_begins(
    path: &SourcePath,
    span: Span,
    what: &str,
    [begin_key, end_key]: [&str; 2],
    [begin, end]: [&FuzzyDate; 2],
) -> Diagnostic {
    let message = format!("{what} ends ({end}) before it begins ({begin})");
    Diagnostic::new(DATES_OUT_OF_ORDER, path, span, message)
        .help(format!("correct `{begin_key}` or `{end_key}`"))
}

pub(super) fn events_out_of_order(
    path: &SourcePath,
    span: Span,
    key: &str,
    (other, other_date): (&str, &FuzzyDate),
    date: &FuzzyDate,
) -> Diagnostic {
    let message = match key {
        "follows" => {
            format!("this event ({date}) follows “{other}”, which is later ({other_date})")
        }
        _ => format!("this event ({date}) led to “{other}”, which is earlier ({other_date})"),
    };
    Diagnostic::new(DATES_OUT_OF_ORDER, path, span, message)
        .help(format!("correct one of the dates, or `{key}`"))
}

fn misplaced_page(path: &SourcePath, message: String) -> Diagnostic {
    Diagnostic::new(MISPLACED_PAGE, path, Span::default(), message)
}

pub(super) fn index_as_introduction(path: &SourcePath, what: &str) -> Diagnostic {
    misplaced_page(path, format!("this file is taken for `_index.md`, {what}"))
        .help("rename it to `_index.md`; a page named `index.md` has a folder of its own")
}

/// `other` is a page in the folder of this one.
pub(super) fn index_beside_pages(path: &SourcePath, title: &str, other: &SourcePath) -> Diagnostic {
    let message = format!(
        "this file is the page of “{title}”; it does not introduce its folder, which has other pages"
    );
    misplaced_page(path, message).label_at(other, Span::default(), "a page in its folder").help(
        "delete it, or give it the name of its topic; if it is right, move the other pages out of its folder",
    )
}

pub(super) fn published_readme(path: &SourcePath, route: &Route) -> Diagnostic {
    misplaced_page(path, format!("this file is published as the page {route}"))
        .help("move it out of `content/`; if it is a page, rename it")
}

pub(super) fn page_for_unknown_addresses(path: &SourcePath, route: &Route) -> Diagnostic {
    let message = format!(
        "this page is at {route}; readers who request a page that does not exist see another one"
    );
    misplaced_page(path, message).help(
        "delete it; to change the page that they see, write the template `templates/404.html`",
    )
}

pub(super) fn introduction_without_list(
    path: &SourcePath,
    list: &str,
    entries: &str,
) -> Diagnostic {
    let message = format!(
        "this page is not published: it introduces the {list}, and the site has no {entries}"
    );
    misplaced_page(path, message)
        .help("add one; or rename this file, so that it is a page of its own")
}

/// `pages` are those below the folder, in order.
pub(super) fn folder_of_plain_pages(
    folder: &str,
    section: Section,
    pages: &[&SourcePath],
) -> Option<Diagnostic> {
    let meant = section.folder();
    let first = *pages.first()?;
    let message = match pages.len() {
        1 => format!("the page in content/{folder}/ is a plain page, none of the {meant}"),
        count => {
            format!("the {count} pages in content/{folder}/ are plain pages, none of the {meant}")
        }
    };
    let address = match is_typing_error(folder, meant) {
        true => String::new(),
        false => format!(
            "; their addresses can still begin with /{}/: below `[kinds.{meant}]` in site.toml, write `folder = \"{0}\"`",
            folder.to_lowercase()
        ),
    };
    let help = format!("rename the folder to content/{meant}/{address}");
    Some(misplaced_page(first, message).help(help))
}

pub(super) fn update_before_date(path: &SourcePath, span: Span, day: Day, date: Day) -> Diagnostic {
    let message = format!("this update is dated {day}, before the page was published on {date}");
    Diagnostic::new(UPDATED_BEFORE_DATE, path, span, message)
        .help("correct its `date`, or that of the page")
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

/// What a browser refuses.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum BlockedPart {
    /// A URL under a directive of the policy to which origins can be added.
    Url {
        directive: &'static str,
        what: &'static str,
        url: String,
    },
    /// A frame that shows a page of this site.
    OwnFrame,
    /// `<object>` or `<embed>`.
    Object,
    InlineScript,
    InlineStyle,
}

pub(super) fn blocked_html(
    path: &SourcePath,
    span: Span,
    part: &BlockedPart,
    config: &Config,
) -> Diagnostic {
    let own = |file: &str| format!("{}{file}", config.base.path());
    let (message, help) = match part {
        BlockedPart::Url { directive, what, url } => {
            let origin = parse_web_url(url).map(|url| url.origin().ascii_serialization());
            let origin = origin.map_or_else(
                || "data:".to_owned(),
                |origin| origin.replacen("http://", "https://", 1),
            );
            let known = config.content_policy.sources(directive);
            let all: Vec<String> =
                known.chain([&*origin]).map(|source| format!("\"{source}\"")).collect();
            let value = match &all[..] {
                [one] => one.clone(),
                all => format!("[{}]", all.join(", ")),
            };
            (
                format!("browsers will block this: the site allows no {what} {origin}"),
                format!(
                    "below a line `[csp]` in site.toml, write `{directive} = {value}`{}",
                    if origin == "data:" { "" } else { "; that site can then see who reads yours" }
                ),
            )
        }
        BlockedPart::OwnFrame => (
            "browsers will block this frame: the site allows none of its own pages".to_owned(),
            "link to the page instead".to_owned(),
        ),
        BlockedPart::Object => (
            "browsers will block this: the site allows no plug-ins".to_owned(),
            "link to the file, or show it with `<img>`, `<video>` or `<iframe>`".to_owned(),
        ),
        BlockedPart::InlineScript => (
            "browsers will not run this script: the site allows only scripts in files".to_owned(),
            format!(
                "put it into static/page.js, and write `<script src=\"{}\"></script>`",
                own("page.js")
            ),
        ),
        BlockedPart::InlineStyle => (
            "browsers will ignore this style: the site allows only styles in files".to_owned(),
            format!(
                "put it into static/page.css, and write `<link rel=\"stylesheet\" href=\"{}\">`; in place of `style`, use a class",
                own("page.css")
            ),
        ),
    };
    Diagnostic::new(BLOCKED_HTML, path, span, message).help(help)
}

pub(super) fn review_due(path: &SourcePath, span: Span, due: &str) -> Diagnostic {
    let message = format!("this page was due for review {due}");
    Diagnostic::new(REVIEW_DUE, path, span, message).help(
        "check its facts, then set `as_of` to today and `review_by` to the day of the next review",
    )
}

pub(super) fn excluded_nothing(entry: &Spanned<Box<str>>, near: Option<&str>) -> Diagnostic {
    let message = format!("`[search] exclude` has `{}`, but no page is there", entry.value);
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write a page or folder below `content/`, like `figures` or `articles/appendix`"
            .to_owned(),
    };
    let site_toml = SourcePath::from_static("site.toml");
    Diagnostic::new(EXCLUDED_NOTHING, &site_toml, entry.span, message).help(help)
}

/// Two topics with their names.
pub(super) fn alike_names(first: (&Head, &str), other: (&Head, &str)) -> Diagnostic {
    let message = format!(
        "who searches for “{}” also finds “{}”, and the results do not say which is which",
        other.1, first.1
    );
    Diagnostic::new(ALIKE_NAMES, &other.0.path, other.0.title_span(), message)
        .label_at(&first.0.path, first.0.title_span(), "the other topic")
        .help("the search does not tell case and marks apart: add `in_brief` to both")
}

/// One note for all figures; `None` if there are none.
pub(super) fn missing_native_names(figures: &[&Head]) -> Option<Diagnostic> {
    const SHOWN: usize = 10;
    let first = *figures.first()?;
    let mut ids: Vec<&str> = figures.iter().take(SHOWN).map(|head| &*head.id).collect();
    if figures.len() > SHOWN {
        ids.push("…");
    }
    let message = format!(
        "most people of the same country have a name in its own script, but not {}",
        ids.join(", ")
    );
    Some(
        Diagnostic::new(MISSING_NATIVE_NAME, &first.path, first.title_span(), message)
            .help("add `native_name`, so that readers who search in that script find them"),
    )
}
