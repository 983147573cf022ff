//! Cutting lines and areas off at the edge of a view: Sutherland and Hodgman's algorithm for areas,
//! Liang and Barsky's for lines.

/// The part of a closed line that is on the inner side of an edge. `side` is negative outside; `cross`
/// is the point where a line meets the edge, given by its ends and the share of the first.
pub(super) fn clip_ring<P: Copy>(
    ring: &[P],
    side: impl Fn(P) -> f64,
    cross: impl Fn(P, P, f64) -> P,
) -> Vec<P> {
    let Some(mut last) = ring.last().copied() else { return Vec::new() };
    let mut inside = Vec::with_capacity(ring.len() + 4);
    let mut last_side = side(last);
    for point in ring.iter().copied() {
        let point_side = side(point);
        if (last_side < 0.0) != (point_side < 0.0) {
            inside.push(cross(last, point, last_side / (last_side - point_side)));
        }
        if point_side >= 0.0 {
            inside.push(point);
        }
        (last, last_side) = (point, point_side);
    }
    inside
}

pub(super) type Xy = (f64, f64);

/// A rectangle by its corners.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Rect {
    pub(super) low: Xy,
    pub(super) high: Xy,
}

pub(super) fn between((ax, ay): Xy, (bx, by): Xy, share: f64) -> Xy {
    (ax + (bx - ax) * share, ay + (by - ay) * share)
}

impl Rect {
    pub(super) fn contains(&self, (x, y): Xy) -> bool {
        self.low.0 <= x && x <= self.high.0 && self.low.1 <= y && y <= self.high.1
    }

    pub(super) fn clip_ring(&self, ring: Vec<Xy>) -> Vec<Xy> {
        if ring.iter().all(|point| self.contains(*point)) {
            return ring;
        }
        let ring = clip_ring(&ring, |point| point.0 - self.low.0, between);
        let ring = clip_ring(&ring, |point| self.high.0 - point.0, between);
        let ring = clip_ring(&ring, |point| point.1 - self.low.1, between);
        clip_ring(&ring, |point| self.high.1 - point.1, between)
    }

    /// The parts of a line inside.
    pub(super) fn clip_line(&self, line: &[Xy]) -> Vec<Vec<Xy>> {
        let mut parts: Vec<Vec<Xy>> = Vec::new();
        let mut goes_on = false;
        for pair in line.windows(2) {
            let Some((from, until)) = self.clip_segment(pair[0], pair[1]) else {
                goes_on = false;
                continue;
            };
            match parts.last_mut().filter(|_| goes_on) {
                Some(part) => part.push(until),
                None => parts.push(vec![from, until]),
            }
            goes_on = until == pair[1];
        }
        parts
    }

    fn clip_segment(&self, a: Xy, b: Xy) -> Option<(Xy, Xy)> {
        let (dx, dy) = (b.0 - a.0, b.1 - a.1);
        let edges = [
            (-dx, a.0 - self.low.0),
            (dx, self.high.0 - a.0),
            (-dy, a.1 - self.low.1),
            (dy, self.high.1 - a.1),
        ];
        let (mut enters, mut leaves) = (0.0f64, 1.0f64);
        for (slope, room) in edges {
            match slope {
                0.0 if room < 0.0 => return None,
                0.0 => {}
                slope if slope < 0.0 => enters = enters.max(room / slope),
                slope => leaves = leaves.min(room / slope),
            }
        }
        let end = if leaves == 1.0 { b } else { between(a, b, leaves) };
        (enters <= leaves).then(|| (between(a, b, enters), end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FRAME: Rect = Rect { low: (0.0, 0.0), high: (10.0, 10.0) };

    #[test]
    fn a_ring_across_the_edge_is_cut_at_the_edge() {
        let ring = FRAME.clip_ring(vec![(5.0, 5.0), (15.0, 5.0), (15.0, 8.0), (5.0, 8.0)]);
        assert_eq!(ring.len(), 4);
        assert!(ring.iter().all(|point| FRAME.contains(*point)), "{ring:?}");
        assert!(ring.contains(&(10.0, 5.0)) && ring.contains(&(10.0, 8.0)), "{ring:?}");
    }

    #[test]
    fn a_ring_around_everything_is_the_frame() {
        let ring =
            FRAME.clip_ring(vec![(-50.0, -50.0), (50.0, -50.0), (50.0, 50.0), (-50.0, 50.0)]);
        let corners = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];
        assert!(corners.iter().all(|corner| ring.contains(corner)), "{ring:?}");
    }

    #[test]
    fn a_ring_outside_is_empty() {
        assert!(FRAME.clip_ring(vec![(11.0, 0.0), (12.0, 0.0), (12.0, 5.0)]).is_empty());
    }

    #[test]
    fn a_line_that_leaves_and_returns_is_in_two_parts() {
        let parts =
            FRAME.clip_line(&[(1.0, 1.0), (5.0, 1.0), (5.0, -5.0), (8.0, -5.0), (8.0, 3.0)]);
        let expected = [vec![(1.0, 1.0), (5.0, 1.0), (5.0, 0.0)], vec![(8.0, 0.0), (8.0, 3.0)]];
        assert_eq!(parts, expected);
    }
}
