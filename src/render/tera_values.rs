//! Views as template values. A view that cannot be converted is a bug and an error, so that nothing
//! wrong is published in its place.

use serde::Serialize;
use tera::{Map, Value};

use crate::diagnostics::{Diagnostic, internal_error};
use crate::text::SourcePath;

pub(super) type RenderResult<T> = Result<T, Box<Diagnostic>>;

/// Reports a failure as a bug. `source` is the file that the message names.
pub(super) fn internal<T>(
    result: Result<T, impl std::fmt::Display>,
    source: &SourcePath,
) -> RenderResult<T> {
    result.map_err(|error| Box::new(internal_error(source, &error.to_string())))
}

pub(super) fn to_value(
    view: &(impl Serialize + ?Sized),
    source: &SourcePath,
) -> RenderResult<Value> {
    internal(Value::try_from_serializable(view), source)
}

pub(super) fn to_json(
    view: &(impl Serialize + ?Sized),
    source: &SourcePath,
) -> RenderResult<serde_json::Value> {
    internal(serde_json::to_value(view), source)
}

pub(super) fn into_record(value: Value, source: &SourcePath) -> RenderResult<Map> {
    internal(value.into_map().ok_or("its view is not a record"), source)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde::{Serializer, ser::Error};

    /// A view with a field that cannot be serialised.
    #[derive(Serialize)]
    struct Broken {
        title: &'static str,
        part: Part,
    }

    struct Part;

    impl Serialize for Part {
        fn serialize<S: Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
            Err(S::Error::custom("this part is broken"))
        }
    }

    #[test]
    fn a_view_that_cannot_be_serialised_is_an_error_that_names_the_page() {
        let source = SourcePath::from_static("content/articles/a.md");
        let view = Broken { title: "A", part: Part };
        for problem in [
            to_value(&view, &source).unwrap_err(),
            to_json(&view, &source).unwrap_err(),
            into_record(Value::from("no record"), &source).unwrap_err(),
        ] {
            assert_eq!(problem.code.name, "internal-error");
            assert_eq!(
                problem.primary_label().map(|place| place.path.as_str()),
                Some("content/articles/a.md")
            );
        }
        assert!(to_value(&view, &source).unwrap_err().message.contains("this part is broken"));
        assert_eq!(to_value(&Part, &source).unwrap_err().code.name, "internal-error");
        assert!(to_value(&["A"], &source).is_ok());
    }
}
