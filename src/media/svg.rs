//! The size of an SVG (SVG 2, 8.2).

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Of pictures that have none (CSS Images 3, 4.3).
const DEFAULT_WIDTH: f64 = 300.0;
const DEFAULT_HEIGHT: f64 = 150.0;

/// Width and height in pixels; `None` if the root is no `<svg>`.
pub(super) fn read_size(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut reader = Reader::from_str(std::str::from_utf8(bytes).ok()?);
    loop {
        match reader.read_event().ok()? {
            Event::Start(root) | Event::Empty(root) => {
                let is_svg = root.local_name().as_ref().eq_ignore_ascii_case("svg");
                return is_svg.then(|| size_of(&root));
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn size_of(root: &BytesStart<'_>) -> (u32, u32) {
    let attribute = |name: &str| {
        let found = root.attributes().flatten().find(|it| it.key.as_ref() == name)?;
        Some(found.value.into_owned())
    };
    let length = |name: &str| pixels(&attribute(name)?);
    let view_box = attribute("viewBox").and_then(|written| {
        let numbers = written
            .split(|c: char| c == ',' || c.is_ascii_whitespace())
            .filter(|part| !part.is_empty());
        let numbers: Vec<f64> = numbers.map(str::parse).collect::<Result<_, _>>().ok()?;
        match numbers[..] {
            [_, _, width, height] if width > 0.0 && height > 0.0 => Some((width, height)),
            _ => None,
        }
    });
    let (width, height) = match (length("width"), length("height"), view_box) {
        (Some(width), Some(height), _) => (width, height),
        (Some(width), None, Some((across, down))) => (width, width * down / across),
        (None, Some(height), Some((across, down))) => (height * across / down, height),
        (None, None, Some(size)) => size,
        (width, height, None) => (width.unwrap_or(DEFAULT_WIDTH), height.unwrap_or(DEFAULT_HEIGHT)),
    };
    let whole = |length: f64| (length.round() as u32).max(1);
    (whole(width), whole(height))
}

/// A length in pixels; `None` for a share or a length that depends on type.
fn pixels(written: &str) -> Option<f64> {
    let written = written.trim();
    let end = written.find(|c: char| c.is_ascii_alphabetic() || c == '%').unwrap_or(written.len());
    let (number, unit) = written.split_at(end);
    let number: f64 = number.trim().parse().ok()?;
    let in_pixels = match unit {
        "" | "px" => 1.0,
        "pt" => 96.0 / 72.0,
        "pc" => 16.0,
        "in" => 96.0,
        "cm" => 96.0 / 2.54,
        "mm" => 96.0 / 25.4,
        _ => return None,
    };
    (number > 0.0).then_some(number * in_pixels)
}

#[cfg(test)]
mod tests {
    use super::read_size;

    #[test]
    fn the_size_is_that_of_the_root() {
        let size = |attributes: &str| read_size(format!("<svg {attributes}/>").as_bytes());
        assert_eq!(size("width='40' height='20px'"), Some((40, 20)));
        assert_eq!(size("viewBox='0 0 360 240'"), Some((360, 240)));
        assert_eq!(size("viewBox='0,0,360,240' width='720'"), Some((720, 480)));
        assert_eq!(size("viewBox='0 0 360 240' width='100%' height='100%'"), Some((360, 240)));
        assert_eq!(size("width='1in' height='2.54cm'"), Some((96, 96)));
        assert_eq!(size("viewBox='0,0\r\n360\t240'"), Some((360, 240)));
        assert_eq!(size("width='40'"), Some((40, 150)));
        assert_eq!(size("height='40' viewBox='0 0 0 0'"), Some((300, 40)));
        assert_eq!(size(""), Some((300, 150)));
        assert_eq!(read_size(b"<?xml version='1.0'?><!-- x --><html/>"), None);
        assert_eq!(read_size(b"text"), None);
    }
}
