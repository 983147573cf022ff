//! Parsing of front matter and configuration into a validated tree.

use rustc_hash::FxHashSet;

use super::schema::Schema;
use super::tree::{Format, Node};
use super::validate::{Validator, validate};
use super::{toml, yaml_recovery};
use crate::diagnostics::Diagnostic;
use crate::text::{LineIndex, SourcePath, Span};

/// A validated tree. Each mistake has been reported once, where it was made; what merely follows
/// from a mistake is not reported.
#[derive(Clone, Debug)]
pub struct Parsed {
    /// Has only keys of its schema, with values of their type or
    /// [`Invalid`](super::Value::Invalid).
    pub node: Node,
    pub format: Format,
    /// False where `node` may lack keys of the text, for a syntax error hides them.
    pub is_complete: bool,
}

impl Parsed {
    /// Of a file without front matter.
    pub fn empty() -> Self {
        Parsed { node: Node::empty(), format: Format::Yaml, is_complete: true }
    }
}

/// Parses the part `span` of the file `source` and validates it against a schema.
pub fn parse(
    schema: &'static Schema,
    format: Format,
    path: &SourcePath,
    source: &str,
    span: Span,
    problems: &mut Vec<Diagnostic>,
) -> Parsed {
    let (text, offset) = (&source[span.range()], span.start as usize);
    let (mut syntax_errors, mut errors) = (Vec::new(), Vec::new());
    let (tree, is_complete) = match format {
        Format::Yaml => yaml_recovery::parse_yaml(path, text, offset, &mut syntax_errors),
        Format::Toml => toml::parse_toml(path, text, offset, &mut syntax_errors),
    };
    let validator = Validator {
        root: schema,
        is_complete,
        format,
        path,
        source,
        problems: &mut errors,
        root_keys: FxHashSet::default(),
        misplaced_keys: Vec::new(),
    };
    let node = validate(Node { span, ..tree }, validator);
    if !syntax_errors.is_empty() {
        // One problem for each line with a syntax error: its values are arbitrary.
        let mut lines = LineIndex::new(source);
        let mut line = |problem: &Diagnostic| {
            problem.primary_label().map(|label| lines.position(label.span.start as usize).line)
        };
        let mut broken = FxHashSet::default();
        syntax_errors.retain(|problem| line(problem).is_none_or(|line| broken.insert(line)));
        errors.retain(|problem| !line(problem).is_some_and(|line| broken.contains(&line)));
    }
    problems.append(&mut errors);
    problems.append(&mut syntax_errors);
    Parsed { node, format, is_complete }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Value;
    use crate::diagnostics::Severity;
    use proptest::prelude::*;

    crate::data::records! {
        /// A name.
        #[allow(dead_code)]
        pub struct Name: "a name" or name {
            /// The name.
            name: Box<str>;
            /// Its case.
            case: Option<Box<str>> = Choice(&["any"]);
        }

        /// A page.
        #[allow(dead_code)]
        pub struct Page: "a page" {
            /// The title.
            title: Box<str>;
            /// The date.
            date: Option<crate::time::Day>;
            /// Names.
            names: Vec<Name>;
            /// Free data.
            extra: Option<Node>;
        }
    }

    fn has_invalid_value(node: &Node) -> bool {
        match &node.value {
            Value::Invalid(_) => true,
            Value::List(entries) => entries.iter().any(has_invalid_value),
            Value::Record(entries) => entries.iter().any(|(_, node)| has_invalid_value(node)),
            Value::Null | Value::Scalar(_) => false,
        }
    }

    fn parsed(format: Format, text: &str) -> (Parsed, Vec<Diagnostic>) {
        // Not at the beginning of its file, and after letters of several bytes.
        let file = format!("é中\n{text}\nend");
        let span = Span::new(6..6 + text.len());
        let mut problems = Vec::new();
        let parsed = parse(
            Page::SCHEMA,
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
        fn whatever_is_invalid_has_been_reported(
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
                let lost = !parsed.is_complete || has_invalid_value(&parsed.node);
                prop_assert!(!lost || !problems.is_empty(), "{format:?} {text:?} {parsed:?}");
            }
        }
    }
}
