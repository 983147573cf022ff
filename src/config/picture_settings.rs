//! `[images]` of `site.toml`.

use super::messages;
use super::site_toml::ImageOptions;
use crate::diagnostics::Diagnostic;
use crate::media::{PictureSettings, WIDEST};

/// The widths of pictures, in pixels.
const DEFAULT_WIDTHS: [u32; 5] = [400, 800, 1_200, 1_600, 2_400];

/// A width outside of 16 to [`WIDEST`] is reported and left out.
pub(super) fn picture_settings(
    options: &ImageOptions,
    problems: &mut Vec<Diagnostic>,
) -> PictureSettings {
    let mut widths: Vec<u32> = match &options.sizes {
        Some(sizes) => {
            let valid = sizes.value.iter().filter_map(|written| {
                let width = u32::try_from(*written).ok().filter(|it| (16..=WIDEST).contains(it));
                if width.is_none() {
                    problems.push(messages::bad_picture_width(sizes.span, *written));
                }
                width
            });
            valid.collect()
        }
        None => DEFAULT_WIDTHS.to_vec(),
    };
    widths.sort_unstable();
    widths.dedup();
    let has_avif = options.formats.as_ref().is_none_or(|formats| !formats.is_empty());
    match options.enabled {
        true => PictureSettings { widths: widths.into(), avif: has_avif },
        false => PictureSettings { widths: Box::new([]), avif: false },
    }
}
