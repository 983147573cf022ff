//! The JSON from which the theme's script shows a topic on hover.

use serde::Serialize;

use super::site_data::SiteData;
use super::view::CardView;

#[derive(Serialize)]
struct CardJson<'a> {
    title: &'a str,
    /// The language of its texts, and its direction, if it is not that of the site.
    #[serde(skip_serializing_if = "Option::is_none")]
    language: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    dir: Option<&'a str>,
    kind: &'a str,
    /// The address of a flag.
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<&'a str>,
    /// The address of a small portrait.
    #[serde(skip_serializing_if = "Option::is_none")]
    portrait: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    native: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    native_language: Option<&'a str>,
    /// Who or what it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    brief: Option<&'a str>,
    /// The office on the day of the page; of an event whether it is a plain fact, date and place.
    #[serde(skip_serializing_if = "String::is_empty")]
    line: String,
    /// The description, without `brief`: the card shows only its first lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// A card as a member of a JSON object, `"href":{…}`, safe inside a script element.
///
/// # Errors
/// If the card cannot be serialised, which is a bug.
pub fn card_json(data: &SiteData<'_>, card: &CardView) -> serde_json::Result<String> {
    let locale = data.locale();
    let status = card.status.as_deref().map(|status| locale.label("status", status));
    let certainty = card.certainty.as_deref().map(|level| locale.label("certainty", level));
    let date = card.date.as_ref().map(|date| date.text.as_str());
    let [role, country, place] = [&card.role, &card.country, &card.place].map(|it| it.as_deref());
    let parts = [status, certainty.filter(|_| certainty != status), role, country, date, place];
    let parts: Vec<&str> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    let separator = if card.role.is_some() { locale.text("comma") } else { " · " };
    let native = card.native_name.as_ref();
    let json = CardJson {
        title: &card.title,
        language: card.lang.as_ref().map(|lang| &*lang.tag),
        dir: card.lang.as_ref().map(|lang| lang.dir),
        kind: locale.label("kind", card.kind),
        flag: card.flag.as_deref(),
        portrait: card.portrait.as_deref(),
        native: native.map(|name| name.text.as_str()),
        native_language: native.and_then(|name| name.language.as_deref()),
        brief: card.in_brief.as_deref(),
        line: parts.join(separator),
        text: card.description.as_deref().filter(|_| card.in_brief.is_none()),
    };
    let member =
        format!("{}:{}", serde_json::to_string(&card.href)?, serde_json::to_string(&json)?);
    // A `<` could end the element or begin a comment (HTML Standard §4.12.1.3).
    Ok(member.replace('<', "\\u003c"))
}
