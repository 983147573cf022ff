//! Outlines of marks, as the `d` of an SVG path.

/// The shape of the mark of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Shape {
    /// A disc, or a ring if its class says so.
    Round,
    Square,
    Diamond,
}

impl Shape {
    /// The outline around a point. All shapes of one radius look equally large.
    pub fn outline(self, x: i32, y: i32, radius: i32) -> String {
        match self {
            Shape::Round => {
                let (r, d) = (radius, 2 * radius);
                format!("M{} {y}a{r} {r} 0 1 0 {d} 0a{r} {r} 0 1 0-{d} 0z", x - r)
            }
            Shape::Square => {
                let (half, side) = (radius, 2 * radius);
                format!("M{} {}h{side}v{side}h-{side}z", x - half, y - half)
            }
            Shape::Diamond => {
                let half = radius + 1;
                format!("M{x} {}l{half} {half}-{half} {half}-{half}-{half}z", y - half)
            }
        }
    }
}
