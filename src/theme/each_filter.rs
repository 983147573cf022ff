//! The filter `each`: the markup of every entry of a list, `{{ cards | each(show="line_html",
//! tag="li") }}`. What a loop in a template would do, without running the template for each entry.

use tera::value::Key;
use tera::{Kwargs, State, TeraResult, Value};

/// The room that is made for an entry, in bytes: growing would copy what is there.
const ENTRY_CAPACITY: usize = 160;

/// The field `show` of each entry, on a line of its own, within an element of the name `tag` where
/// one is given. What is no markup yet is escaped; the result is markup.
pub(super) fn each(list: &Value, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let Some(entries) = list.as_array() else {
        return Err(tera::Error::message("`each` wants a list"));
    };
    let field: &str = kwargs.must_get("show")?;
    let tag: Option<&str> = kwargs.get("tag")?;
    let mut out = String::with_capacity(entries.len() * ENTRY_CAPACITY);
    for entry in entries {
        let Some(shown) = entry.as_map().and_then(|fields| fields.get(&Key::Str(field))) else {
            return Err(tera::Error::message(format!(
                "an entry of this list has no `{field}` that `each` could show"
            )));
        };
        out.push('\n');
        if let Some(tag) = tag {
            out.extend(["<", tag, ">"]);
        }
        match shown.as_str().filter(|_| shown.is_safe()) {
            Some(markup) => out.push_str(markup),
            None => out.push_str(&state.escape_if_needed(shown)?),
        }
        if let Some(tag) = tag {
            out.extend(["</", tag, ">"]);
        }
    }
    Ok(Value::safe_string(&out))
}
