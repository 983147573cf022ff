//! Texts in boxes: the largest size at which a text fits, its lines, and the font of each letter.

use std::cell::RefCell;

use rustc_hash::FxHashMap;
use serde::Serialize;

use super::fonts::{CardFonts, FaceIx, is_drawn};
use super::lines::{balanced, break_lines, shortened};
use crate::text::{nfc, push_escaped_html};

/// Longer texts fit into no card, in characters.
const LONGEST: usize = 600;

/// Where a text may be, in pixels, and how it is set.
#[derive(Clone, Debug)]
pub struct TextBox<'a> {
    pub family: &'a str,
    pub weight: u16,
    pub width: f64,
    pub height: f64,
    /// The sizes to choose from, the largest first.
    pub sizes: &'a [u32],
    /// The distance of lines, in sizes.
    pub line_height: f64,
    pub is_right_to_left: bool,
}

/// A text that fits into a box.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FittedText {
    pub size: u32,
    /// The distance of lines in pixels.
    pub step: u32,
    /// Markup: `tspan` elements where the font is not the one that was asked for.
    pub lines: Vec<String>,
}

/// Fits a text into a box. A text that is too long for the smallest size ends in an ellipsis.
pub fn fit(text: &str, into: &TextBox<'_>, fonts: &CardFonts) -> FittedText {
    // Not allowed in XML.
    let is_forbidden = |c: char| c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}');
    let as_space = |c: char| if is_forbidden(c) { ' ' } else { c };
    let text: String = nfc(text).chars().take(LONGEST).map(as_space).collect();
    let letters = Letters::new(fonts, into, &text);
    let width = |text: &str| letters.width(text);
    let mut fitted = FittedText::default();
    for size in into.sizes {
        let step = f64::from(*size) * into.line_height;
        let most = (into.height / step).floor().max(1.0) as usize;
        // Widths are in thousandths of the size.
        let widest = into.width * 1_000.0 / f64::from(*size);
        let lines = break_lines(&text, widest, &width);
        let fits = lines.len() <= most;
        let lines = match fits {
            true => balanced(&text, widest, &width),
            false => shortened(&lines, most, widest, &width),
        };
        let lines = lines.iter().map(|line| letters.markup(line, into.is_right_to_left)).collect();
        fitted = FittedText { size: *size, step: step.round() as u32, lines };
        if fits {
            break;
        }
    }
    fitted
}

/// The fonts of letters, each looked up once.
struct Letters<'a> {
    fonts: &'a CardFonts,
    asked: Option<FaceIx>,
    /// It has all letters of the text.
    is_asked_enough: bool,
    weight: u16,
    known: RefCell<FxHashMap<char, (Option<FaceIx>, f64)>>,
}

impl<'a> Letters<'a> {
    fn new(fonts: &'a CardFonts, into: &TextBox<'_>, text: &str) -> Self {
        let asked = fonts.of_family(into.family, into.weight);
        let is_asked_enough = asked.is_some_and(|asked| fonts.has_all(asked, text));
        Letters { fonts, asked, is_asked_enough, weight: into.weight, known: RefCell::default() }
    }

    /// The font of a character, and its width in thousandths of the size.
    fn of_char(&self, c: char) -> (Option<FaceIx>, f64) {
        *self.known.borrow_mut().entry(c).or_insert_with(|| {
            let face = match self.is_asked_enough {
                true => self.asked,
                false => self.fonts.of_char(c, self.asked, self.weight),
            };
            let width = face.map_or(0.0, |face| self.fonts.advance(face, c));
            (face, width)
        })
    }

    fn width(&self, text: &str) -> f64 {
        text.chars().map(|c| self.of_char(c).1).sum()
    }

    /// A line with its fonts.
    fn markup(&self, line: &str, is_right_to_left: bool) -> String {
        let mut runs: Vec<(Option<FaceIx>, String)> = Vec::new();
        for c in line.chars() {
            match runs.last_mut() {
                // A space or joiner belongs to the letter before it.
                Some((_, run)) if !is_drawn(c) => run.push(c),
                Some((face, run)) if *face == self.of_char(c).0 => run.push(c),
                _ => runs.push((self.of_char(c).0, c.to_string())),
            }
        }
        let mut markup = String::new();
        // The renderer sets all lines from the left; an embedding (UAX #9) turns the line.
        markup.extend(is_right_to_left.then_some('\u{202b}'));
        for (face, run) in runs {
            match face.filter(|face| Some(*face) != self.asked) {
                Some(face) => {
                    let name = CardFonts::name(face);
                    markup.extend(["<tspan font-family=\"", &name, "\">"]);
                    push_escaped_html(&run, &mut markup);
                    markup.push_str("</tspan>");
                }
                None => push_escaped_html(&run, &mut markup),
            }
        }
        markup.extend(is_right_to_left.then_some('\u{202c}'));
        markup
    }
}
