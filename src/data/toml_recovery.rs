//! TOML error recovery: separates syntax errors from errors that follow from them, and marks as
//! invalid what the parser made up to go on.

use std::ops::Range;

use super::messages;
use super::tree::{Node, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span, line_range};

/// Reports the parser's errors, each given with its bytes and message, and marks the values there
/// as invalid. False where the tree may lack keys of the text.
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
    let mut brackets = BracketIndex::new(root, text, offset);
    let mut broken = BrokenRegions::default();
    let (mut header_is_broken, mut duplicate_end, mut is_complete) = (false, 0, true);
    for (range, message) in errors {
        // Further errors on a broken line, or in an unclosed list, follow from the first.
        if broken.regions.last().is_some_and(|last| last.range().contains(&(offset + range.start)))
        {
            continue;
        }
        let line = line_range(text, range.start);
        let line_span = Span::new(line.clone()).shifted(offset);
        let bracket = brackets.innermost_at(offset + range.start, line_span);
        let site = ErrorSite {
            line: &text[line.clone()],
            enclosing: bracket.and_then(|bracket| {
                text.get(bracket.start as usize - offset..bracket.end as usize - offset)
            }),
        };
        let whole_line = Span::new(line.start..line.end + 1).shifted(offset);
        broken.regions.push(bracket.unwrap_or(whole_line));
        is_complete &= match bracket {
            Some(bracket) => !site.is_unclosed() && bracket.start < line_span.start,
            None => is_single_assignment(site.line),
        };
        // Below a broken header, keys belong to the header before it and may seem duplicate, as may
        // later headers. Several duplicates in a row are one mistake.
        let is_duplicate = message == "duplicate key";
        let is_in_a_row =
            text.get(duplicate_end..line.start).is_some_and(|between| between.trim().is_empty());
        let is_consequence =
            is_duplicate && if site.is_header() { header_is_broken } else { is_in_a_row };
        header_is_broken |= site.is_header();
        if is_duplicate {
            duplicate_end = line.end;
        }
        if is_consequence {
            continue;
        }
        let name = text.get(range.clone()).unwrap_or("");
        let span = Span::new(range).shifted(offset);
        problems.push(match bracket {
            Some(bracket) if site.is_unclosed() => {
                messages::unclosed_bracket(path, Span { end: bracket.start + 1, ..bracket })
            }
            _ if is_duplicate && site.is_header() => {
                messages::duplicate_toml_header(path, span, name)
            }
            _ if is_duplicate => messages::duplicate_toml_key(path, span, name),
            Some(_) => messages::toml_syntax_in_brackets(path, span, message),
            None => messages::toml_syntax(path, span, message, site.line),
        });
    }
    broken.invalidate_tree(root) && is_complete
}

struct ErrorSite<'a> {
    line: &'a str,
    /// The multi-line list or inline group around the error, as the parser read it.
    enclosing: Option<&'a str>,
}

impl ErrorSite<'_> {
    fn is_header(&self) -> bool {
        self.line.starts_with('[')
    }

    /// True where a bracket above is not closed, so that the parser reads what follows as part of
    /// its list or group.
    fn is_unclosed(&self) -> bool {
        self.enclosing.is_some_and(|group| {
            let is_list = group.starts_with('[');
            self.is_header()
                || !group.ends_with(if is_list { ']' } else { '}' })
                || is_list && is_single_assignment(self.line)
        })
    }
}

/// True for a line that is `key = value` and nothing else.
fn is_single_assignment(line: &str) -> bool {
    let is_bare = |name: &str| {
        !name.is_empty()
            && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-')
    };
    line.split_once('=').is_some_and(|(name, value)| is_bare(name.trim()) && !value.contains('='))
}

/// The bracketed lists and groups of a tree, to be looked up in ascending order of position.
struct BracketIndex {
    remaining: std::iter::Peekable<std::vec::IntoIter<Span>>,
    open: Vec<Span>,
}

impl BracketIndex {
    fn new(root: &Node, text: &str, offset: usize) -> Self {
        let mut all = Vec::new();
        let begins_with = |span: Span, bracket: char| {
            let start = (span.start as usize).wrapping_sub(offset);
            text.get(start..).is_some_and(|text| text.starts_with(bracket))
        };
        Self::collect(root, &begins_with, &mut all);
        all.sort_unstable();
        BracketIndex { remaining: all.into_iter().peekable(), open: Vec::new() }
    }

    fn collect(node: &Node, begins_with: &impl Fn(Span, char) -> bool, all: &mut Vec<Span>) {
        let bracket = match &node.value {
            // The list of `[[headers]]` begins with the bracket of its first header.
            Value::List(entries) => entries
                .first()
                .is_none_or(|entry| entry.span.start > node.span.start)
                .then_some('['),
            Value::Record(_) => Some('{'),
            _ => None,
        };
        if bracket.is_some_and(|bracket| begins_with(node.span, bracket)) {
            all.push(node.span);
        }
        node.children().for_each(|child| Self::collect(child, begins_with, all));
    }

    /// The innermost bracket around a byte, except those that begin and end in its line. The byte
    /// must not be before that of an earlier call.
    fn innermost_at(&mut self, at: usize, line: Span) -> Option<Span> {
        while let Some(bracket) = self.remaining.next_if(|next| next.start as usize <= at) {
            self.open.retain(|open| open.end >= bracket.start);
            self.open.push(bracket);
        }
        self.open.retain(|open| open.end as usize >= at);
        self.open.iter().rfind(|open| open.start < line.start || open.end > line.end).copied()
    }
}

/// Lines, multi-line lists and multi-line groups with broken syntax: the parser made up what is in
/// them.
#[derive(Default)]
struct BrokenRegions {
    regions: Vec<Span>,
}

impl BrokenRegions {
    /// Marks the values in the regions as invalid. False where a region has none.
    fn invalidate_tree(mut self, root: &mut Node) -> bool {
        self.regions.sort_unstable();
        let mut found = vec![false; self.regions.len()];
        self.invalidate(root, &mut found);
        found.into_iter().all(|found| found)
    }

    fn invalidate(&self, node: &mut Node, found: &mut [bool]) {
        let (start, end) = (node.span.start, node.span.end.max(node.span.start + 1));
        let first = self.regions.partition_point(|region| region.end <= start);
        let here = self.regions[first..].iter().take_while(|region| region.start < end).count();
        let is_collection = matches!(node.value, Value::List(_) | Value::Record(_));
        // Of a collection that is not itself a region, only the contents are invalid.
        let is_candidate = match is_collection {
            true => self.regions.get(first) == Some(&node.span),
            false => node.value != Value::Null,
        };
        // A value that the parser made up may have an empty span.
        if is_candidate && (here > 0 || node.span.is_empty()) {
            found[first..first + here].fill(true);
            *node = Node::invalid(node.span);
        } else {
            node.children_mut().for_each(|child| self.invalidate(child, found));
        }
    }
}
