//! Definition lists that are none: the parser needs no space after the colon.

use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::ranged_events::RangedEvent;

/// The parser takes `:::note` and `:smile:` for definitions.
pub(super) fn is_false_definition(text: &str, range: &Range<usize>) -> bool {
    let meaning = text[range.clone()].strip_prefix(':');
    meaning.is_some_and(|meaning| !meaning.starts_with(char::is_whitespace))
}

/// Makes paragraphs of definition lists in which no colon has a space after it.
pub(super) fn without_false_definitions<'t>(
    text: &'t str,
    events: Vec<RangedEvent<'t>>,
) -> Vec<RangedEvent<'t>> {
    // For each list, in order, whether all its definitions are false; open lists by their number.
    let (mut is_false, mut open): (Vec<bool>, Vec<usize>) = (Vec::new(), Vec::new());
    for (event, range) in &events {
        match event {
            Event::Start(Tag::DefinitionList) => {
                open.push(is_false.len());
                is_false.push(true);
            }
            Event::End(TagEnd::DefinitionList) => drop(open.pop()),
            Event::Start(Tag::DefinitionListDefinition) => {
                if let Some(list) = open.last() {
                    is_false[*list] &= is_false_definition(text, range);
                }
            }
            _ => {}
        }
    }
    if !is_false.contains(&true) {
        return events;
    }
    let (mut lists, mut out) = (is_false.into_iter(), Vec::with_capacity(events.len()));
    let mut open: Vec<bool> = Vec::new();
    let mut events = events.into_iter().peekable();
    // Whether the current false definition is a paragraph of its own.
    let mut is_tight = false;
    while let Some((event, range)) = events.next() {
        let in_false_list = open.last() == Some(&true);
        match event {
            Event::Start(Tag::DefinitionList) => {
                let is_false = lists.next() == Some(true);
                open.push(is_false);
                if !is_false {
                    out.push((event, range));
                }
            }
            Event::End(TagEnd::DefinitionList) => {
                if open.pop() != Some(true) {
                    out.push((event, range));
                }
            }
            Event::Start(Tag::DefinitionListTitle) if in_false_list => {
                out.push((Event::Start(Tag::Paragraph), range));
            }
            Event::End(TagEnd::DefinitionListTitle) if in_false_list => {
                out.push((Event::End(TagEnd::Paragraph), range));
            }
            Event::Start(Tag::DefinitionListDefinition) if in_false_list => {
                let paragraph = events.next_if(|(event, _)| *event == Event::Start(Tag::Paragraph));
                is_tight = paragraph.is_none();
                out.push((Event::Start(Tag::Paragraph), range.clone()));
                let colon = range.start..range.start + 1;
                out.push((Event::Text(text[colon.clone()].into()), colon));
            }
            Event::End(TagEnd::DefinitionListDefinition) if in_false_list => {
                if is_tight {
                    out.push((Event::End(TagEnd::Paragraph), range));
                }
            }
            event => out.push((event, range)),
        }
    }
    out
}
