//! The words of a stretch of a piece, as a reader would read them aloud.

use super::{Document, LinkForm, Outline, Part, PieceId};
use crate::text::{Span, any_pair, collapse};

impl Document {
    /// The words of a stretch of a piece in one line, without markup, pictures, the targets of links, citations and marks of footnotes. The stretch may begin and end
    /// inside of elements. `shown` gives what stands in the place of the text of a link, by its number in the outline, where something does.
    pub fn plain<'a>(&'a self, piece: PieceId, stretch: Span, shown: impl Fn(usize) -> Option<&'a str>) -> String {
        let outline = self.outline(piece);
        let mut out = String::with_capacity(stretch.range().len());
        for (part, span) in outline.markup.parts_in(self.markdown(piece), stretch) {
            let text = match part {
                Part::Text(text) | Part::Code(text) => text,
                Part::SoftBreak | Part::HardBreak => " ",
                _ => continue,
            };
            match outline.link_around(span) {
                Some(link) if outline.links[link].form == LinkForm::Image => {}
                // The text of a link that has no words of its own is one.
                Some(link) => out.push_str(shown(link).unwrap_or(text)),
                None => out.push_str(text),
            }
        }
        without_gaps(collapse(&out))
    }
}

impl Outline {
    /// The number of the innermost link or picture round a place.
    fn link_around(&self, place: Span) -> Option<usize> {
        let begun = self.links.partition_point(|link| link.span.start <= place.start);
        self.links[..begun].iter().rposition(|link| link.span.end >= place.end)
    }
}

/// A citation taken out leaves its space behind: "Hanoi [@x]." reads "Hanoi .".
fn without_gaps(text: String) -> String {
    const STOPS: [u8; 6] = *b".,;:?!";
    if !any_pair(&text, |one, other| one == b' ' && STOPS.contains(&other)) {
        return text;
    }
    let (mut out, mut from) = (String::with_capacity(text.len()), 0);
    for space in memchr::memchr_iter(b' ', text.as_bytes()) {
        if text.as_bytes().get(space + 1).is_some_and(|next| STOPS.contains(next)) {
            out.push_str(&text[from..space]);
            from = space + 1;
        }
    }
    out.push_str(&text[from..]);
    out
}
