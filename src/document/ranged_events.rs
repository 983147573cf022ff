//! The events of the parser with their ranges: joining and replacing texts.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::markdown::{as_citation, footnote_ref_length, is_verbatim};

/// An event of the parser with its range.
pub(super) type RangedEvent<'t> = (Event<'t>, Range<usize>);

/// What replaces a range inside of a text.
pub(super) type Cut<'t> = (Range<usize>, Vec<RangedEvent<'t>>);

/// Joins texts that are adjacent in the source.
pub(super) fn join_texts<'t>(text: &'t str, events: Vec<RangedEvent<'t>>) -> Vec<RangedEvent<'t>> {
    let mut joined: Vec<RangedEvent<'t>> = Vec::with_capacity(events.len());
    // Whether the last event is a text that others may be joined to.
    let mut is_open = false;
    for (event, range) in events {
        let is_verbatim = matches!(&event, Event::Text(said) if is_verbatim(said, text, &range));
        // An undefined `[^note]` is reported by its bracket.
        let is_note = is_verbatim
            && &text[range.clone()] == "["
            && footnote_ref_length(&text[range.start..]).is_some();
        match joined.last_mut() {
            Some((before, place))
                if is_open && is_verbatim && !is_note && place.end == range.start =>
            {
                place.end = range.end;
                *before = Event::Text(text[place.clone()].into());
            }
            _ => {
                joined.push((event, range));
                is_open = is_verbatim && !is_note;
            }
        }
    }
    joined
}

/// A text that is verbatim in the source.
pub(super) struct TextPart {
    pub(super) range: Range<usize>,
    /// The index of the event that starts the innermost element around it.
    pub(super) parent: Option<usize>,
    pub(super) is_in_link: bool,
}

impl TextPart {
    /// True where a backslash before byte `at` makes it an ordinary character.
    pub(super) fn is_escaped(&self, text: &str, at: usize) -> bool {
        at == self.range.start && text[..at].ends_with('\\')
    }
}

/// The texts outside of pictures and of addresses.
pub(super) fn text_parts(text: &str, events: &[RangedEvent<'_>]) -> Vec<TextPart> {
    let (mut parts, mut parents, mut opaque_until, mut links) = (Vec::new(), Vec::new(), 0, 0);
    for (index, (event, range)) in events.iter().enumerate() {
        match event {
            Event::Start(tag) if as_citation(tag).is_some() => {}
            Event::Start(tag) => {
                parents.push(index);
                match tag {
                    Tag::Image { .. }
                    | Tag::Link {
                        link_type:
                            LinkType::Autolink
                            | LinkType::Email
                            | LinkType::WikiLink { has_pothole: false },
                        ..
                    } => opaque_until = range.end,
                    _ => {}
                }
                links += i32::from(matches!(tag, Tag::Link { .. }));
            }
            Event::End(tag) => {
                parents.pop();
                links -= i32::from(*tag == TagEnd::Link);
            }
            Event::Text(said) if range.start >= opaque_until && is_verbatim(said, text, range) => {
                let parent = parents.last().copied();
                parts.push(TextPart { range: range.clone(), parent, is_in_link: links > 0 });
            }
            _ => {}
        }
    }
    parts
}

/// Replaces ranges inside of texts. The cuts are in order and do not overlap.
pub(super) fn splice<'t>(
    text: &'t str,
    events: Vec<RangedEvent<'t>>,
    cuts: Vec<Cut<'t>>,
) -> Vec<RangedEvent<'t>> {
    if cuts.is_empty() {
        return events;
    }
    let mut out = Vec::with_capacity(events.len() + 3 * cuts.len());
    let mut cuts = cuts.into_iter().peekable();
    for (event, range) in events {
        let mut at = range.start;
        if matches!(event, Event::Text(_)) {
            while let Some((cut, replacement)) = cuts.next_if(|(cut, _)| cut.end <= range.end) {
                if at < cut.start {
                    out.push((Event::Text(text[at..cut.start].into()), at..cut.start));
                }
                out.extend(replacement);
                at = cut.end;
            }
        }
        if at == range.start {
            out.push((event, range));
        } else if at < range.end {
            out.push((Event::Text(text[at..range.end].into()), at..range.end));
        }
    }
    out
}
