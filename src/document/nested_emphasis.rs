//! Emphasis that CommonMark nests beside letters of scripts without spaces.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::ranged_events::RangedEvent;
use crate::text::is_spaceless_script;

/// `**一（二）**三**四**`: CommonMark opens bold text within bold text where the first is to end, at a
/// mark after punctuation and before a letter of a script without spaces. Makes two of them.
pub(super) fn part_nested<'t>(
    text: &str,
    mut events: Vec<RangedEvent<'t>>,
) -> Vec<RangedEvent<'t>> {
    struct Open {
        start: usize,
        /// The start and end of an element of the same kind in this one.
        inner: Option<(usize, usize)>,
    }
    let mut open: Vec<Open> = Vec::new();
    let mut nested: Vec<[usize; 4]> = Vec::new();
    for (at, (event, _)) in events.iter().enumerate() {
        match event {
            Event::Start(_) => open.push(Open { start: at, inner: None }),
            Event::End(_) => {
                let Some(Open { start, inner }) = open.pop() else { continue };
                if let Some((inner_start, inner_end)) = inner {
                    nested.push([start, inner_start, inner_end, at]);
                    continue;
                }
                let Some(outer) = open.last_mut().filter(|outer| outer.inner.is_none()) else {
                    continue;
                };
                if let ((Event::Start(tag), range), (Event::Start(outer_tag), _)) =
                    (&events[start], &events[outer.start])
                    && tag == outer_tag
                    && may_end_before_letter(tag, text, range)
                {
                    outer.inner = Some((start, at));
                }
            }
            _ => {}
        }
    }
    for [outer_start, inner_start, inner_end, outer_end] in nested {
        let Event::Start(tag) = events[inner_start].0.clone() else { continue };
        let mark = mark_length(&tag);
        let (inner, outer) = (events[inner_start].1.clone(), events[outer_start].1.clone());
        let first = outer.start..inner.start + mark;
        let second = inner.end - mark..outer.end;
        events[outer_start].1 = first.clone();
        events[inner_start] = (Event::End(tag.to_end()), first);
        events[inner_end] = (Event::Start(tag), second.clone());
        events[outer_end].1 = second;
    }
    events
}

/// The number of characters of the mark of bold, struck or emphasized text; 0 for others.
fn mark_length(tag: &Tag<'_>) -> usize {
    match tag {
        Tag::Strong | Tag::Strikethrough => 2,
        Tag::Emphasis => 1,
        _ => 0,
    }
}

/// True for the start of bold, struck or emphasized text after punctuation and before a letter of a script
/// without spaces.
pub(super) fn may_end_before_letter(tag: &Tag<'_>, text: &str, element: &Range<usize>) -> bool {
    let mark = mark_length(tag);
    if mark == 0 {
        return false;
    }
    let before = text[..element.start].chars().next_back();
    let after = text[element.start + mark..].chars().next();
    before.is_some_and(|c| !c.is_alphanumeric() && !c.is_whitespace())
        && after.is_some_and(|c| c.is_alphanumeric() && is_spaceless_script(c))
}
