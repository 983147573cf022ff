//! The two projections, both equal-area, so that no country looks larger than another of its size.
//!
//! Lambert's azimuthal projection is for regions: J. P. Snyder, Map Projections: A Working Manual,
//! USGS Professional Paper 1395 (1987), pages 185–187. Equal Earth is for the whole world: B. Šavrič,
//! T. Patterson and B. Jenny, The Equal Earth map projection, International Journal of Geographical
//! Information Science 33 (2019), pages 454–465.

use super::LatLon;

/// On a sphere of radius 1; y grows to the north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Projection {
    Lambert(Axes),
    /// With its central meridian, in degrees.
    EqualEarth(f64),
}

/// A point of the unit sphere.
pub(super) type Vector = [f64; 3];

/// The directions at the centre of a view: up from the ground, to the east, and to the north.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Axes {
    pub(super) up: Vector,
    pub(super) east: Vector,
    pub(super) north: Vector,
}

impl Axes {
    pub(super) fn at(place: LatLon) -> Axes {
        let (sin_lat, cos_lat) = place.latitude.to_radians().sin_cos();
        let (sin_lon, cos_lon) = place.longitude.to_radians().sin_cos();
        Axes {
            up: [cos_lat * cos_lon, cos_lat * sin_lon, sin_lat],
            east: [-sin_lon, cos_lon, 0.0],
            north: [-sin_lat * cos_lon, -sin_lat * sin_lon, cos_lat],
        }
    }
}

/// Lambert's projection of a point. The point opposite the centre has none.
pub(super) fn lambert(axes: &Axes, point: Vector) -> (f64, f64) {
    let stretch = (2.0 / (1.0 + dot(axes.up, point)).max(1e-9)).sqrt();
    (stretch * dot(axes.east, point), stretch * dot(axes.north, point))
}

/// The point that Lambert's projection places there.
pub(super) fn lambert_inverse(axes: &Axes, (x, y): (f64, f64)) -> Vector {
    let half = (x * x + y * y).min(4.0) / 4.0;
    let (up, side) = (1.0 - 2.0 * half, (1.0 - half).sqrt());
    let of = |at: usize| up * axes.up[at] + side * (x * axes.east[at] + y * axes.north[at]);
    [of(0), of(1), of(2)]
}

const A: [f64; 4] = [1.340264, -0.081106, 0.000893, 0.003796];

/// The Equal Earth projection of a point, by its longitude from the central meridian.
pub(super) fn equal_earth(meridian: f64, place: LatLon) -> (f64, f64) {
    let root = 3f64.sqrt() / 2.0;
    let theta = (root * place.latitude.to_radians().sin()).asin();
    let (t2, longitude) = (theta * theta, (place.longitude - meridian).to_radians());
    let t6 = t2 * t2 * t2;
    let slope = A[0] + 3.0 * A[1] * t2 + t6 * (7.0 * A[2] + 9.0 * A[3] * t2);
    let x = longitude * theta.cos() / (root * slope);
    (x, theta * (A[0] + A[1] * t2 + t6 * (A[2] + A[3] * t2)))
}

pub(super) fn vector(place: LatLon) -> Vector {
    Axes::at(place).up
}

pub(super) fn place_of(point: Vector) -> LatLon {
    LatLon {
        latitude: point[2].clamp(-1.0, 1.0).asin().to_degrees(),
        longitude: point[1].atan2(point[0]).to_degrees(),
    }
}

pub(super) fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

pub(super) fn cross(a: Vector, b: Vector) -> Vector {
    [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

pub(super) fn unit(v: Vector) -> Vector {
    let length = dot(v, v).sqrt();
    if length == 0.0 { v } else { v.map(|part| part / length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> LatLon {
        LatLon { latitude, longitude }
    }

    #[test]
    fn lambert_gives_the_numbers_of_the_manual() {
        // Snyder, page 332: centre 40° N 100° W, point 20° S 100° E, radius 3.
        let axes = Axes::at(at(40.0, -100.0));
        let (x, y) = lambert(&axes, vector(at(-20.0, 100.0)));
        assert!((3.0 * x - -4.2339303).abs() < 1e-6, "{}", 3.0 * x);
        assert!((3.0 * y - 4.0257775).abs() < 1e-6, "{}", 3.0 * y);
    }

    #[test]
    fn lambert_can_be_inverted() {
        let axes = Axes::at(at(37.0, 127.5));
        for place in [at(1.25, 103.8), at(-40.0, 175.0), at(80.0, -20.0), at(37.0, 127.5)] {
            let there = place_of(lambert_inverse(&axes, lambert(&axes, vector(place))));
            assert!((there.latitude - place.latitude).abs() < 1e-9, "{place:?}: {there:?}");
            assert!((there.longitude - place.longitude).abs() < 1e-9, "{place:?}: {there:?}");
        }
    }

    #[test]
    fn equal_earth_has_the_shape_that_its_authors_give() {
        // The equator is 2.05458 times as long as the central meridian, the poles 0.59247 of it.
        let (east, _) = equal_earth(0.0, at(0.0, 180.0));
        let (pole, top) = equal_earth(0.0, at(90.0, 180.0));
        assert!((east / top - 2.05458).abs() < 1e-4, "{}", east / top);
        assert!((pole / east - 0.59247).abs() < 1e-3, "{}", pole / east);
    }

    #[test]
    fn both_keep_areas() {
        // A cell of one degree, anywhere, has the area that it has on the sphere.
        let corners = |lat: f64, lon: f64| {
            [(0.0, 0.0), (0.0, 1.0), (1.0, 1.0), (1.0, 0.0)]
                .map(|(north, east)| at(lat + north, lon + east))
        };
        let area = |corners: [(f64, f64); 4]| {
            let part = |i: usize| {
                let ((ax, ay), (bx, by)) = (corners[i], corners[(i + 1) % 4]);
                ax * by - bx * ay
            };
            (0..4).map(part).sum::<f64>().abs() / 2.0
        };
        let axes = Axes::at(at(20.0, 10.0));
        let cells: [(f64, f64); 4] = [(0.0, 0.0), (45.0, 60.0), (-60.0, -80.0), (75.0, 20.0)];
        for (lat, lon) in cells {
            let truth =
                1f64.to_radians() * ((lat + 1.0).to_radians().sin() - lat.to_radians().sin());
            let both = [
                area(corners(lat, lon).map(|place| lambert(&axes, vector(place)))),
                area(corners(lat, lon).map(|place| equal_earth(10.0, place))),
            ];
            assert!(both.iter().all(|it| (it / truth - 1.0).abs() < 0.005), "{both:?} {truth}");
        }
    }
}
