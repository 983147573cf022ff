//! `site.toml` into a [`Config`].

use std::collections::BTreeMap;
use std::sync::Arc;

use super::content_security_policy::content_security_policy;
use super::embed_settings::embed_settings;
use super::level::{Level, renamed_code};
use super::picture_settings::picture_settings;
use super::site_toml::SiteToml;
use super::{Config, messages};
use crate::data::{Decode, Decoder, Format, Node, parse as parse_data};
use crate::diagnostics::{Diagnostic, Severity};
use crate::input::Snapshot;
use crate::language::Languages;
use crate::locale::{Locale, LocaleRequest};
use crate::text::{BaseUrl, SourcePath, Span};

/// Parses `site.toml`. Invalid values are reported, and replaced by their defaults. `earlier` is
/// reused where the texts of the theme have not changed.
pub fn parse(
    text: &str,
    known_codes: &[&str],
    snapshot: &Snapshot,
    earlier: Option<&Arc<Locale>>,
) -> (Config, Vec<Diagnostic>) {
    let path = SourcePath::from_static("site.toml");
    let mut problems = Vec::new();
    let (schema, span) = (SiteToml::SCHEMA, Span::whole(text));
    let parsed = parse_data(schema, Format::Toml, &path, text, span, &mut problems);
    let mut decoder = Decoder::new(&path, text, &parsed, &mut problems);
    let authors_complete = decoder.is_field_valid(&parsed.node, "authors");
    let mut site = SiteToml::decode(&parsed.node, &mut decoder).expect("every key has a default");
    site.feeds.limit = site.feeds.limit.clamp(1, 1000);
    for (id, author) in &mut site.authors {
        if author.name.is_empty() {
            author.name = id.clone();
        }
    }

    let language = site.language.clone().unwrap_or_else(crate::locale::default_language);
    let request = LocaleRequest {
        language: &language,
        theme: &site.theme.value,
        overrides: site.theme_options.as_ref().and_then(|options| options.get("words")),
    };
    let locale = crate::locale::load(snapshot, request, earlier);
    problems.extend(locale.problems.iter().cloned());
    let base = site.base_url.as_ref().and_then(|url| {
        let report = |error| problems.push(messages::bad_base_url(url, &error));
        BaseUrl::parse(&url.value).map_err(report).ok()
    });
    let check = site.check.as_ref();
    let (levels, review_after_days) = check_levels(&path, check, known_codes, &mut problems);
    let content_policy = content_security_policy(site.csp.as_ref(), &mut problems);
    let config = Config {
        base: base.unwrap_or_else(BaseUrl::root),
        language: locale.language().into(),
        languages: Arc::new(Languages::new(locale.language(), site.autolink.words.clone())),
        locale,
        authors_complete,
        levels,
        review_after_days,
        content_policy,
        pictures: picture_settings(&site.images, &mut problems),
        embeds: embed_settings(&site.embeds, &mut problems),
        site,
    };
    (config, problems)
}

/// `[check]`: levels by code, and `review_after_days`.
fn check_levels(
    path: &SourcePath,
    check: Option<&Node>,
    known_codes: &[&str],
    problems: &mut Vec<Diagnostic>,
) -> (BTreeMap<Box<str>, Option<Severity>>, Option<i64>) {
    let mut levels = BTreeMap::new();
    let mut review_after_days = None;
    for (key, node) in check.into_iter().flat_map(Node::valid_keys) {
        let Some(text) = node.as_text() else {
            problems.push(messages::bad_level(path, node));
            continue;
        };
        if &*key.name == "review_after_days" {
            review_after_days = text.parse::<i64>().ok().filter(|days| *days > 0);
            if review_after_days.is_none() {
                problems.push(messages::bad_review_interval(path, key, node));
            }
            continue;
        }
        let renamed = renamed_code(&key.name);
        if let Some(name) = renamed {
            problems.push(messages::renamed_code(path, key.span, &key.name, name));
        }
        let code = renamed.unwrap_or(&key.name);
        if !known_codes.contains(&code) {
            problems.push(messages::unknown_code(path, key, known_codes));
        } else if let Some(Level(level)) = Level::from_name(text) {
            levels.insert(code.into(), level);
        } else {
            problems.push(messages::bad_level(path, node));
        }
    }
    (levels, review_after_days)
}
