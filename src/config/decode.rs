//! `site.toml` into a [`Config`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::schema::{
    AUTHOR, AUTOLINK, FEEDS, KIND, KINDS, LEVELS, MARKDOWN, NAV_ENTRY, NAVIGATION, PUBLISHER, SITE,
    TOGGLE,
};
use super::{
    Author, AutolinkOptions, AutolinkPolicy, Config, FeedOptions, KindNames, MarkdownOptions,
    NavEntry, Publisher, messages,
};
use crate::data::{Format, Node, Record, Spanned, Value, parse as parse_data};
use crate::diagnostics::{Diagnostic, Severity};
use crate::input::{DEFAULT_THEME, Snapshot};
use crate::locale::{Locale, LocaleRequest};
use crate::text::{BaseUrl, SourcePath, Span, nfc};

/// How many entries a feed has unless the site says otherwise.
const DEFAULT_FEED_LIMIT: i64 = 30;

/// Reads `site.toml`; the words of its theme are in the snapshot, or in the `earlier` locale where
/// they are the same. What is wrong is reported, and the default stands in its place.
pub fn parse(
    text: &str,
    known_codes: &[&str],
    snapshot: &Snapshot,
    earlier: Option<&Arc<Locale>>,
) -> (Config, Vec<Diagnostic>) {
    let path = SourcePath::from_static("site.toml");
    let mut problems = Vec::new();
    let parsed = parse_data(&SITE, Format::Toml, &path, text, Span::whole(text), &mut problems);
    let record = Record::new(&SITE, &parsed, &path, text);
    let language = record.spanned_text("language").unwrap_or_else(crate::locale::default_language);
    let theme = record.spanned_text("theme");
    let own =
        record.map("theme_options").find(|(key, _)| &*key.name == "words").map(|(_, node)| node);
    let wanted = LocaleRequest {
        language: &language,
        theme: theme.as_ref().map_or(DEFAULT_THEME, |theme| &theme.value),
        overrides: own,
    };
    let locale = crate::locale::load(snapshot, wanted, earlier);
    problems.extend(locale.problems.iter().cloned());
    let config = resolve(&record, known_codes, locale, &mut problems);
    (config, problems)
}

fn resolve(
    site: &Record<'_>,
    known_codes: &[&str],
    locale: Arc<Locale>,
    problems: &mut Vec<Diagnostic>,
) -> Config {
    let base = site.spanned_text("base_url").and_then(|url| match BaseUrl::parse(&url.value) {
        Ok(base) => Some(base),
        Err(wrong) => {
            problems.push(messages::bad_base_url(&url, &wrong));
            None
        }
    });
    let (levels, review_after_days) = check_levels(site, known_codes, problems);
    let text_at_start = |value: &str| Spanned { value: value.into(), span: Span::default() };
    Config {
        title: site.text("title").unwrap_or_else(|| "Untitled".into()),
        base: base.unwrap_or_else(BaseUrl::root),
        description: site.text("description"),
        language: locale.language().into(),
        locale,
        theme: site.spanned_text("theme").unwrap_or_else(|| text_at_start(DEFAULT_THEME)),
        as_of: site.day("as_of"),
        start_here: site.spanned_text("start_here"),
        output_dir: site.text("output_dir").unwrap_or_else(|| "public".into()),
        publisher: site.record("publisher", &PUBLISHER).map(|r| publisher(&r)),
        authors: site
            .map("authors")
            .map(|(key, node)| {
                (nfc(&key.name).into(), author(&key.name, &site.record_at(node, &AUTHOR)))
            })
            .collect(),
        authors_complete: site.is_valid("authors"),
        autolink: autolink(site.record("autolink", &AUTOLINK).as_ref()),
        main_navigation: navigation(site, "main"),
        footer_navigation: navigation(site, "footer"),
        kinds: site.record("kinds", &KINDS).map(|kinds| kind_names(&kinds)).unwrap_or_default(),
        levels,
        review_after_days,
        feeds: feeds(site.record("feeds", &FEEDS).as_ref()),
        markdown_export: is_part_enabled(site, "twins"),
        relations: is_part_enabled(site, "relations"),
        content_security_policy: super::content_security_policy::content_security_policy(
            site, problems,
        ),
        markdown: markdown(site.record("markdown", &MARKDOWN).as_ref()),
        theme_options: site.node("theme_options").cloned(),
        extra: site.node("extra").cloned(),
    }
}

fn publisher(r: &Record<'_>) -> Publisher {
    Publisher {
        name: r.text("name"),
        url: r.spanned_text("url"),
        logo: r.spanned_text("logo"),
        contact: r.spanned_text("contact"),
        corrections: r.spanned_text("corrections"),
        license: r.spanned_text("license"),
    }
}

/// An author, with whatever may be wrong with it.
fn author(id: &str, r: &Record<'_>) -> Author {
    Author {
        name: r.text("name").unwrap_or_else(|| id.into()),
        role: r.text("role"),
        bio: r.text("bio"),
        url: r.spanned_text("url"),
        image: r.spanned_text("image"),
    }
}

fn autolink(r: Option<&Record<'_>>) -> AutolinkOptions {
    let flag = |key, default| r.and_then(|r| r.bool(key)).unwrap_or(default);
    AutolinkOptions {
        policy: r
            .and_then(|r| r.text("policy"))
            .and_then(|word| AutolinkPolicy::from_name(&word))
            .unwrap_or_default(),
        short_names: flag("short_names", true),
        metonyms: flag("metonyms", false),
        demonyms: flag("demonyms", false),
        never: r
            .map(|r| r.texts("never").into_iter().map(|text| text.value).collect())
            .unwrap_or_default(),
    }
}

fn navigation(site: &Record<'_>, key: &str) -> Option<Vec<NavEntry>> {
    let navigation = site.record("navigation", &NAVIGATION)?;
    navigation.node(key)?;
    let entry = |node: &Node| match &node.value {
        Value::Scalar(to) => {
            Some(NavEntry { title: None, to: Spanned { value: to.text.clone(), span: node.span } })
        }
        _ => {
            let record = navigation.record_at(node, &NAV_ENTRY);
            Some(NavEntry { title: record.text("title"), to: record.spanned_text("to")? })
        }
    };
    Some(navigation.nodes(key).filter_map(entry).collect())
}

fn kind_names(kinds: &Record<'_>) -> BTreeMap<Box<str>, KindNames> {
    let names = |key: &'static str| {
        let record = kinds.record(key, &KIND)?;
        Some((
            key.into(),
            KindNames {
                title: record.text("title"),
                folder: record.slug("folder").map(|folder| folder.value.as_str().into()),
            },
        ))
    };
    KINDS.fields().filter_map(|field| names(field.key)).collect()
}

fn feeds(r: Option<&Record<'_>>) -> FeedOptions {
    let limit = r.and_then(|r| r.integer("limit")).unwrap_or(DEFAULT_FEED_LIMIT).clamp(1, 1000);
    let flag = |key| r.and_then(|r| r.bool(key)).unwrap_or(true);
    FeedOptions {
        enabled: flag("enabled"),
        limit: usize::try_from(limit).unwrap_or(1),
        topics: flag("topics"),
    }
}

/// Parts of a site are there unless `enabled = false`.
fn is_part_enabled(site: &Record<'_>, part: &'static str) -> bool {
    site.record(part, &TOGGLE).and_then(|part| part.bool("enabled")).unwrap_or(true)
}

fn markdown(r: Option<&Record<'_>>) -> MarkdownOptions {
    MarkdownOptions {
        smart_punctuation: r.and_then(|r| r.bool("smart_punctuation")).unwrap_or(true),
        raw_html: r.and_then(|r| r.bool("raw_html")).unwrap_or(false),
    }
}

/// `[check]`: levels by code, and `review_after_days` among them.
fn check_levels(
    site: &Record<'_>,
    known: &[&str],
    problems: &mut Vec<Diagnostic>,
) -> (BTreeMap<Box<str>, Option<Severity>>, Option<i64>) {
    let mut levels = BTreeMap::new();
    let mut days = None;
    for (key, node) in site.map("check") {
        let Value::Scalar(scalar) = &node.value else {
            problems.push(messages::bad_level(site.path(), key, node));
            continue;
        };
        if &*key.name == "review_after_days" {
            days = scalar.text.parse::<i64>().ok().filter(|days| *days > 0);
            if days.is_none() {
                problems.push(messages::bad_review_interval(site.path(), key, node));
            }
        } else if !known.contains(&&*key.name) {
            problems.push(messages::unknown_code(site.path(), key, known));
        } else if !LEVELS.contains(&&*scalar.text) {
            problems.push(messages::bad_level(site.path(), key, node));
        } else {
            levels.insert(key.name.clone(), parse_level(&scalar.text));
        }
    }
    (levels, days)
}

/// The level of a word of [`LEVELS`]; `None` is off.
pub(crate) fn parse_level(word: &str) -> Option<Severity> {
    match word {
        "error" => Some(Severity::Error),
        "warning" => Some(Severity::Warning),
        "note" => Some(Severity::Note),
        _ => None,
    }
}
