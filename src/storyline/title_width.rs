//! The width of text in the theme's font of drawings.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use unicode_width::UnicodeWidthChar;

/// Of the bold font, in thousandths of the font size.
static WIDTHS: LazyLock<FxHashMap<char, u16>> = LazyLock::new(|| {
    let line = |line: &str| {
        let mut fields = line.split(' ');
        let code = u32::from_str_radix(fields.next()?, 16).ok()?;
        Some((char::from_u32(code)?, fields.nth(1)?.parse().ok()?))
    };
    include_str!("../../themes/broadsheet/fonts/sans-widths.txt").lines().filter_map(line).collect()
});

/// The width of a bold text in pixels, at a font size in pixels. Kerning is left out.
pub fn bold_width(text: &str, font_size: f64) -> f64 {
    let width = |c: char| f64::from(WIDTHS.get(&c).copied().unwrap_or_else(|| width_elsewhere(c)));
    text.chars().map(width).sum::<f64>() * font_size / 1_000.0
}

/// About the width of a character that the font lacks, in thousandths of the font size.
fn width_elsewhere(c: char) -> u16 {
    match c.width() {
        None | Some(0) => 0,
        Some(1) => 600,
        // East Asian.
        Some(_) => 1_000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widths_are_those_of_the_font() {
        assert_eq!(bold_width("", 12.0), 0.0);
        let (narrow, wide) = (bold_width("ill", 12.0), bold_width("MWM", 12.0));
        assert!(narrow * 2.0 < wide, "{narrow} and {wide}");
        assert_eq!(bold_width("정상", 12.0), 24.0);
        assert_eq!(bold_width("لقاء", 10.0), 24.0);
    }
}
