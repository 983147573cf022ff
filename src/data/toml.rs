//! TOML into the tree.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::messages;
use super::tree::{Key, Node, Scalar, ScalarKind, Value};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// Reads TOML that stands at byte `offset` of its file. Every syntax error is reported, but not what follows from it; what could be read is returned, and whether that has
/// all keys there are.
pub fn parse_toml(path: &SourcePath, text: &str, offset: usize, problems: &mut Vec<Diagnostic>) -> (Node, bool) {
    let (table, mut errors) = DeTable::parse_recoverable(text);
    errors.sort_by_key(|error| error.span().map_or(0, |span| span.start));
    let mut root = Node { span: Span::new(table.span()).shifted(offset), value: record(table.get_ref(), offset) };
    let (mut header_is_broken, mut after_again, mut whole) = (false, 0, true);
    let mut broken = Broken::default();
    let mut groups = Groups::of(&root, text, offset);
    for error in &errors {
        let span = error.span().unwrap_or(0..0);
        if broken.places.last().is_some_and(|last| last.range().contains(&(offset + span.start))) {
            // The rest of a broken line, or of a list that is not closed, says anything.
            continue;
        }
        let line = line_of(text, span.start);
        let written = &text[line.clone()];
        let begins_above = |group: &Span| (group.start as usize) < offset + line.start;
        let group = groups.around(offset + span.start).filter(|group| begins_above(group) || group.end as usize > offset + line.end).last();
        broken.places.push(group.unwrap_or_else(|| Span::new(line.start..line.end + 1).shifted(offset)));
        let (is_header, is_again) = (written.starts_with('['), error.message() == "duplicate key");
        // A list or group goes on through several lines, and if it is not closed through all that follow.
        let inside = group.and_then(|group| text.get(group.start as usize - offset..group.end as usize - offset)).unwrap_or("");
        let is_list = inside.starts_with('[');
        let is_closed = inside.ends_with(if is_list { ']' } else { '}' });
        let is_open = group.is_some() && (is_header || !is_closed || is_list && is_one_key(written));
        whole &= group.map_or(is_one_key(written), |group| !is_open && begins_above(&group));
        // Without one header, the keys below it are those of the one before, and later headers are of another kind.
        let follows = is_again && if is_header { header_is_broken } else { text.get(after_again..line.start).is_some_and(|between| between.trim().is_empty()) };
        header_is_broken |= is_header;
        if is_again {
            after_again = line.end;
        }
        let name = text.get(span.clone()).unwrap_or("");
        let place = Span::new(span).shifted(offset);
        match group {
            _ if follows => {}
            Some(group) if is_open => problems.push(messages::open_group(path, Span { end: group.start + 1, ..group })),
            _ if is_again && is_header => problems.push(messages::header_again(path, place, name)),
            _ if is_again => problems.push(messages::key_again(path, place, name)),
            Some(_) => problems.push(messages::toml_in_group(path, place, error.message())),
            None => problems.push(messages::toml_syntax(path, place, error.message(), written)),
        }
    }
    if !errors.is_empty() {
        whole &= broken.unread_in(&mut root);
    }
    (root, whole)
}

/// True for a line that gives one key a value, and no other.
fn is_one_key(line: &str) -> bool {
    let is_bare = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    line.split_once('=').is_some_and(|(name, value)| is_bare(name.trim()) && !value.contains('='))
}

/// All lists and inline groups of keys of a tree, to be asked for place after place.
struct Groups {
    all: std::iter::Peekable<std::vec::IntoIter<Span>>,
    open: Vec<Span>,
}

impl Groups {
    fn of(root: &Node, text: &str, offset: usize) -> Self {
        let mut all = Vec::new();
        Self::collect(root, &mut all);
        // Those of a header are not in brackets.
        all.retain(|group| text.get((group.start as usize).wrapping_sub(offset)..).is_some_and(|text| text.starts_with(['[', '{']) && !text.starts_with("[[")));
        all.sort_unstable();
        Groups { all: all.into_iter().peekable(), open: Vec::new() }
    }

    fn collect(node: &Node, all: &mut Vec<Span>) {
        match &node.value {
            Value::List(entries) => {
                all.push(node.span);
                entries.iter().for_each(|entry| Self::collect(entry, all));
            }
            Value::Record(entries) => {
                all.push(node.span);
                entries.iter().for_each(|(_, entry)| Self::collect(entry, all));
            }
            Value::Scalar(_) | Value::Null | Value::Unread(_) => {}
        }
    }

    /// Those in which a byte stands, the outermost first. It must not stand before the last that was asked for.
    fn around(&mut self, at: usize) -> impl Iterator<Item = Span> + '_ {
        while let Some(group) = self.all.next_if(|group| group.start as usize <= at) {
            self.open.retain(|open| open.end >= group.start);
            self.open.push(group);
        }
        self.open.retain(|open| open.end as usize >= at);
        self.open.iter().copied()
    }
}

/// The bytes of the line in which a byte stands, without its end.
fn line_of(text: &str, at: usize) -> Range<usize> {
    let (before, after) = text.split_at(at.min(text.len()));
    before.rfind('\n').map_or(0, |end| end + 1)..after.find('\n').map_or(text.len(), |end| before.len() + end)
}

/// Where the syntax is broken: lines, and lists and groups that go on through several. What stands there was made up by the parser.
#[derive(Default)]
struct Broken {
    places: Vec<Span>,
}

impl Broken {
    /// Makes unread what stands in these places. False where nothing stands in one of them.
    fn unread_in(mut self, root: &mut Node) -> bool {
        self.places.sort_unstable();
        let mut found = vec![false; self.places.len()];
        self.unread(root, &mut found);
        found.into_iter().all(|found| found)
    }

    fn unread(&self, node: &mut Node, found: &mut [bool]) {
        let (start, end) = (node.span.start, node.span.end.max(node.span.start + 1));
        let first = self.places.partition_point(|place| place.end <= start);
        let here = self.places[first..].iter().take_while(|place| place.start < end).count();
        match &mut node.value {
            // A list or group counts where it is itself the place; else what is in it does.
            Value::List(_) | Value::Record(_) if self.places.get(first) != Some(&node.span) => {}
            Value::Null => {}
            // What the parser made up may stand nowhere.
            _ if here > 0 || node.span.is_empty() => {
                found[first..first + here].fill(true);
                *node = Node::unread(node.span);
                return;
            }
            _ => {}
        }
        match &mut node.value {
            Value::List(entries) => entries.iter_mut().for_each(|entry| self.unread(entry, found)),
            Value::Record(entries) => entries.iter_mut().for_each(|(_, entry)| self.unread(entry, found)),
            _ => {}
        }
    }
}

fn record(table: &DeTable<'_>, offset: usize) -> Value {
    let mut entries: Vec<(Key, Node)> = table
        .iter()
        .map(|(key, value)| (Key { name: key.get_ref().as_ref().into(), span: Span::new(key.span()).shifted(offset) }, node(value, offset)))
        .collect();
    entries.sort_by_key(|(key, _)| key.span);
    Value::Record(entries)
}

fn node(value: &Spanned<DeValue<'_>>, offset: usize) -> Node {
    let scalar = |text: &str, kind| Value::Scalar(Scalar { text: text.into(), kind });
    let tree = match value.get_ref() {
        DeValue::String(text) => scalar(text, ScalarKind::Text),
        DeValue::Integer(number) => scalar(&decimal(number), ScalarKind::Integer),
        DeValue::Float(number) => scalar(number.as_str(), ScalarKind::Float),
        DeValue::Boolean(truth) => scalar(if *truth { "true" } else { "false" }, ScalarKind::Bool),
        DeValue::Datetime(date) => scalar(&date.to_string(), ScalarKind::Date),
        DeValue::Array(list) => Value::List(list.iter().map(|entry| node(entry, offset)).collect()),
        DeValue::Table(table) => record(table, offset),
    };
    Node { span: Span::new(value.span()).shifted(offset), value: tree }
}

fn decimal(number: &toml::de::DeInteger<'_>) -> String {
    i64::from_str_radix(number.as_str(), number.radix()).map_or_else(|_| number.as_str().to_owned(), |n| n.to_string())
}
