//! What the preview of a topic shows, for the script of the theme.

use serde::Serialize;

use super::site_data::SiteData;
use super::view::CardView;

/// What a preview of a topic shows.
#[derive(Serialize)]
struct CardJson<'a> {
    title: &'a str,
    kind: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    flag: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    native: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    native_language: Option<&'a str>,
    /// The office on the day of the page; of an event, when and where.
    #[serde(skip_serializing_if = "String::is_empty")]
    line: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<&'a str>,
}

/// A card as a member of a JSON object, `"address":{…}`, that may stand in a script element.
///
/// # Errors
/// A card that is no JSON: a mistake in this program.
pub fn card_json(story: &SiteData<'_>, card: &CardView) -> serde_json::Result<String> {
    let locale = &story.config.locale;
    let parts = [
        card.role.as_deref(),
        card.country.as_deref(),
        card.date.as_ref().map(|date| date.text.as_str()),
        card.place.as_deref(),
    ];
    let between = if card.role.is_some() { locale.text("comma") } else { " · " };
    let preview = CardJson {
        title: &card.title,
        kind: locale.label("kind", card.kind),
        flag: card.flag.as_deref(),
        native: card.native_name.as_ref().map(|name| name.text.as_str()),
        native_language: card.native_name.as_ref().and_then(|name| name.language.as_deref()),
        line: parts
            .into_iter()
            .flatten()
            .filter(|part| !part.is_empty())
            .collect::<Vec<_>>()
            .join(between),
        text: card.description.as_deref(),
    };
    let member =
        format!("{}:{}", serde_json::to_string(&card.href)?, serde_json::to_string(&preview)?);
    // Nothing in it can end the element or begin a comment (HTML Standard §4.12.1.3).
    Ok(member.replace('<', "\\u003c"))
}
