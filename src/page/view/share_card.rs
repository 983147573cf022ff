//! Share cards, and the picture that other sites show beside a link to a page.

use serde::Serialize;

use super::shared::LangView;

/// A share card: `card` in `card.svg`. Texts with a letter that no font has are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct CardTexts {
    pub kind: &'static str,
    /// What kind of page it is; `None` on the home page.
    pub kicker: Option<String>,
    pub title: String,
    /// The description.
    pub deck: Option<String>,
    /// Where things stand, in a few words.
    pub state: Option<String>,
    /// What is written above it.
    pub state_label: Option<String>,
    pub date: Option<String>,
    /// The title of the site, unless the page has the same.
    pub site: Option<String>,
    pub language: String,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// That of the site's language, in which the date and the label of the state are.
    pub site_dir: &'static str,
    pub strip: Option<StripView>,
}

/// The events of a page as marks on the lines of their parties. Lengths are in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StripView {
    pub width: i32,
    pub height: i32,
    /// Where the lines begin, beside the names.
    pub left: i32,
    /// From the top.
    pub lanes: Vec<StripLaneView>,
    pub periods: Vec<StripPeriodView>,
    pub marks: Vec<StripMarkView>,
}

/// The line of a party.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StripLaneView {
    /// Its name.
    pub title: Option<String>,
    pub lang: Option<LangView>,
    /// Its class: `lane-1`, or `lane-others`.
    pub class: &'static str,
    pub y: i32,
}

/// The beginning of a year, or of a month in a short story.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StripPeriodView {
    pub title: String,
    pub x: i32,
}

/// An event.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct StripMarkView {
    /// As in a storyline.
    pub classes: String,
    pub marks_html: String,
}

/// The picture that other sites show beside a link to a page: its own, else its share card, else that
/// of the home page.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct ShareImageView {
    /// Absolute.
    pub url: String,
    /// In pixels; unknown of a picture of another site.
    pub width: Option<u32>,
    /// In pixels.
    pub height: Option<u32>,
    pub alt: String,
    /// It is a portrait, cut to a square.
    pub is_square: bool,
    /// It shows this page, not the home page.
    pub is_own: bool,
}
