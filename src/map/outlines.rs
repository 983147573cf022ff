//! The outlines of land and countries, embedded in the program. `outlines/README.md` describes the
//! format of the file.

use std::ops::Range;
use std::sync::LazyLock;

use super::LatLon;

static OUTLINES: LazyLock<Outlines> =
    LazyLock::new(|| Reader(include_bytes!("outlines/outlines.bin")).read());

/// Of the coordinates of the file, in degrees.
const UNIT: f64 = 0.005;
/// Points of the lowest level matter by so many km.
const FINEST: f64 = 0.9;
/// From one level to the next.
const LEVEL_STEP: f64 = 1.5;
const TOP_LEVEL: u8 = 15;
/// The level at which a country is measured.
const MEASURED_LEVEL: u8 = 6;
/// Of the area of a country: so much counts as its main part.
const MAIN_SHARE: f64 = 0.8;

/// All outlines. An arc is a line between two points where borders or coasts meet, or a closed line.
pub(super) struct Outlines {
    points: Vec<Point>,
    pub(super) arcs: Vec<Arc>,
    /// Of all countries together.
    pub(super) land: Vec<Ring>,
    /// By code.
    pub(super) areas: Vec<Area>,
}

/// In units of the file; longitudes may pass 180°, so that lines do not jump.
#[derive(Clone, Copy)]
struct Point {
    longitude: i32,
    latitude: i16,
    level: u8,
}

pub(super) struct Arc {
    points: Range<usize>,
    /// It is disputed.
    pub(super) is_dashed: bool,
    pub(super) bounds: Bounds,
}

/// A closed line: its arcs, each with whether it is run through backwards.
pub(super) struct Ring {
    pub(super) arcs: Vec<(usize, bool)>,
    pub(super) bounds: Bounds,
}

/// A country, or an area that maps count to none.
pub(super) struct Area {
    /// ISO 3166-1 alpha-2, or two characters that are no code.
    pub(super) code: [u8; 2],
    /// The codes of countries that claim it.
    pub(super) claimed_by: Vec<[u8; 2]>,
    pub(super) rings: Vec<Ring>,
}

/// In degrees. The east may be beyond 180°.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Bounds {
    pub(super) south: f64,
    pub(super) north: f64,
    pub(super) west: f64,
    pub(super) east: f64,
}

impl Bounds {
    const NONE: Bounds =
        Bounds { south: f64::MAX, north: f64::MIN, west: f64::MAX, east: f64::MIN };

    pub(super) fn with(self, other: Bounds) -> Bounds {
        Bounds {
            south: self.south.min(other.south),
            north: self.north.max(other.north),
            west: self.west.min(other.west),
            east: self.east.max(other.east),
        }
    }

    /// True if they may overlap, whatever the turn by which longitudes are counted.
    pub(super) fn overlaps(&self, other: &Bounds) -> bool {
        let turns = [-360.0, 0.0, 360.0];
        self.south <= other.north
            && other.south <= self.north
            && turns
                .iter()
                .any(|turn| self.west + turn <= other.east && other.west <= self.east + turn)
    }
}

pub(super) fn outlines() -> &'static Outlines {
    &OUTLINES
}

/// The level of points that matter where so many km are the least that is seen.
pub(super) fn level_for(km: f64) -> u8 {
    let level = ((km / FINEST).ln() / LEVEL_STEP.ln()).floor();
    (0..=TOP_LEVEL).rev().find(|it| f64::from(*it) <= level).unwrap_or_default()
}

impl Outlines {
    /// The points of an arc that matter at a level, in order.
    pub(super) fn arc_points(
        &self,
        arc: usize,
        level: u8,
    ) -> impl DoubleEndedIterator<Item = LatLon> + '_ {
        let points = self.points[self.arcs[arc].points.clone()].iter();
        points.filter(move |point| point.level >= level).map(|point| point.place())
    }

    /// The points of a ring that matter at a level, without the first again at the end. Longitudes
    /// do not jump.
    pub(super) fn ring_points(&self, ring: &Ring, level: u8) -> Vec<LatLon> {
        let mut all: Vec<LatLon> = Vec::new();
        for (arc, is_backwards) in &ring.arcs {
            // The last point of an arc is the first of the next.
            let last = all.pop();
            let points = self.arc_points(*arc, level);
            match is_backwards {
                true => all.extend(points.rev()),
                false => all.extend(points),
            }
            let _ = last;
        }
        let mut turn = 0.0;
        for at in 1..all.len() {
            let jump = all[at].longitude + turn - all[at - 1].longitude;
            turn -= 360.0 * (jump / 360.0).round();
            all[at].longitude += turn;
        }
        all
    }

    pub(super) fn area(&self, code: &str) -> Option<&Area> {
        self.areas.iter().find(|area| area.code == code.as_bytes())
    }
}

impl Point {
    fn place(self) -> LatLon {
        LatLon {
            latitude: f64::from(self.latitude) * UNIT,
            longitude: f64::from(self.longitude) * UNIT,
        }
    }
}

/// True if the country has an outline, by its code in capitals.
pub fn has_outline(code: &str) -> bool {
    outlines().area(code).is_some()
}

/// Points around the main part of a country: without far islands and exclaves.
pub fn main_part(code: &str) -> Vec<LatLon> {
    let outlines = outlines();
    let Some(area) = outlines.area(code) else { return Vec::new() };
    let measured = |ring: &Ring| {
        let coarse = outlines.ring_points(ring, MEASURED_LEVEL);
        let points = if coarse.len() < 4 { outlines.ring_points(ring, 0) } else { coarse };
        (surface(&points), points)
    };
    let mut rings: Vec<(f64, Vec<LatLon>)> = area.rings.iter().map(measured).collect();
    rings.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    let total: f64 = rings.iter().map(|(surface, _)| surface).sum();
    let (mut main, mut sum) = (Vec::new(), 0.0);
    for (surface, points) in rings {
        if sum >= MAIN_SHARE * total && !main.is_empty() {
            break;
        }
        sum += surface;
        main.extend(points);
    }
    main
}

/// About the area of a ring, to compare rings.
fn surface(points: &[LatLon]) -> f64 {
    let next = points.iter().cycle().skip(1);
    let part = |(a, b): (&LatLon, &LatLon)| {
        (b.longitude - a.longitude)
            * (a.latitude.to_radians().sin() + b.latitude.to_radians().sin())
    };
    points.iter().zip(next).map(part).sum::<f64>().abs()
}

/// Reads the file, which has been made together with the program.
struct Reader<'a>(&'a [u8]);

impl Reader<'_> {
    fn read(mut self) -> Outlines {
        let (mut points, mut arcs) = (Vec::new(), Vec::new());
        for _ in 0..self.unsigned() {
            let head = self.unsigned();
            let (first, count) = (points.len(), head / 2);
            let (mut longitude, mut latitude) = (0, 0);
            for _ in 0..count {
                longitude += self.signed();
                latitude += self.signed();
                points.push(Point { longitude, latitude: latitude as i16, level: 0 });
            }
            for pair in points[first..].chunks_mut(2) {
                let levels = self.byte();
                for (point, level) in pair.iter_mut().zip([levels & 15, levels >> 4]) {
                    point.level = level;
                }
            }
            let bounds = points[first..].iter().map(|point| Bounds::of(point.place()));
            let bounds = bounds.fold(Bounds::NONE, Bounds::with);
            let is_dashed = head % 2 == 1;
            arcs.push(Arc { points: first..points.len(), is_dashed, bounds });
        }
        let land = self.rings(&arcs);
        let areas = (0..self.unsigned()).map(|_| self.area(&arcs)).collect();
        Outlines { points, arcs, land, areas }
    }

    fn area(&mut self, arcs: &[Arc]) -> Area {
        let code = [self.byte(), self.byte()];
        let claimants = self.unsigned();
        let claimed_by = (0..claimants).map(|_| [self.byte(), self.byte()]).collect();
        Area { code, claimed_by, rings: self.rings(arcs) }
    }

    fn rings(&mut self, arcs: &[Arc]) -> Vec<Ring> {
        (0..self.unsigned()).map(|_| self.ring(arcs)).collect()
    }

    fn ring(&mut self, arcs: &[Arc]) -> Ring {
        let reference = |value: i32| match usize::try_from(value) {
            Ok(arc) => (arc, false),
            Err(_) => ((-1 - value) as usize, true),
        };
        let own: Vec<(usize, bool)> =
            (0..self.unsigned()).map(|_| reference(self.signed())).collect();
        let bounds = own.iter().map(|(arc, _)| arcs[*arc].bounds);
        Ring { bounds: bounds.fold(Bounds::NONE, Bounds::with), arcs: own }
    }

    fn byte(&mut self) -> u8 {
        let (first, rest) = self.0.split_first().expect("outlines.bin is whole");
        self.0 = rest;
        *first
    }

    fn unsigned(&mut self) -> usize {
        let (mut value, mut shift) = (0, 0);
        loop {
            let byte = self.byte();
            value |= usize::from(byte & 127) << shift;
            shift += 7;
            if byte < 128 {
                return value;
            }
        }
    }

    fn signed(&mut self) -> i32 {
        let value = self.unsigned() as i32;
        (value >> 1) ^ -(value & 1)
    }
}

impl Bounds {
    pub(super) fn of(place: LatLon) -> Bounds {
        let LatLon { latitude, longitude } = place;
        Bounds { south: latitude, north: latitude, west: longitude, east: longitude }
    }
}
