//! Places for names on a map, where they cover neither one another nor the dots.

/// Between two names, in pixels.
const GAP: f64 = 3.0;
/// From a dot to its name.
const BESIDE: f64 = 4.0;

/// Which part of a text is at its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Start,
    Middle,
    End,
}

/// What a name wants: to be beside a dot, or in the middle of a country.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct LabelRequest {
    /// Of its dot or country.
    pub at: (f64, f64),
    /// Of the dot; 0 for a country.
    pub radius: f64,
    /// Of the text.
    pub width: f64,
    /// Of a line.
    pub height: f64,
}

/// Where a name is: the position of its base line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Label {
    pub x: f64,
    pub y: f64,
    pub anchor: Anchor,
}

/// A rectangle that is taken.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Box2 {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Box2 {
    fn overlaps(&self, other: &Box2) -> bool {
        self.left < other.right
            && other.left < self.right
            && self.top < other.bottom
            && other.top < self.bottom
    }

    pub fn around((x, y): (f64, f64), radius: f64) -> Box2 {
        Box2 { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius }
    }
}

/// Places for names in a frame, the most important first. Those without room have none. `taken` are
/// the dots.
pub fn place_labels(
    requests: &[LabelRequest],
    taken: &[Box2],
    (width, height): (f64, f64),
) -> Vec<Option<Label>> {
    let mut taken = taken.to_vec();
    let mut place = |request: &LabelRequest| {
        let found = candidates(request).into_iter().find(|label| {
            let own = text_box(label, request);
            let is_inside = own.left >= 2.0
                && own.right <= width - 2.0
                && own.top >= 1.0
                && own.bottom <= height - 1.0;
            let is_own = |other: &Box2| {
                request.radius > 0.0 && *other == Box2::around(request.at, request.radius)
            };
            is_inside && !taken.iter().any(|other| !is_own(other) && own.overlaps(other))
        })?;
        let own = text_box(&found, request);
        taken.push(Box2 { left: own.left - GAP, right: own.right + GAP, ..own });
        Some(found)
    };
    requests.iter().map(&mut place).collect()
}

fn candidates(request: &LabelRequest) -> Vec<Label> {
    let &LabelRequest { at: (x, y), radius, height, width } = request;
    // The middle of small letters is at about a third of the line.
    let level = y + height * 0.3;
    let label = |x, y, anchor| Label { x, y, anchor };
    if radius == 0.0 {
        let steps = [0.0, -1.0, 1.0, -2.0, 2.0];
        let up_and_down = steps.map(|step| label(x, level + step * height, Anchor::Middle));
        let aside = width / 2.0;
        let sides =
            [label(x + aside, level, Anchor::Middle), label(x - aside, level, Anchor::Middle)];
        return up_and_down.into_iter().chain(sides).collect();
    }
    let (beside, diagonal) = (radius + BESIDE, radius * 0.7 + 2.0);
    let (above, below) = (y - beside, y + beside + height * 0.65);
    vec![
        label(x + beside, level, Anchor::Start),
        label(x - beside, level, Anchor::End),
        label(x, above, Anchor::Middle),
        label(x, below, Anchor::Middle),
        label(x, below, Anchor::Start),
        label(x, below, Anchor::End),
        label(x, above, Anchor::Start),
        label(x, above, Anchor::End),
        label(x + diagonal, y - diagonal, Anchor::Start),
        label(x + diagonal, y + diagonal + height * 0.6, Anchor::Start),
        label(x - diagonal, y - diagonal, Anchor::End),
        label(x - diagonal, y + diagonal + height * 0.6, Anchor::End),
    ]
}

fn text_box(label: &Label, request: &LabelRequest) -> Box2 {
    let left = match label.anchor {
        Anchor::Start => label.x,
        Anchor::Middle => label.x - request.width / 2.0,
        Anchor::End => label.x - request.width,
    };
    Box2 {
        left,
        right: left + request.width,
        top: label.y - request.height * 0.75,
        bottom: label.y + request.height * 0.22,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn request(x: f64, y: f64, width: f64) -> LabelRequest {
        LabelRequest { at: (x, y), radius: 5.0, width, height: 14.0 }
    }

    #[test]
    fn a_name_is_to_the_right_of_its_dot_and_at_the_right_edge_to_its_left() {
        let requests = [request(50.0, 50.0, 60.0), request(280.0, 80.0, 60.0)];
        let dots = requests.map(|it| Box2::around(it.at, it.radius));
        let labels = place_labels(&requests, &dots, (300.0, 200.0));
        let anchors: Vec<_> = labels.iter().flatten().map(|label| label.anchor).collect();
        assert_eq!(anchors, [Anchor::Start, Anchor::End]);
    }

    #[test]
    fn names_cover_neither_dots_nor_one_another() {
        let requests: Vec<LabelRequest> = (0..40)
            .map(|i| request(f64::from(i * 37 % 290), f64::from(i * 53 % 190), 50.0))
            .collect();
        let dots: Vec<Box2> = requests.iter().map(|it| Box2::around(it.at, it.radius)).collect();
        let labels = place_labels(&requests, &dots, (300.0, 200.0));
        let placed: Vec<(usize, Box2)> = (requests.iter().zip(&labels).enumerate())
            .filter_map(|(at, (request, label))| Some((at, text_box(&(*label)?, request))))
            .collect();
        assert!(placed.len() > 5, "{labels:?}");
        for (at, own) in &placed {
            assert!(dots.iter().enumerate().all(|(dot, it)| dot == *at || !own.overlaps(it)));
            assert!(placed.iter().all(|(other, it)| other == at || !own.overlaps(it)));
        }
    }
}
