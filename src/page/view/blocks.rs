//! The blocks of a body that the theme draws.

use serde::Serialize;

use super::charts::ChartView;
use super::map::MapView;
use super::shared::{CardView, DateView, EventItem, ImageView, LinkView};
use super::storyline::StorylineView;
use super::ties::TiesView;
use super::topic::AccountView;

/// A block of a body: `block` in the template of its kind, which sees the content by that name too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct BlockView {
    /// Its anchor.
    pub id: String,
    pub title: Option<String>,
    #[serde(flatten)]
    pub content: Option<BlockContent>,
    /// The template, `blocks/NAME.html`.
    #[serde(skip)]
    pub name: &'static str,
}

/// What a block shows.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum BlockContent {
    Map(Box<MapView>),
    Storyline(Box<StorylineView>),
    Chart(Box<ChartView>),
    Timeline(TimelineBlockView),
    /// Templates see it with the markup of its events.
    Relations(TiesView),
    Gallery(GalleryView),
    Accounts(AccountsView),
    Quote(Box<QuoteView>),
}

/// The events of a block.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineBlockView {
    /// In chronological order.
    pub events: Vec<EventItem>,
    /// There are more, of less importance.
    pub is_shortened: bool,
}

/// Pictures side by side.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct GalleryView {
    pub pictures: Vec<ImageView>,
}

/// What each side says.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct AccountsView {
    pub accounts: Vec<AccountView>,
    /// The event on whose page they stand, with its language.
    pub event: Option<LinkView>,
}

/// A quotation that stands out from the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct QuoteView {
    /// Paragraphs.
    pub text_html: String,
    /// The speaker on the day of the quotation; `None` if that is not a topic.
    pub who: Option<CardView>,
    /// The name of a speaker who is not a topic.
    pub name: Option<String>,
    pub date: Option<DateView>,
    pub cite_html: Option<String>,
}
