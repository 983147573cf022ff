//! What all share cards of a site have in common: fonts, and a fingerprint of all else that decides
//! how they look.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::ThemeOptions;
use super::messages;
use crate::config::CardOptions;
use crate::data::Spanned;
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::input::Snapshot;
use crate::locale::Locale;
use crate::share_card::{CardFonts, CardStyle, FontFile};
use crate::text::SourcePath;

/// The template of share cards.
pub(super) const TEMPLATE: &str = "card.svg";

/// The fonts that `[cards] font` of `site.toml` names.
pub(super) fn site_fonts(
    options: &CardOptions,
    snapshot: &Snapshot,
    problems: &mut Vec<Diagnostic>,
) -> Vec<FontFile> {
    let path = SourcePath::from_static("site.toml");
    let mut read = |font: &Spanned<Box<str>>| {
        let name = font.value.trim_start_matches("./");
        let Some(bytes) = snapshot.asset(name).and_then(|asset| asset.read().ok()) else {
            let known = || snapshot.files().map(|(path, _)| path.as_str()).filter(|it| is_font(it));
            let file_name = |path: &str| path.rsplit('/').next() == name.rsplit('/').next();
            let near =
                known().find(|path| file_name(path)).or_else(|| nearest_match(name, known()));
            problems.push(messages::missing_card_font(&path, font, near));
            return None;
        };
        if !FontFile::is_font(&bytes) {
            problems.push(messages::not_a_card_font(&path, font));
            return None;
        }
        Some(FontFile { bytes: bytes.as_ref().into(), is_of_site: true })
    };
    options.font.iter().filter_map(&mut read).collect()
}

fn is_font(path: &str) -> bool {
    [".ttf", ".otf", ".ttc"].iter().any(|extension| path.to_ascii_lowercase().ends_with(extension))
}

/// The style with its fingerprint. `sources` are the texts of the template and of what it includes.
pub(super) fn card_style(
    fonts: Arc<CardFonts>,
    sources: &BTreeMap<&str, &str>,
    options: &ThemeOptions,
    locale: &Locale,
) -> CardStyle {
    // Written as JSON, which separates the parts.
    let parts = (sources, &options.values, &locale.ui_texts);
    let parts = serde_json::to_vec(&parts).unwrap_or_default();
    CardStyle::new(fonts, &parts)
}
