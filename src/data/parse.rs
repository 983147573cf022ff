//! A text into a tree that has been checked.

use rustc_hash::FxHashSet;

use super::schema::Schema;
use super::tree::{Format, Node};
use super::validate::SourceFile;
use super::{toml, validate, yaml};
use crate::diagnostics::Diagnostic;
use crate::text::{LineIndex, SourcePath, Span};

/// What a text says, as far as it could be read. Every mistake has been reported once, where it
/// stands; nothing that merely follows from one is.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Has only keys of its table, with values of their shape or [`Invalid`](super::Value::Unread).
    pub node: Node,
    /// False where keys may stand in the text that `node` lacks: its notation is broken, and nobody
    /// knows of which key.
    pub is_complete: bool,
}

impl Parsed {
    /// What is not there.
    pub fn empty() -> Self {
        Parsed { node: Node::empty(), is_complete: true }
    }
}

/// Reads the part `span` of the file `source`, in a notation, and checks it against a table.
pub fn parse(
    table: &'static Schema,
    format: Format,
    path: &SourcePath,
    source: &str,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) -> Parsed {
    let (text, offset) = (&source[span.range()], span.start as usize);
    let mut syntax = Vec::new();
    let (tree, whole) = match format {
        Format::Yaml => yaml::parse_yaml(path, text, offset, &mut syntax),
        Format::Toml => toml::parse_toml(path, text, offset, &mut syntax),
    };
    let mut found = Vec::new();
    let node = validate::validate(
        table,
        Node { span, ..tree },
        whole,
        &SourceFile { format, path, source },
        &mut found,
    );
    if !syntax.is_empty() {
        // A line whose notation is broken says anything: what is found wrong in it besides is not
        // told.
        let mut lines = LineIndex::new(source);
        let mut line = |problem: &Diagnostic| {
            problem.primary_label().map(|place| lines.position(place.span.start as usize).line)
        };
        let mut broken = FxHashSet::default();
        syntax.retain(|problem| line(problem).is_none_or(|line| broken.insert(line)));
        found.retain(|problem| !line(problem).is_some_and(|line| broken.contains(&line)));
    }
    problems.append(&mut found);
    problems.append(&mut syntax);
    Parsed { node, is_complete: whole }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::{Field, FieldType, Value};
    use crate::diagnostics::Severity;
    use proptest::prelude::*;

    static NAME: Schema = Schema {
        name: "a name",
        own_fields: &[
            Field::required("name", FieldType::Text),
            Field::new("case", FieldType::Choice(&["any"])),
        ],
        includes: &[],
    };
    static PAGE: Schema = Schema {
        name: "a page",
        own_fields: &[
            Field::required("title", FieldType::Text),
            Field::new("date", FieldType::Day),
            Field::new(
                "names",
                FieldType::List(&FieldType::ValueOrRecord(&FieldType::Text, &NAME)),
            ),
            Field::new("extra", FieldType::Any),
        ],
        includes: &[],
    };

    fn something_is_unread(node: &Node) -> bool {
        match &node.value {
            Value::Invalid(_) => true,
            Value::List(entries) => entries.iter().any(something_is_unread),
            Value::Record(entries) => entries.iter().any(|(_, node)| something_is_unread(node)),
            Value::Null | Value::Scalar(_) => false,
        }
    }

    fn parsed(format: Format, text: &str) -> (Parsed, Vec<Diagnostic>) {
        // It stands somewhere in its file, behind letters of several bytes.
        let file = format!("é中\n{text}\nend");
        let span = Span::new(6..6 + text.len());
        let mut problems = Vec::new();
        let parsed = parse(
            &PAGE,
            format,
            &SourcePath::from_static("content/a.md"),
            &file,
            span,
            &mut problems,
        );
        for problem in &problems {
            assert!(
                problem.labels.iter().all(|label| file.get(label.span.range()).is_some()),
                "{text:?} {problem:?}"
            );
            assert!(
                problem.severity == Severity::Error || problem.code.name == "lost-text",
                "{problem:?}"
            );
        }
        (parsed, problems)
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]
        #[test]
        fn whatever_could_not_be_read_has_been_reported(
            pieces in prop::collection::vec(
                prop::sample::select(vec![
                    "title: ", "title = ", "title", "date: 2020-01-01", "names: ", "names = [", "\nnames:\n", "  - ", "- ", "name: ", "extra", ": ", "= ", ":", "\n", "\r\n",
                    "\"", "'", "\"\"\"", "[", "]", "{", "}", "[[", "]]", ",", "#", "&a ", "*a", "!t ", "|", ">", "\t", "a", "é", "中", "1", "\\", "...", "---", "\u{2028}", "x = 1", ", x = 2", "{ ", " }", " # ",
                ]),
                0..24,
            ),
        ) {
            let text: String = pieces.concat();
            for format in [Format::Yaml, Format::Toml] {
                let (parsed, problems) = parsed(format, &text);
                let lost = !parsed.is_complete || something_is_unread(&parsed.node);
                prop_assert!(!lost || !problems.is_empty(), "{format:?} {text:?} {parsed:?}");
            }
        }
    }
}
