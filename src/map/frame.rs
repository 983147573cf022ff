//! The part of the world that a map shows, and where each place is in it.

use super::clip::{Rect, Xy, between};
use super::outlines::Bounds;
use super::projection::{
    Axes, Projection, Vector, cross, dot, equal_earth, lambert, lambert_inverse, place_of, unit,
    vector,
};
use super::{EARTH_RADIUS, LatLon};

/// Farther from the centre, in radians, a region is the world.
const LARGEST_REGION: f64 = 1.05;
/// Of Lambert's projection, from the centre: a little less than 90°.
const LARGEST_CORNER: f64 = 1.38;
/// Farther south and north, maps of the world show nothing unless there is a place.
const WORLD_SOUTH: f64 = -56.0;
const WORLD_NORTH: f64 = 72.0;
/// Of its width: a map of the world is lower than one of a region.
const LEAST_WORLD_HEIGHT: f64 = 0.42;
/// Around the frame, in pixels: what is drawn is cut there, so that no outline runs along the edge.
const BLEED: f64 = 4.0;

/// How large a map is drawn.
#[derive(Clone, Copy, Debug)]
pub struct FrameSize {
    /// In pixels.
    pub width: f64,
    pub least_height: f64,
    pub most_height: f64,
    /// So many km fit into the width at least.
    pub least_km: f64,
    /// Of the width, on each side of the outermost places.
    pub margin: f64,
}

/// A part of the world.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub width: f64,
    pub height: f64,
    pub(super) projection: Projection,
    /// Pixels of a length of 1.
    scale: f64,
    /// Of the upper left corner.
    origin: Xy,
}

impl Frame {
    /// The frame around places; `None` without any.
    pub fn around(places: &[LatLon], size: &FrameSize) -> Option<Frame> {
        let vectors: Vec<Vector> = places.iter().map(|place| vector(*place)).collect();
        let (centre, radius) = cap_around(&vectors)?;
        let region = Projection::Lambert(Axes::at(place_of(centre)));
        if radius <= LARGEST_REGION {
            let frame = Self::of_region(region, places, size);
            if frame.is_region() {
                return Some(frame);
            }
        }
        Some(Self::of_world(places, size))
    }

    fn of_region(projection: Projection, places: &[LatLon], size: &FrameSize) -> Frame {
        let (low, high) = extent(places.iter().map(|place| projected(&projection, *place)));
        let least = size.least_km / EARTH_RADIUS;
        Self::fitted(projection, (low, high), least, size)
    }

    /// Around the places, as wide as the world at most.
    fn of_world(places: &[LatLon], size: &FrameSize) -> Frame {
        let meridian = widest_gap_opposite(places);
        let projection = Projection::EqualEarth(meridian);
        let (low, high) = extent(places.iter().map(|place| projected(&projection, *place)));
        let least = LEAST_WORLD_HEIGHT * size.width;
        let size = FrameSize { least_height: least.min(size.most_height), ..*size };
        let frame = Self::fitted(projection, (low, high), 0.0, &size);
        let (world, _) = equal_earth(0.0, LatLon { latitude: 0.0, longitude: 180.0 });
        let scale = frame.scale.max(size.width / (2.0 * world));
        let (half_width, half_height) = (size.width / scale / 2.0, frame.height / scale / 2.0);
        let x = f64::midpoint(low.0, high.0);
        let x = x.clamp((half_width - world).min(0.0), (world - half_width).max(0.0));
        // Rather land than the seas around the poles.
        let edge = |latitude| equal_earth(0.0, LatLon { latitude, longitude: 0.0 }).1;
        let (bottom, top) = (edge(WORLD_SOUTH).min(low.1), edge(WORLD_NORTH).max(high.1));
        let (lowest, highest) = (bottom + half_height, top - half_height);
        let y = match lowest < highest {
            true => f64::midpoint(low.1, high.1).clamp(lowest, highest),
            false => f64::midpoint(bottom, top),
        };
        let origin = (x - half_width, y + half_height);
        Frame { scale, origin, ..frame }
    }

    /// A frame around an extent on the plane of the projection.
    fn fitted(
        projection: Projection,
        (low, high): (Xy, Xy),
        least: f64,
        size: &FrameSize,
    ) -> Frame {
        let share = 1.0 - 2.0 * size.margin;
        let room = size.most_height - 2.0 * size.margin * size.width;
        let (wide, high_extent) = (high.0 - low.0, high.1 - low.1);
        let width = (wide / share).max(high_extent * size.width / room).max(least).max(1e-6);
        let scale = size.width / width;
        let height = high_extent * scale + 2.0 * size.margin * size.width;
        let height = height.clamp(size.least_height, size.most_height).round();
        let (x, y) = ((low.0 + high.0) / 2.0, (low.1 + high.1) / 2.0);
        let origin = (x - width / 2.0, y + height / scale / 2.0);
        Frame { width: size.width, height, projection, scale, origin }
    }

    /// True if Lambert's projection can show it.
    fn is_region(&self) -> bool {
        self.corners().iter().all(|(x, y)| x.hypot(*y) < LARGEST_CORNER)
    }

    /// Of the frame with its bleed, on the plane of the projection, counter-clockwise.
    fn corners(&self) -> [Xy; 4] {
        let bleed = BLEED / self.scale;
        let (left, top) = (self.origin.0 - bleed, self.origin.1 + bleed);
        let right = self.origin.0 + self.width / self.scale + bleed;
        let bottom = self.origin.1 - self.height / self.scale - bleed;
        [(left, bottom), (right, bottom), (right, top), (left, top)]
    }

    /// In pixels: the frame with its bleed.
    pub(super) fn rect(&self) -> Rect {
        Rect { low: (-BLEED, -BLEED), high: (self.width + BLEED, self.height + BLEED) }
    }

    pub fn km_per_pixel(&self) -> f64 {
        EARTH_RADIUS / self.scale
    }

    pub(super) fn pixel(&self, (x, y): Xy) -> Xy {
        ((x - self.origin.0) * self.scale, (self.origin.1 - y) * self.scale)
    }

    /// The corners of another, much smaller frame in this one, in pixels.
    pub(super) fn outline_of(&self, other: &Frame) -> Vec<Xy> {
        let Projection::Lambert(axes) = &other.projection else { return Vec::new() };
        let position = |corner| {
            let place = place_of(lambert_inverse(axes, corner));
            self.pixel(projected(&self.projection, place))
        };
        other.corners().map(position).to_vec()
    }

    /// Where a place is, in pixels; `None` if it is not in the frame.
    pub fn position(&self, place: LatLon) -> Option<(f64, f64)> {
        if let Projection::Lambert(axes) = &self.projection
            && dot(axes.up, vector(place)) < 0.0
        {
            return None;
        }
        let (x, y) = self.pixel(projected(&self.projection, place));
        ((0.0..=self.width).contains(&x) && (0.0..=self.height).contains(&y)).then_some((x, y))
    }

    /// The inner sides of the frame as planes through the centre of the Earth, for Lambert's
    /// projection: a point is inside if all are positive. Great circles through the corners of a
    /// frame bend outwards, so all of the frame is inside.
    pub(super) fn sides(&self, axes: &Axes) -> [Vector; 4] {
        let corners = self.corners().map(|corner| lambert_inverse(axes, corner));
        [0, 1, 2, 3].map(|at| unit(cross(corners[at], corners[(at + 1) % 4])))
    }

    /// What may be in the frame.
    pub(super) fn bounds(&self) -> Bounds {
        let world = Bounds { south: -90.0, north: 90.0, west: -180.0, east: 180.0 };
        let Projection::Lambert(axes) = &self.projection else { return world };
        let edge = edge_points(self.corners()).map(|xy| place_of(lambert_inverse(axes, xy)));
        let edge: Vec<LatLon> = edge.collect();
        let centre = place_of(axes.up);
        let turned = edge.iter().map(|place| {
            let turns = ((place.longitude - centre.longitude) / 360.0).round();
            Bounds::of(LatLon { longitude: place.longitude - 360.0 * turns, ..*place })
        });
        let bounds = turned.fold(Bounds::of(centre), Bounds::with);
        let sides = self.sides(axes);
        let sees = |pole: Vector| sides.iter().all(|side| dot(*side, pole) >= 0.0);
        let all_round = Bounds { west: -180.0, east: 180.0, ..bounds };
        // Between the points of the edge it may reach a little farther.
        match (sees([0.0, 0.0, 1.0]), sees([0.0, 0.0, -1.0])) {
            (true, _) => Bounds { north: 90.0, south: bounds.south - 1.0, ..all_round },
            (_, true) => Bounds { south: -90.0, north: bounds.north + 1.0, ..all_round },
            _ => Bounds {
                south: bounds.south - 1.0,
                north: bounds.north + 1.0,
                west: bounds.west - 1.0,
                east: bounds.east + 1.0,
            },
        }
    }
}

/// Points along the edge between corners.
fn edge_points(corners: [Xy; 4]) -> impl Iterator<Item = Xy> {
    const STEPS: u32 = 16;
    (0..4).flat_map(move |at| {
        let (from, until) = (corners[at], corners[(at + 1) % 4]);
        (0..STEPS).map(move |step| between(from, until, f64::from(step) / f64::from(STEPS)))
    })
}

/// From one place to another, in km.
pub fn distance(a: LatLon, b: LatLon) -> f64 {
    let (a, b) = (vector(a), vector(b));
    let across = cross(a, b);
    dot(across, across).sqrt().atan2(dot(a, b)) * EARTH_RADIUS
}

pub(super) fn projected(projection: &Projection, place: LatLon) -> Xy {
    match projection {
        Projection::Lambert(axes) => lambert(axes, vector(place)),
        Projection::EqualEarth(meridian) => {
            let turns = ((place.longitude - meridian) / 360.0).round();
            let longitude = place.longitude - 360.0 * turns;
            equal_earth(*meridian, LatLon { longitude, ..place })
        }
    }
}

fn extent(points: impl Iterator<Item = Xy>) -> (Xy, Xy) {
    let far = f64::MAX;
    points.fold(((far, far), (-far, -far)), |(low, high), (x, y)| {
        ((low.0.min(x), low.1.min(y)), (high.0.max(x), high.1.max(y)))
    })
}

/// About the smallest cap around points: its centre, and its radius in radians. Bădoiu and Clarkson's
/// algorithm: the centre goes to the farthest point in ever shorter steps.
fn cap_around(points: &[Vector]) -> Option<(Vector, f64)> {
    const STEPS: u32 = 100;
    let sum = points.iter().fold([0.0; 3], |sum, point| add(sum, *point));
    let mut centre = if dot(sum, sum) < 1e-12 { *points.first()? } else { unit(sum) };
    let farthest = |centre: Vector| {
        points.iter().copied().min_by(|a, b| dot(centre, *a).total_cmp(&dot(centre, *b)))
    };
    for step in 1..=STEPS {
        let far = farthest(centre)?;
        let share = 1.0 / f64::from(step + 1);
        centre = unit(add(centre.map(|it| it * (1.0 - share)), far.map(|it| it * share)));
    }
    let radius = dot(centre, farthest(centre)?).clamp(-1.0, 1.0).acos();
    Some((centre, radius))
}

fn add(a: Vector, b: Vector) -> Vector {
    [a[0] + b[0], a[1] + b[1], a[2] + b[2]]
}

/// The meridian opposite the middle of the widest gap between places.
fn widest_gap_opposite(places: &[LatLon]) -> f64 {
    let mut longitudes: Vec<f64> =
        places.iter().map(|place| place.longitude.rem_euclid(360.0)).collect();
    longitudes.sort_by(f64::total_cmp);
    let Some(first) = longitudes.first().copied() else { return 0.0 };
    let next = longitudes.iter().skip(1).copied().chain([first + 360.0]);
    let gaps = longitudes.iter().zip(next).map(|(from, until)| (until - from, *from));
    let (gap, from) =
        gaps.fold((0.0, first), |widest, gap| if gap.0 > widest.0 { gap } else { widest });
    let meridian = from + gap / 2.0 + 180.0;
    meridian - 360.0 * (meridian / 360.0).round()
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZE: FrameSize = FrameSize {
        width: 600.0,
        least_height: 300.0,
        most_height: 450.0,
        least_km: 1500.0,
        margin: 0.1,
    };

    fn at(latitude: f64, longitude: f64) -> LatLon {
        LatLon { latitude, longitude }
    }

    #[test]
    fn a_single_place_is_in_the_middle_of_a_region() {
        let frame = Frame::around(&[at(37.96, 126.68)], &SIZE).expect("a frame");
        let (x, y) = frame.position(at(37.96, 126.68)).expect("in the frame");
        assert!((x - 300.0).abs() < 0.5 && (y - frame.height / 2.0).abs() < 0.5, "{x} {y}");
        assert!((frame.km_per_pixel() - 2.5).abs() < 0.01, "{}", frame.km_per_pixel());
    }

    #[test]
    fn all_places_are_within_the_margins() {
        let near_180 = [at(-17.8, 178.0), at(-14.0, -171.0), at(-21.0, -175.0)];
        let region = [at(1.25, 103.82), at(39.0, 125.75), at(21.03, 105.86), at(43.0, 131.9)];
        let world = [at(59.0, 18.0), at(38.9, -77.0), at(-33.9, 18.4), at(39.0, 125.7)];
        let poles = [at(-89.0, 0.0), at(-80.0, 170.0), at(-75.0, -60.0)];
        for places in [&near_180[..], &region, &world, &poles] {
            let frame = Frame::around(places, &SIZE).expect("a frame");
            for place in places {
                let (x, y) =
                    frame.position(*place).unwrap_or_else(|| panic!("{place:?} is outside"));
                assert!((0.0..=600.0).contains(&x) && (0.0..=frame.height).contains(&y));
            }
        }
    }

    #[test]
    fn places_on_both_sides_of_180_degrees_are_near_one_another() {
        let frame = Frame::around(&[at(-17.8, 178.0), at(-14.0, -171.0)], &SIZE).expect("a frame");
        assert!(frame.is_region());
        assert!(frame.km_per_pixel() < 3.0, "{}", frame.km_per_pixel());
    }

    #[test]
    fn the_world_is_cut_where_nothing_happened() {
        // Washington to Pyongyang by way of Europe: the Pacific is the widest gap.
        let places = [at(38.9, -77.0), at(59.3, 18.0), at(39.0, 125.75)];
        let frame = Frame::around(&places, &SIZE).expect("a frame");
        let meridian = match frame.projection {
            Projection::EqualEarth(meridian) => meridian,
            Projection::Lambert(_) => panic!("a region"),
        };
        assert!((meridian - 24.4).abs() < 0.1, "{meridian}");
        let x = |place| frame.position(place).expect("in the frame").0;
        assert!(x(places[0]) < x(places[1]) && x(places[1]) < x(places[2]));
    }
}
