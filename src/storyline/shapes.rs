//! Outlines of marks, as the `d` of an SVG path.

/// The shape of the mark of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A disc, or a ring if its class says so.
    Round,
    Square,
    Diamond,
}

/// The size of a mark. All shapes of one size look equally large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarkSize {
    /// On a row of text.
    Small,
    SmallKey,
    Normal,
    Key,
}

impl MarkSize {
    /// In pixels, of the disc.
    pub fn radius(self) -> i32 {
        match self {
            MarkSize::Small => 3,
            MarkSize::SmallKey => 5,
            MarkSize::Normal => 4,
            MarkSize::Key => 6,
        }
    }
}

impl Shape {
    /// Writes the outline around a point.
    ///
    /// A large site has hundreds of thousands of marks: with the formatting of the standard library
    /// their outlines alone would be 2 % of a build.
    pub fn push_outline(self, x: i32, y: i32, size: MarkSize, path: &mut String) {
        let radius = size.radius();
        let (x, y) = match self {
            Shape::Round => (x - radius, y),
            Shape::Square => (x - radius, y - radius),
            Shape::Diamond => (x, y - radius - 1),
        };
        path.push('M');
        path.push_str(itoa::Buffer::new().format(x));
        path.push(' ');
        path.push_str(itoa::Buffer::new().format(y));
        path.push_str(self.outline(size));
    }

    /// The outline from its first point on.
    fn outline(self, size: MarkSize) -> &'static str {
        match (self, size) {
            (Shape::Round, MarkSize::Small) => "a3 3 0 1 0 6 0a3 3 0 1 0-6 0z",
            (Shape::Round, MarkSize::Normal) => "a4 4 0 1 0 8 0a4 4 0 1 0-8 0z",
            (Shape::Round, MarkSize::SmallKey) => "a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
            (Shape::Round, MarkSize::Key) => "a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
            (Shape::Square, MarkSize::Small) => "h6v6h-6z",
            (Shape::Square, MarkSize::Normal) => "h8v8h-8z",
            (Shape::Square, MarkSize::SmallKey) => "h10v10h-10z",
            (Shape::Square, MarkSize::Key) => "h12v12h-12z",
            (Shape::Diamond, MarkSize::Small) => "l4 4-4 4-4-4z",
            (Shape::Diamond, MarkSize::Normal) => "l5 5-5 5-5-5z",
            (Shape::Diamond, MarkSize::SmallKey) => "l6 6-6 6-6-6z",
            (Shape::Diamond, MarkSize::Key) => "l7 7-7 7-7-7z",
        }
    }
}
