//! TOML whose syntax is broken: the parser goes on after an error, and makes up what it does not
//! find; here it is told what was a mistake and what followed from one.

use std::ops::Range;

use super::messages;
use super::tree::{Node, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span, line_range};

/// Reports the errors of a text, each with the bytes where it was met and what the parser says of
/// it, and makes unread in the tree what stands there. False where keys may stand in the text that
/// the tree lacks.
pub(super) fn recover(
    path: &SourcePath,
    text: &str,
    offset: usize,
    mut errors: Vec<(Range<usize>, &str)>,
    root: &mut Node,
    problems: &mut Vec<Diagnostic>,
) -> bool {
    if errors.is_empty() {
        return true;
    }
    errors.sort_by_key(|(span, _)| span.start);
    let mut groups = BracketIndex::new(root, text, offset);
    let mut broken = BrokenRegions::default();
    let (mut header_is_broken, mut after_again, mut whole) = (false, 0, true);
    for (span, message) in errors {
        // The rest of a broken line, or of a list that is not closed, says anything.
        if broken.regions.last().is_some_and(|last| last.range().contains(&(offset + span.start))) {
            continue;
        }
        let line = line_range(text, span.start);
        let group =
            groups.innermost_at(offset + span.start, Span::new(line.clone()).shifted(offset));
        let fault = ErrorSite {
            line: &text[line.clone()],
            enclosing: group.and_then(|group| {
                text.get(group.start as usize - offset..group.end as usize - offset)
            }),
        };
        broken
            .regions
            .push(group.unwrap_or_else(|| Span::new(line.start..line.end + 1).shifted(offset)));
        whole &= match group {
            Some(group) => !fault.is_unclosed() && (group.start as usize) < offset + line.start,
            None => is_single_assignment(fault.line),
        };
        // Without one header, the keys below it are those of the one before, and later headers are
        // of another kind.
        let is_again = message == "duplicate key";
        let again_in_a_row =
            text.get(after_again..line.start).is_some_and(|between| between.trim().is_empty());
        let follows = is_again && if fault.is_header() { header_is_broken } else { again_in_a_row };
        header_is_broken |= fault.is_header();
        if is_again {
            after_again = line.end;
        }
        let name = text.get(span.clone()).unwrap_or("");
        let place = Span::new(span).shifted(offset);
        match group {
            _ if follows => {}
            Some(group) if fault.is_unclosed() => problems
                .push(messages::unclosed_bracket(path, Span { end: group.start + 1, ..group })),
            _ if is_again && fault.is_header() => {
                problems.push(messages::duplicate_toml_header(path, place, name))
            }
            _ if is_again => problems.push(messages::duplicate_toml_key(path, place, name)),
            Some(_) => problems.push(messages::toml_syntax_in_brackets(path, place, message)),
            None => problems.push(messages::toml_syntax(path, place, message, fault.line)),
        }
    }
    broken.invalidate_tree(root) && whole
}

/// Where an error was met.
struct ErrorSite<'a> {
    line: &'a str,
    /// The list or group in brackets round it that goes on through several lines, as the parser
    /// read it.
    enclosing: Option<&'a str>,
}

impl ErrorSite<'_> {
    fn is_header(&self) -> bool {
        self.line.starts_with('[')
    }

    /// True where it was met because a bracket above is not closed, which makes all that follows a
    /// part of the group.
    fn is_unclosed(&self) -> bool {
        self.enclosing.is_some_and(|group| {
            let is_list = group.starts_with('[');
            self.is_header()
                || !group.ends_with(if is_list { ']' } else { '}' })
                || is_list && is_single_assignment(self.line)
        })
    }
}

/// True for a line that gives one key a value, and no other.
fn is_single_assignment(line: &str) -> bool {
    let is_bare = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    };
    line.split_once('=').is_some_and(|(name, value)| is_bare(name.trim()) && !value.contains('='))
}

/// All lists and inline groups of keys of a tree, to be asked for place after place.
struct BracketIndex {
    remaining: std::iter::Peekable<std::vec::IntoIter<Span>>,
    open: Vec<Span>,
}

impl BracketIndex {
    fn new(root: &Node, text: &str, offset: usize) -> Self {
        let mut all = Vec::new();
        let begins = |group: Span, bracket: char| {
            text.get((group.start as usize).wrapping_sub(offset)..)
                .is_some_and(|text| text.starts_with(bracket))
        };
        Self::collect(root, &begins, &mut all);
        all.sort_unstable();
        BracketIndex { remaining: all.into_iter().peekable(), open: Vec::new() }
    }

    /// Those of headers are not in brackets, though their header is.
    fn collect(node: &Node, begins: &impl Fn(Span, char) -> bool, all: &mut Vec<Span>) {
        match &node.value {
            Value::List(entries) => {
                let is_of_headers =
                    entries.first().is_some_and(|entry| entry.span.start <= node.span.start);
                all.extend(Some(node.span).filter(|span| begins(*span, '[') && !is_of_headers));
                entries.iter().for_each(|entry| Self::collect(entry, begins, all));
            }
            Value::Record(entries) => {
                all.extend(Some(node.span).filter(|span| begins(*span, '{')));
                entries.iter().for_each(|(_, entry)| Self::collect(entry, begins, all));
            }
            Value::Scalar(_) | Value::Null | Value::Invalid(_) => {}
        }
    }

    /// The innermost in which a byte stands, of those that do not both begin and end in its line.
    /// It must not stand before the last that was asked for.
    fn innermost_at(&mut self, at: usize, line: Span) -> Option<Span> {
        while let Some(group) = self.remaining.next_if(|group| group.start as usize <= at) {
            self.open.retain(|open| open.end >= group.start);
            self.open.push(group);
        }
        self.open.retain(|open| open.end as usize >= at);
        self.open.iter().rfind(|open| open.start < line.start || open.end > line.end).copied()
    }
}

/// Where the syntax is broken: lines, and lists and groups that go on through several. What stands
/// there was made up by the parser.
#[derive(Default)]
struct BrokenRegions {
    regions: Vec<Span>,
}

impl BrokenRegions {
    /// Makes unread what stands in these places. False where nothing stands in one of them.
    fn invalidate_tree(mut self, root: &mut Node) -> bool {
        self.regions.sort_unstable();
        let mut found = vec![false; self.regions.len()];
        self.invalidate(root, &mut found);
        found.into_iter().all(|found| found)
    }

    fn invalidate(&self, node: &mut Node, found: &mut [bool]) {
        let (start, end) = (node.span.start, node.span.end.max(node.span.start + 1));
        let first = self.regions.partition_point(|place| place.end <= start);
        let here = self.regions[first..].iter().take_while(|place| place.start < end).count();
        match &mut node.value {
            // A list or group counts where it is itself the place; else what is in it does.
            Value::List(_) | Value::Record(_) if self.regions.get(first) != Some(&node.span) => {}
            Value::Null => {}
            // What the parser made up may stand nowhere.
            _ if here > 0 || node.span.is_empty() => {
                found[first..first + here].fill(true);
                *node = Node::invalid(node.span);
                return;
            }
            _ => {}
        }
        match &mut node.value {
            Value::List(entries) => {
                entries.iter_mut().for_each(|entry| self.invalidate(entry, found))
            }
            Value::Record(entries) => {
                entries.iter_mut().for_each(|(_, entry)| self.invalidate(entry, found))
            }
            _ => {}
        }
    }
}
