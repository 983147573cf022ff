//! The filter `each`: a markup field of every entry of a list, as in
//! `{{ cards | each(show="line_html", tag="li") }}`. Faster than a loop in a template.

use tera::value::Key;
use tera::{Error, Kwargs, State, TeraResult, Value};

/// Typical size of an entry in bytes.
const ENTRY_CAPACITY: usize = 160;

/// The field `show` of each entry on a line of its own, inside an element `tag` if given. Text is
/// escaped; the result is markup.
pub(super) fn each(list: &Value, kwargs: Kwargs, state: &State) -> TeraResult<Value> {
    let Some(entries) = list.as_array() else {
        return Err(Error::message("`each` needs a list"));
    };
    let field: &str = kwargs.must_get("show")?;
    let tag: Option<&str> = kwargs.get("tag")?;
    let mut out = String::with_capacity(entries.len() * ENTRY_CAPACITY);
    for entry in entries {
        let value = entry.as_map().and_then(|fields| fields.get(&Key::Str(field)));
        let missing = || Error::message(format!("`each`: an entry of the list has no `{field}`"));
        let value = value.ok_or_else(missing)?;
        out.push('\n');
        if let Some(tag) = tag {
            out.extend(["<", tag, ">"]);
        }
        match value.as_str().filter(|_| value.is_safe()) {
            Some(markup) => out.push_str(markup),
            None => out.push_str(&state.escape_if_needed(value)?),
        }
        if let Some(tag) = tag {
            out.extend(["</", tag, ">"]);
        }
    }
    Ok(Value::safe_string(&out))
}
