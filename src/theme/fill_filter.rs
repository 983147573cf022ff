//! The filter `fill`: fills the placeholders of a text of the theme, as in
//! `{{ words.page_of | fill(number=2, count=9) }}`.

use std::sync::Arc;

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::locale::Locale;
use crate::text::split_at_placeholder;

/// The filter for a language. Values are escaped unless they are markup; the result is markup.
pub(super) fn filter(
    locale: Arc<Locale>,
) -> impl Fn(Value, Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    move |text, kwargs, state| {
        let mut rest = plural_form(&text, &kwargs, &locale)?;
        let mut out = String::with_capacity(2 * rest.len());
        while let Some((before, part, after)) = split_at_placeholder(rest) {
            let Some(value) = kwargs.get::<Value>(part)? else {
                let message = format!("`{{{part}}}` has no value. Write `fill({part}=…)`");
                return Err(Error::message(message));
            };
            out.push_str(&state.escape(before)?);
            out.push_str(&state.escape_if_needed(&value)?);
            rest = after;
        }
        out.push_str(&state.escape(rest)?);
        Ok(Value::safe_string(&out))
    }
}

/// The form of a text for the number `n`, if it has plural forms.
fn plural_form<'a>(text: &'a Value, kwargs: &Kwargs, locale: &Locale) -> TeraResult<&'a str> {
    let no_text = || Error::message("`fill` needs a text of `words`");
    let Some(forms) = text.as_map() else { return text.as_str().ok_or_else(no_text) };
    let Some(number) = kwargs.get::<usize>("n")? else {
        return Err(Error::message("this text has plural forms. Write `fill(n=…)`"));
    };
    let form = forms.get(&locale.plural_category(number).into());
    form.or_else(|| forms.get(&"other".into())).and_then(Value::as_str).ok_or_else(no_text)
}
