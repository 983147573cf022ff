//! Parts of raw HTML that browsers refuse to load or run, because of the Content-Security-Policy.

use super::html_tags::{HtmlTag, html_tags, srcset_addresses};
use super::messages::{self, BlockedPart};
use crate::catalog::Entry;
use crate::config::Config;
use crate::diagnostics::Diagnostic;
use crate::page::SiteData;
use crate::text::parse_web_url;

/// Only a site that allows raw HTML has any.
pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    if !data.config.markdown.raw_html {
        return;
    }
    let document = data.document(entry.page);
    for (span, tag) in html_tags(document) {
        let blocked = blocked_parts(&tag, data.config).into_iter();
        problems.extend(
            blocked.map(|part| messages::blocked_html(&document.path, span, &part, data.config)),
        );
    }
}

fn blocked_parts(tag: &HtmlTag<'_>, config: &Config) -> Vec<BlockedPart> {
    let mut parts = Vec::new();
    let has = |name: &str| tag.attributes.iter().any(|(own, _)| own.eq_ignore_ascii_case(name));
    let name = tag.name.to_ascii_lowercase();
    match &*name {
        "object" | "embed" | "applet" => parts.push(BlockedPart::Object),
        "script" if !has("src") && !is_data_script(tag) => parts.push(BlockedPart::InlineScript),
        "style" => parts.push(BlockedPart::InlineStyle),
        _ => {}
    }
    for (attribute, value) in &tag.attributes {
        let attribute = attribute.to_ascii_lowercase();
        if attribute == "style" {
            parts.push(BlockedPart::InlineStyle);
        } else if attribute.starts_with("on") && attribute.len() > 2 {
            parts.push(BlockedPart::InlineScript);
        }
        let (directive, what) = match (&*name, &*attribute) {
            ("iframe" | "frame", "src") => ("frame-src", "frames from"),
            ("script", "src") => ("script-src", "scripts from"),
            ("link", "href") if is_stylesheet(tag) => ("style-src", "styles from"),
            ("img" | "input", "src") | ("img" | "source", "srcset") | ("video", "poster") => {
                ("img-src", "pictures from")
            }
            ("video" | "audio" | "source" | "track", "src") => ("media-src", "media from"),
            ("form", "action") => ("form-action", "forms to"),
            _ => continue,
        };
        let urls: Vec<&str> = match &*attribute {
            "srcset" => srcset_addresses(value).collect(),
            _ => vec![value.trim()],
        };
        for url in urls {
            if let Some(url) = blocked_url(url, directive, config) {
                parts.push(BlockedPart::Url { directive, what, url });
            } else if directive == "frame-src" && !is_of_other_site(url) && !url.is_empty() {
                parts.push(BlockedPart::OwnFrame);
            }
        }
    }
    parts.dedup();
    parts
}

/// A URL that the policy does not allow, with its scheme.
fn blocked_url(url: &str, directive: &str, config: &Config) -> Option<String> {
    let is_data = url.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"));
    if is_data && matches!(directive, "img-src" | "media-src") {
        return (!config.content_policy.allows(directive, url)).then(|| url.to_owned());
    }
    let url = match url.strip_prefix("//") {
        Some(rest) => format!("https://{rest}"),
        None => url.to_owned(),
    };
    let origin = parse_web_url(&url)?.origin().ascii_serialization();
    let is_own = directive != "frame-src" && config.base.origin() == Some(&*origin);
    (!is_own && !config.content_policy.allows(directive, &url)).then_some(url)
}

fn is_of_other_site(url: &str) -> bool {
    url.contains(':') || url.starts_with("//")
}

/// A script that is data, like JSON-LD, does not run.
fn is_data_script(tag: &HtmlTag<'_>) -> bool {
    tag.attribute("type").is_some_and(|kind| {
        !matches!(&*kind.to_ascii_lowercase(), "" | "module" | "text/javascript")
    })
}

fn is_stylesheet(tag: &HtmlTag<'_>) -> bool {
    tag.attribute("rel").is_some_and(|rel| {
        rel.split_whitespace().any(|word| word.eq_ignore_ascii_case("stylesheet"))
    })
}
