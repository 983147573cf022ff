//! The filter `fit`: breaks a text of a share card into lines that fit into a box, as in
//! `{% set title = card.title | fit(font="STIX Two Text", width=1000, height=200, sizes=[64, 56]) %}`.

use std::sync::Arc;

use tera::{Error, Kwargs, State, TeraResult, Value};

use crate::share_card::{CardFonts, TextBox, fit};

const REGULAR: u16 = 400;
const LINE_HEIGHT: f64 = 1.2;

/// The filter for some fonts. Its result is a record: `size`, `step` and `lines`, which are markup.
pub(super) fn filter(
    fonts: Arc<CardFonts>,
) -> impl Fn(Value, Kwargs, &State) -> TeraResult<Value> + Send + Sync + 'static {
    move |text, kwargs, _| {
        let text = text.as_str().ok_or_else(|| Error::message("`fit` needs a text"))?;
        let sizes: Vec<u32> = kwargs.must_get("sizes")?;
        let smallest = sizes.iter().copied().min().unwrap_or_default();
        if smallest == 0 {
            return Err(Error::message(
                "`sizes` must be a list of sizes in pixels, like `[64, 56]`",
            ));
        }
        let line_height = kwargs.get::<f64>("line_height")?.unwrap_or(LINE_HEIGHT);
        let into = TextBox {
            family: kwargs.must_get("font")?,
            weight: kwargs.get("weight")?.unwrap_or(REGULAR),
            width: kwargs.must_get("width")?,
            // By default one line.
            height: kwargs.get("height")?.unwrap_or_default(),
            sizes: &sizes,
            line_height,
            is_right_to_left: kwargs.get::<&str>("dir")? == Some("rtl"),
        };
        Value::try_from_serializable(&fit(text, &into, &fonts))
            .map_err(|error| Error::message(error.to_string()))
    }
}
