//! A frame with countries and places as templates see it.

use super::places::StoryPlace;
use crate::catalog::PageIx;
use crate::map::{
    Anchor, Box2, CountryShape, Frame, FrameSize, Label, LabelRequest, Shapes, place_labels,
};
use crate::page::page_cache::MapCountry;
use crate::page::site_data::SiteData;
use crate::page::summaries::event_item;
use crate::page::view::{MapCountryView, MapDotView, MapLabelView, MapPlaceView, MapView};
use crate::storyline::bold_width;

/// Of the sizes of text on maps of the width of the text, in pixels.
const TEXT: f64 = 13.0;
/// On a phone, a map of the width of the text is this much smaller.
const PHONE_SCALE: f64 = 0.45;
/// In lines of text.
const LINE: f64 = 1.15;
/// A narrower country has a mark.
const NARROWEST: i32 = 7;
/// Of that mark.
const MARK_RADIUS: f64 = 5.0;
/// A name may be so much wider than its country.
const OVERHANG: f64 = 1.5;

/// In the column beside the text, and in the text.
pub(super) const LOCATOR: FrameSize = FrameSize {
    width: 304.0,
    least_height: 228.0,
    most_height: 304.0,
    least_km: 1500.0,
    margin: 0.15,
};
pub(super) const IN_TEXT: FrameSize = FrameSize {
    width: 664.0,
    least_height: 330.0,
    most_height: 480.0,
    least_km: 1500.0,
    margin: 0.07,
};

/// What a map shows.
pub(super) struct Scene<'a> {
    pub(super) frame: &'a Frame,
    pub(super) shapes: &'a Shapes,
    /// Of `shapes`.
    pub(super) countries: &'a [&'a MapCountry],
    /// The country of the page.
    pub(super) lit: Option<PageIx>,
    /// The most important first.
    pub(super) places: &'a [StoryPlace],
    /// The part that another map shows larger, which has the names.
    pub(super) detail: Option<&'a Frame>,
}

/// A dot: places that are too near one another to be told apart.
struct Dot<'a> {
    at: (f64, f64),
    radius: f64,
    count: usize,
    /// The first is the most important.
    places: Vec<(usize, &'a StoryPlace)>,
}

impl Scene<'_> {
    pub(super) fn view(&self, data: &SiteData<'_>) -> MapView {
        let (frame, shapes) = (self.frame, self.shapes);
        let dots = self.dots();
        let is_in_text = frame.width > LOCATOR.width;
        let labels = self.labels(data, &dots, 1.0);
        let small_labels = is_in_text.then(|| self.labels(data, &dots, PHONE_SCALE));
        let small = |at: usize| small_labels.as_ref().and_then(|labels| label_view(labels[at]));
        let country = |(at, (country, shape)): (usize, (&&MapCountry, &CountryShape))| {
            let (page, mark) = (country.page, self.mark(country, shape));
            let is_seen = !shape.path.is_empty() || mark.is_some();
            is_seen.then(|| MapCountryView {
                title: data.title(page),
                href: data.href(page),
                lang: data.lang(page),
                is_this: self.lit == Some(page),
                path: shape.path.clone(),
                mark: mark.map(|(x, y)| [x.round() as i32, y.round() as i32]),
                label: label_view(labels[at]),
                small_label: small(at),
            })
        };
        let countries =
            self.countries.iter().zip(&shapes.countries).enumerate().filter_map(country);
        let first_dot = self.countries.len();
        let dot = |(at, dot): (usize, &Dot<'_>)| {
            let (place, first) = dot.places[0];
            let size = match dot.count {
                0 | 1 => "one",
                2..=4 => "few",
                _ => "many",
            };
            MapDotView {
                title: first.name.clone(),
                lang: first.lang.clone(),
                x: dot.at.0.round() as i32,
                y: dot.at.1.round() as i32,
                size,
                is_approximate: dot.places.iter().all(|(_, place)| place.is_approximate),
                count: dot.count,
                href: match (&first.events[..], first.topic, dot.count) {
                    ([event], _, 1) => Some(data.href(*event)),
                    ([], Some(topic), 1) => Some(data.href(topic)),
                    _ => None,
                },
                place: place + 1,
                label: label_view(labels[first_dot + at]),
                small_label: small(first_dot + at),
            }
        };
        MapView {
            width: frame.width as i32,
            height: frame.height as i32,
            land: shapes.land.clone(),
            claimed: shapes.claimed.clone(),
            borders: shapes.borders.clone(),
            disputed: shapes.disputed.clone(),
            countries: countries.collect(),
            has_counts: dots.iter().any(|dot| dot.count > 1),
            dots: dots.iter().enumerate().map(dot).collect(),
            places: self.places.iter().map(|place| self.place_view(data, place)).collect(),
            detail: None,
            detail_area: String::new(),
            at_capital: None,
        }
    }

    fn dots(&self) -> Vec<Dot<'_>> {
        let mut dots: Vec<Dot<'_>> = Vec::new();
        for (index, place) in self.places.iter().enumerate() {
            let Some(at) = self.frame.position(place.at) else { continue };
            let count = place.events.len().max(1);
            let radius = radius(count);
            let near = dots.iter_mut().find(|dot| {
                let (dx, dy) = (dot.at.0 - at.0, dot.at.1 - at.1);
                dx.hypot(dy) < dot.radius + radius - 2.0
            });
            match near {
                Some(dot) => {
                    dot.places.push((index, place));
                    dot.count += count;
                    dot.radius = self::radius(dot.count);
                }
                None => dots.push(Dot { at, radius, count, places: vec![(index, place)] }),
            }
        }
        dots
    }

    /// Where a country too small to be seen is.
    fn mark(&self, country: &MapCountry, shape: &CountryShape) -> Option<(f64, f64)> {
        let is_narrow = shape.name_spot.is_none_or(|(.., width)| width < NARROWEST);
        let at = self.frame.position(country.capital?)?;
        is_narrow.then_some(at)
    }

    /// The places of the names of countries, then of dots. `scale`: how much smaller the map is shown.
    fn labels(&self, data: &SiteData<'_>, dots: &[Dot<'_>], scale: f64) -> Vec<Option<Label>> {
        let (font, height) = (TEXT / scale, TEXT * LINE / scale);
        let of_country = |(country, shape): (&&MapCountry, &CountryShape)| {
            let width = || bold_width(&data.entry(country.page).title, font);
            if let Some(at) = self.mark(country, shape) {
                let radius = MARK_RADIUS / scale;
                return Some(LabelRequest { at, radius, width: width(), height });
            }
            let (x, y, room) = shape.name_spot?;
            let (at, width) = ((f64::from(x), f64::from(y)), width());
            let fits = width <= f64::from(room) * OVERHANG || self.lit == Some(country.page);
            fits.then_some(LabelRequest { at, radius: 0.0, width, height })
        };
        let is_elsewhere = |dot: &Dot<'_>| {
            self.detail.is_some_and(|detail| detail.position(dot.places[0].1.at).is_some())
        };
        let of_dot = |dot: &Dot<'_>| {
            let width = bold_width(&dot_text(dot), font);
            let radius = dot.radius / scale;
            let is_named = !dot.places[0].1.name.is_empty() && !is_elsewhere(dot);
            is_named.then_some(LabelRequest { at: dot.at, radius, width, height })
        };
        let countries: Vec<Option<LabelRequest>> =
            self.countries.iter().zip(&self.shapes.countries).map(of_country).collect();
        // The country of the page, then places, then other countries.
        let is_lit = |at: &usize| self.lit == Some(self.countries[*at].page);
        let first_dot = countries.len();
        let (lit, others): (Vec<usize>, Vec<usize>) = (0..first_dot).partition(is_lit);
        let order = lit.into_iter().chain(first_dot..first_dot + dots.len()).chain(others);
        let requests = order.filter_map(|at| match at.checked_sub(first_dot) {
            Some(dot) => of_dot(&dots[dot]).map(|request| (at, request)),
            None => countries[at].map(|request| (at, request)),
        });
        let (order, requests): (Vec<usize>, Vec<LabelRequest>) = requests.unzip();
        let marks = self.countries.iter().zip(&self.shapes.countries);
        let marks = marks.filter_map(|(country, shape)| self.mark(country, shape));
        let taken: Vec<Box2> = dots
            .iter()
            .map(|dot| Box2::around(dot.at, dot.radius / scale))
            .chain(marks.map(|at| Box2::around(at, MARK_RADIUS / scale)))
            .collect();
        let placed = place_labels(&requests, &taken, (self.frame.width, self.frame.height));
        let mut labels = vec![None; first_dot + dots.len()];
        for (at, label) in order.into_iter().zip(placed) {
            labels[at] = label;
        }
        labels
    }

    fn place_view(&self, data: &SiteData<'_>, place: &StoryPlace) -> MapPlaceView {
        // What the reader knows, or the name says, is not repeated.
        let country = place.country.filter(|country| {
            self.lit != Some(*country) && !place.name.contains(&data.title(*country))
        });
        MapPlaceView {
            name: place.name.clone(),
            lang: place.lang.clone(),
            country: country.map(|country| data.title(country)),
            country_lang: country.and_then(|country| data.lang(country)),
            href: place.topic.map(|topic| data.href(topic)),
            events: place.events.iter().map(|event| event_item(data, *event)).collect(),
            is_approximate: place.is_approximate,
        }
    }
}

/// In pixels: the area grows with the number of events, in steps.
fn radius(count: usize) -> f64 {
    match count {
        0 | 1 => 4.5,
        2..=4 => 6.0,
        _ => 8.0,
    }
}

/// As the template writes it.
fn dot_text(dot: &Dot<'_>) -> String {
    let name = &dot.places[0].1.name;
    if dot.count > 1 { format!("{name} {}", dot.count) } else { name.clone() }
}

fn label_view(label: Option<Label>) -> Option<MapLabelView> {
    let Label { x, y, anchor } = label?;
    let anchor = match anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    Some(MapLabelView { x: x.round() as i32, y: y.round() as i32, anchor })
}
