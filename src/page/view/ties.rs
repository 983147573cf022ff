//! What topics have to do with one another.

use serde::Serialize;

use super::shared::{CardView, DateView, LangView};
use super::storyline::{PeriodView, ShapeView};
use crate::catalog::PageIx;

/// The ties of a topic: declared relations, and events in which both took part.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TiesView {
    /// `None` where the events are listed and not drawn.
    pub drawing: Option<TiesDrawingView>,
    /// By the country of the others: that of most events first, one's own last.
    pub sides: Vec<TieSideView>,
}

/// What the drawings of all ties share. Lengths are in pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TiesDrawingView {
    pub width: i32,
    pub periods: Vec<PeriodView>,
    /// For the legend.
    pub shapes: Vec<ShapeView>,
    pub has_uncertain: bool,
}

/// The ties with those of one country.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TieSideView {
    /// `None` on the page of a country, and for others without one.
    pub country: Option<CardView>,
    pub ties: Vec<TieView>,
}

/// What a topic has to do with another.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct TieView {
    /// Its anchor.
    pub id: String,
    pub to: CardView,
    /// As the site declares them.
    pub relations: Vec<RelationView>,
    /// How often both met, and when for the last time.
    pub met: usize,
    pub last_met: Option<DateView>,
    /// How many events.
    pub together: usize,
    /// In chronological order. Templates see `events_html`.
    #[serde(skip)]
    pub events: Vec<PageIx>,
    /// The events on the scale of the drawing; empty without one.
    pub marks_html: String,
}

/// A declared relation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct RelationView {
    pub kind: String,
    /// Of `kind` and `text`.
    pub lang: Option<LangView>,
    pub text: Option<String>,
    pub when: Option<String>,
    pub cite_html: Option<String>,
}

/// The page of all relations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct RelationsView {
    pub countries: Option<MatrixView>,
    pub people: Option<MatrixView>,
}

/// Each of several topics with each of those before it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixView {
    /// All but the last.
    pub columns: Vec<CardView>,
    /// All but the first.
    pub rows: Vec<MatrixRowView>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixRowView {
    pub topic: CardView,
    /// One for each column that comes before the row.
    pub cells: Vec<MatrixCellView>,
    /// How many columns are left empty.
    pub empty: usize,
}

/// What two topics have to do with each other; without a tie all fields are empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixCellView {
    /// The tie on the page of the row.
    pub href: Option<String>,
    /// How many events.
    pub together: usize,
    /// From 1 to 4: how many, compared with the others.
    pub level: usize,
    /// The site declares a relation.
    pub is_declared: bool,
}
