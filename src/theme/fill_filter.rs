//! The filter `fill`: a theme's words with their parts filled in, `{{ words.page_of |
//! fill(number=2, count=9) }}`.

use std::sync::Arc;

use tera::{Kwargs, State, TeraResult, Value};

use crate::locale::Locale;
use crate::text::split_at_placeholder;

/// The filter for a language. Of a word with several forms, `n` decides the form. What is filled in
/// is escaped unless it is markup already; the result is markup.
pub(super) fn filter(
    locale: Arc<Locale>,
) -> impl Fn(Value, Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    move |word, kwargs, state| {
        let text = word_form(&word, &kwargs, &locale)?;
        let mut out = String::with_capacity(2 * text.len());
        let mut rest = text;
        while let Some((before, part, after)) = split_at_placeholder(rest) {
            let Some(value) = kwargs.get::<Value>(part)? else {
                return Err(tera::Error::message(format!(
                    "`{{{part}}}` of this text is not filled in: write `fill({part}=…)`"
                )));
            };
            out.push_str(&state.escape(before)?);
            out.push_str(&state.escape_if_needed(&value)?);
            rest = after;
        }
        out.push_str(&state.escape(rest)?);
        Ok(Value::safe_string(&out))
    }
}

/// The form of a word that goes with the number `n`.
fn word_form<'a>(word: &'a Value, kwargs: &Kwargs, locale: &Locale) -> TeraResult<&'a str> {
    let no_text = || tera::Error::message("`fill` fills in texts of `words`");
    let Some(forms) = word.as_map() else { return word.as_str().ok_or_else(no_text) };
    let Some(number) = kwargs.get::<usize>("n")? else {
        return Err(tera::Error::message(
            "this text has several forms, and `n` says which: write `fill(n=…)`",
        ));
    };
    forms
        .get(&locale.plural_category(number).into())
        .or_else(|| forms.get(&"other".into()))
        .and_then(Value::as_str)
        .ok_or_else(no_text)
}
