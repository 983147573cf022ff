//! Land, countries and borders of a frame as paths.

use super::LatLon;
use super::clip::{Xy, clip_ring};
use super::frame::{Frame, projected};
use super::outlines::{Area, Bounds, Ring, level_for, outlines};
use super::path::{push_line, push_ring};
use super::projection::{Projection, Vector, dot, equal_earth, lambert, unit, vector};

/// By so many pixels a line may be off; on maps of the world, which have longer coasts, by more.
const TOLERANCE: f64 = 0.9;
const TOLERANCE_OF_WORLD: f64 = 1.8;
/// Between the heights at which the widest part of a country is looked for.
const SCAN_LINES: usize = 16;

/// What is drawn of a part of the world. Paths are the `d` of SVG paths in half pixels.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Shapes {
    pub land: String,
    /// Of each of the countries, in their order.
    pub countries: Vec<CountryShape>,
    /// Areas that one of the countries claims, and that belong to none of them.
    pub claimed: String,
    /// Borders of the countries with others.
    pub borders: String,
    /// Borders of the countries that are disputed, and those of `claimed`.
    pub disputed: String,
}

/// A country on a map.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct CountryShape {
    /// Empty if it has no outline, is not in the frame, or is too small to be seen.
    pub path: String,
    /// In pixels: the middle of its widest part, and how wide that is.
    pub name_spot: Option<(i32, i32, i32)>,
}

/// Draws a frame with these countries, given by their codes in capitals.
pub fn draw_shapes(frame: &Frame, countries: &[&str]) -> Shapes {
    let painter = Painter::new(frame);
    let outlines = outlines();
    let mut land = String::new();
    for ring in &outlines.land {
        for part in painter.ring(ring) {
            push_ring(&mut land, &part);
        }
    }
    let areas: Vec<&Area> = countries.iter().filter_map(|code| outlines.area(code)).collect();
    let is_named = |code: &[u8; 2]| countries.iter().any(|country| country.as_bytes() == code);
    let claims = |area: &&Area| !is_named(&area.code) && area.claimed_by.iter().any(is_named);
    let claimed_areas: Vec<&Area> = outlines.areas.iter().filter(claims).collect();
    let mut claimed = String::new();
    for part in claimed_areas.iter().flat_map(|area| &area.rings).flat_map(|it| painter.ring(it)) {
        push_ring(&mut claimed, &part);
    }
    let (borders, disputed) = painter.borders(&areas, &claimed_areas);
    let shape = |code: &&str| {
        outlines.area(code).map_or_else(CountryShape::default, |area| painter.country(area))
    };
    let countries = countries.iter().map(shape).collect();
    Shapes { land, countries, claimed, borders, disputed }
}

/// The outline of a frame in another, as a path.
pub fn draw_outline(frame: &Frame, within: &Frame) -> String {
    let mut path = String::new();
    push_ring(&mut path, &within.outline_of(frame));
    path
}

struct Painter<'a> {
    frame: &'a Frame,
    /// Of the points that matter.
    level: u8,
    bounds: Bounds,
    /// Of a region.
    sides: Option<[Vector; 4]>,
}

impl<'a> Painter<'a> {
    fn new(frame: &'a Frame) -> Self {
        let (sides, tolerance) = match &frame.projection {
            Projection::Lambert(axes) => (Some(frame.sides(axes)), TOLERANCE),
            Projection::EqualEarth(_) => (None, TOLERANCE_OF_WORLD),
        };
        let level = level_for(frame.km_per_pixel() * tolerance);
        Painter { frame, level, bounds: frame.bounds(), sides }
    }

    /// The parts of a ring in the frame, in pixels.
    fn ring(&self, ring: &Ring) -> Vec<Vec<Xy>> {
        if !ring.bounds.overlaps(&self.bounds) {
            return Vec::new();
        }
        let points = outlines().ring_points(ring, self.level);
        if points.len() < 3 {
            return Vec::new();
        }
        let parts = match &self.frame.projection {
            Projection::Lambert(_) => vec![self.ring_of_region(&points)],
            Projection::EqualEarth(meridian) => self.rings_of_world(&points, *meridian),
        };
        let rect = self.frame.rect();
        let cut = parts.into_iter().map(|part| rect.clip_ring(part));
        cut.filter(|part| part.len() > 2).collect()
    }

    fn ring_of_region(&self, points: &[LatLon]) -> Vec<Xy> {
        let Projection::Lambert(axes) = &self.frame.projection else { return Vec::new() };
        let mut ring: Vec<Vector> = points.iter().map(|place| vector(*place)).collect();
        let cross = |a: Vector, b: Vector, share: f64| {
            unit([0, 1, 2].map(|at| a[at] + (b[at] - a[at]) * share))
        };
        for side in self.sides.iter().flatten() {
            ring = clip_ring(&ring, |point| dot(*side, point), cross);
        }
        ring.into_iter().map(|point| self.frame.pixel(lambert(axes, point))).collect()
    }

    /// A ring may cross the edge of the world, so that it is in several parts.
    fn rings_of_world(&self, points: &[LatLon], meridian: f64) -> Vec<Vec<Xy>> {
        let mut ring: Vec<Xy> =
            points.iter().map(|place| (place.longitude - meridian, place.latitude)).collect();
        let (Some(first), Some(last)) = (ring.first().copied(), ring.last().copied()) else {
            return Vec::new();
        };
        // Around a pole: closed along the edge of the world.
        if (last.0 - first.0).abs() > 180.0 {
            let pole = if last.1 < 0.0 { -90.0 } else { 90.0 };
            let turn = 360.0 * ((last.0 - first.0) / 360.0).round();
            ring.extend([(first.0 + turn, first.1), (first.0 + turn, pole), (first.0, pole)]);
        }
        let (west, east) = ring.iter().fold((f64::MAX, f64::MIN), |(west, east), point| {
            (west.min(point.0), east.max(point.0))
        });
        let turns = [-720.0, -360.0, 0.0, 360.0, 720.0];
        let parts = turns.into_iter().filter(|turn| west + turn < 180.0 && east + turn > -180.0);
        parts
            .map(|turn| {
                let turned: Vec<Xy> = ring.iter().map(|(x, y)| (x + turn, *y)).collect();
                let cut = clip_ring(&turned, |point| point.0 + 180.0, super::clip::between);
                let cut = clip_ring(&cut, |point| 180.0 - point.0, super::clip::between);
                let place = |(longitude, latitude)| LatLon { latitude, longitude };
                let pixel = |point: Xy| self.frame.pixel(equal_earth(0.0, place(point)));
                cut.into_iter().map(pixel).collect()
            })
            .collect()
    }

    fn country(&self, area: &Area) -> CountryShape {
        let parts: Vec<Vec<Xy>> = area.rings.iter().flat_map(|ring| self.ring(ring)).collect();
        let mut path = String::new();
        for part in &parts {
            push_ring(&mut path, part);
        }
        let spots = parts.iter().filter_map(|part| widest_part(part, self.frame));
        let spot = spots.max_by_key(|(_, _, width, size)| (*size, *width));
        CountryShape { path, name_spot: spot.map(|(x, y, width, _)| (x, y, width)) }
    }

    /// The borders of some countries, and those of them that are disputed.
    fn borders(&self, areas: &[&Area], claimed: &[&Area]) -> (String, String) {
        let outlines = outlines();
        // How many of all areas have an arc, so that coasts can be told from borders.
        let mut sides = vec![0u8; outlines.arcs.len()];
        let arcs = |area: &Area| -> Vec<usize> {
            area.rings.iter().flat_map(|ring| &ring.arcs).map(|(arc, _)| *arc).collect()
        };
        let mut is_coast = vec![false; outlines.arcs.len()];
        for (arc, _) in outlines.land.iter().flat_map(|ring| &ring.arcs) {
            is_coast[*arc] = true;
        }
        for area in areas {
            for arc in arcs(area) {
                sides[arc] |= 1;
            }
        }
        for area in claimed {
            for arc in arcs(area) {
                sides[arc] |= 2;
            }
        }
        // A line between two parts of the same country is no border.
        let is_inner = |area: &&Area, arc: usize| {
            area.rings.iter().flat_map(|ring| &ring.arcs).filter(|it| it.0 == arc).count() > 1
        };
        let (mut solid, mut dashed) = (String::new(), String::new());
        for (arc, side) in sides.iter().enumerate() {
            if *side == 0 || is_coast[arc] || !outlines.arcs[arc].bounds.overlaps(&self.bounds) {
                continue;
            }
            if areas.iter().chain(claimed).any(|area| is_inner(area, arc)) {
                continue;
            }
            let into = match outlines.arcs[arc].is_dashed {
                true => &mut dashed,
                // The outer border of what is claimed is only drawn where it is one of a country.
                false if *side == 2 => continue,
                false => &mut solid,
            };
            for line in self.line(arc) {
                push_line(into, &line);
            }
        }
        (solid, dashed)
    }

    /// The parts of an arc in the frame.
    fn line(&self, arc: usize) -> Vec<Vec<Xy>> {
        let mut parts: Vec<Vec<Xy>> = vec![Vec::new()];
        let mut last: Option<f64> = None;
        for place in outlines().arc_points(arc, self.level) {
            let (is_seen, is_jump) = match &self.frame.projection {
                Projection::Lambert(axes) => (dot(axes.up, vector(place)) > 0.0, false),
                Projection::EqualEarth(meridian) => {
                    let turn = ((place.longitude - meridian) / 360.0).round();
                    (true, last.replace(turn).is_some_and(|last| last != turn))
                }
            };
            if (!is_seen || is_jump) && parts.last().is_some_and(|part| !part.is_empty()) {
                parts.push(Vec::new());
            }
            if let Some(part) = parts.last_mut().filter(|_| is_seen) {
                part.push(self.frame.pixel(projected(&self.frame.projection, place)));
            }
        }
        let rect = self.frame.rect();
        parts.iter().flat_map(|part| rect.clip_line(part)).collect()
    }
}

/// The middle of the widest part of an area within the frame, the width there, and the size of the
/// area, to choose among several.
fn widest_part(ring: &[Xy], frame: &Frame) -> Option<(i32, i32, i32, i32)> {
    let inside = |y: f64| y.clamp(0.0, frame.height);
    let (low, high) = ring.iter().fold((f64::MAX, f64::MIN), |(low, high), (_, y)| {
        (low.min(inside(*y)), high.max(inside(*y)))
    });
    let mut best: Option<(f64, f64, f64)> = None;
    for line in 1..SCAN_LINES {
        let share = line as f64 / SCAN_LINES as f64;
        let y = low + (high - low) * share;
        let mut crossings: Vec<f64> = Vec::new();
        for (at, b) in ring.iter().enumerate() {
            let a = ring[(at + ring.len() - 1) % ring.len()];
            if (a.1 > y) != (b.1 > y) {
                let x = a.0 + (b.0 - a.0) * (y - a.1) / (b.1 - a.1);
                crossings.push(x.clamp(0.0, frame.width));
            }
        }
        crossings.sort_by(f64::total_cmp);
        for pair in crossings.chunks_exact(2) {
            // A name looks best in the middle of its country, not at its edge.
            let worth = |width: f64, share: f64| width * (1.0 - (share - 0.5).abs());
            let width = pair[1] - pair[0];
            let is_better = best.is_none_or(|(_, best_y, best_width)| {
                let best_share = (best_y - low) / (high - low);
                worth(width, share) > worth(best_width, best_share)
            });
            if is_better {
                best = Some((f64::midpoint(pair[0], pair[1]), y, width));
            }
        }
    }
    let (x, y, width) = best?;
    let size = (width * (high - low)).round() as i32;
    Some((x.round() as i32, y.round() as i32, width.round() as i32, size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::map::{FrameSize, distance, main_part};

    const SIZE: FrameSize = FrameSize {
        width: 304.0,
        least_height: 228.0,
        most_height: 304.0,
        least_km: 1500.0,
        margin: 0.2,
    };
    /// Too small for the scale of the outlines, or for a map of 1,500 km.
    const WITHOUT_OUTLINE: [&str; 5] = ["BV", "GI", "TK", "TV", "UM"];

    fn codes() -> Vec<&'static str> {
        let names = include_str!("../catalog/countries/names.tsv");
        names.lines().next().expect("a header").split('\t').skip(1).collect()
    }

    /// Latitude and longitude by code.
    fn capitals() -> Vec<(&'static str, LatLon)> {
        let rows = include_str!("../catalog/countries/capitals.tsv").lines().skip(1);
        let number = |cell: &str| cell.parse().expect("a number");
        let capital = |row: &'static str| match row.split('\t').collect::<Vec<_>>()[..] {
            [code, lat, lon] => (code, LatLon { latitude: number(lat), longitude: number(lon) }),
            _ => panic!("{row}"),
        };
        rows.map(capital).collect()
    }

    /// The lines of a path, each as its points in pixels.
    fn lines(d: &str) -> Vec<Vec<Xy>> {
        let line = |line: &str| {
            let spaced = line.trim_end_matches('z').replace('-', " -").replace('l', " ");
            let numbers: Vec<f64> =
                spaced.split_whitespace().map(|number| number.parse().expect(line)).collect();
            let mut at = (0.0, 0.0);
            let points = numbers.chunks_exact(2).map(|step| {
                at = (at.0 + step[0] / 2.0, at.1 + step[1] / 2.0);
                at
            });
            points.collect()
        };
        d.split('M').skip(1).map(line).collect()
    }

    #[test]
    fn each_country_has_an_outline_in_its_own_frame() {
        let (mut without, mut unseen) = (Vec::new(), Vec::new());
        for code in codes() {
            let main = main_part(code);
            let Some(frame) = Frame::around(&main, &SIZE) else {
                without.push(code);
                continue;
            };
            let shapes = draw_shapes(&frame, &[code]);
            if shapes.countries[0].path.is_empty() {
                unseen.push(code);
            }
            for path in [&shapes.land, &shapes.countries[0].path, &shapes.borders] {
                for (x, y) in lines(path).into_iter().flatten() {
                    let rect = frame.rect();
                    let is_inside = rect.low.0 - 0.5 <= x && x <= rect.high.0 + 0.5;
                    let is_inside = is_inside && rect.low.1 - 0.5 <= y && y <= rect.high.1 + 0.5;
                    assert!(is_inside, "{code}: {x} {y}");
                }
            }
        }
        assert_eq!(without, WITHOUT_OUTLINE);
        // Of less than a pixel: maps mark them.
        assert!(unseen.len() < 30, "{unseen:?}");
        for seen in ["SG", "KP", "FJ", "RU", "US", "AQ", "MT", "LU", "CY", "KI"] {
            assert!(!unseen.contains(&seen) || seen == "KI", "{seen} is not seen");
        }
    }

    #[test]
    fn no_line_runs_across_the_map() {
        let world = FrameSize { width: 664.0, most_height: 480.0, ..SIZE };
        let codes = codes();
        let around = |meridian: f64| -> Vec<LatLon> {
            let place = |(latitude, east)| LatLon { latitude, longitude: meridian + east };
            [(60.0, -100.0), (-40.0, -60.0), (10.0, 0.0), (-35.0, 70.0), (50.0, 100.0)]
                .map(place)
                .to_vec()
        };
        for meridian in [-170.0, -120.0, -60.0, 0.0, 24.4, 90.0, 150.0, 180.0] {
            let frame = Frame::around(&around(meridian), &world).expect("a frame");
            assert!(matches!(frame.projection, Projection::EqualEarth(_)));
            let south = LatLon { latitude: -90.0, longitude: meridian };
            let (_, pole) = frame.pixel(projected(&frame.projection, south));
            let shapes = draw_shapes(&frame, &codes);
            let countries = shapes.countries.iter().map(|country| &country.path);
            for path in
                [&shapes.land, &shapes.borders, &shapes.disputed].into_iter().chain(countries)
            {
                for line in lines(path) {
                    for pair in line.windows(2) {
                        let far = (pair[1].0 - pair[0].0).abs() > frame.width / 4.0;
                        // Along the edge, where land is cut off, and at the pole.
                        let is_edge =
                            |y: f64| y < -1.0 || y > frame.height + 1.0 || (y - pole).abs() < 1.0;
                        let at_edge = is_edge(pair[0].1) && is_edge(pair[1].1);
                        assert!(!far || at_edge, "{pair:?} at {meridian}");
                    }
                }
            }
        }
    }

    #[test]
    fn capitals_are_in_their_countries() {
        let (outlines, mut far) = (outlines(), Vec::new());
        for (code, capital) in capitals() {
            let Some(area) = outlines.area(code) else { continue };
            let points = area.rings.iter().flat_map(|ring| outlines.ring_points(ring, 0));
            let nearest = points.map(|place| distance(place, capital)).fold(f64::MAX, f64::min);
            let is_inside = area.rings.iter().any(|ring| {
                let ring = outlines.ring_points(ring, 0);
                let edges = (0..ring.len()).map(|at| (ring[at], ring[(at + 1) % ring.len()]));
                let crosses = edges.filter(|(a, b)| {
                    let is_between =
                        (a.latitude > capital.latitude) != (b.latitude > capital.latitude);
                    let share = (capital.latitude - a.latitude) / (b.latitude - a.latitude);
                    is_between
                        && capital.longitude < a.longitude + share * (b.longitude - a.longitude)
                });
                crosses.count() % 2 == 1
            });
            if !is_inside && nearest > 20.0 {
                far.push((code, nearest.round()));
            }
        }
        // Their islands are too small for the scale of the outlines.
        assert_eq!(far, [("PN", 192.0), ("TC", 63.0)]);
    }

    #[test]
    fn a_border_of_two_countries_is_one_line() {
        let frame = Frame::around(&main_part("KP"), &SIZE).expect("a frame");
        let of = |codes: &[&str]| draw_shapes(&frame, codes);
        let (north, both) = (of(&["KP"]), of(&["KP", "KR"]));
        assert!(!north.disputed.is_empty());
        assert_eq!(north.disputed, both.disputed);
        assert_eq!(north.borders, both.borders, "South Korea has no other border");
        assert!(of(&["VN"]).borders.is_empty(), "not in the frame");
    }

    #[test]
    fn what_is_claimed_belongs_to_no_country() {
        let frame = Frame::around(&main_part("MA"), &SIZE).expect("a frame");
        let (morocco, both) = (draw_shapes(&frame, &["MA"]), draw_shapes(&frame, &["MA", "EH"]));
        assert!(!morocco.claimed.is_empty() && both.claimed.is_empty());
        assert_eq!(morocco.countries[0], both.countries[0]);
        assert_eq!(morocco.disputed, both.disputed);
    }
}
