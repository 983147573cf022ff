//! The blocks of a body that the theme draws.

use serde::Serialize;

use super::charts::ChartView;
use super::map::MapView;
use super::storyline::StorylineView;

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
}
