//! Templates and stylesheet: the site's own over the chosen theme over the one in the program.

mod messages;
mod table;
mod templates;

pub use messages::CODES;
pub use table::THEME;
pub use templates::Templates;

use std::sync::Arc;

use crate::config::Config;
use crate::data::{Format, Record, check, parse_toml};
use crate::diagnostics::Diagnostic;
use crate::input::{DEFAULT_THEME, EMBEDDED_ROOT, Snapshot};
use crate::text::{Route, SourcePath};

/// A theme, ready to render with.
#[derive(Debug)]
pub struct Theme {
    /// Its templates.
    pub templates: Templates,
    /// Its stylesheet.
    pub stylesheet: Arc<[u8]>,
    /// The address of the stylesheet, named by the hash of its bytes.
    pub stylesheet_route: Route,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// Loads the theme of a site. What is wrong with it is reported, and what can be used is.
pub fn load(snapshot: &Snapshot, config: &Config) -> Theme {
    let mut problems = Vec::new();
    let name = &*config.theme.value;
    let built_in = format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}");
    let chosen = format!("themes/{name}");
    let exists = |folder: &str| snapshot.texts_below(folder).next().is_some() || snapshot.assets_below(folder).next().is_some();
    if name != DEFAULT_THEME && !exists(&chosen) {
        problems.push(messages::unknown_theme(&config.theme, &themes(snapshot)));
    }
    // The later wins.
    let layers = [(built_in, DEFAULT_THEME), (chosen, name)];
    let templates = templates::load(snapshot, &layers, &mut problems);
    let stylesheet = layers.iter().rev().find_map(|(folder, _)| stylesheet(snapshot, folder, &mut problems));
    let stylesheet: Arc<[u8]> = stylesheet.unwrap_or_else(|| Arc::from(&b""[..]));
    let hash = blake3::hash(&stylesheet).to_hex();
    let stylesheet_route = Route::file(["assets", &format!("{}.{}.css", route_name(name), &hash[..10])]);
    Theme { templates, stylesheet, stylesheet_route, problems }
}

fn route_name(theme: &str) -> String {
    crate::text::Slug::from_text(theme).map_or_else(|_| "theme".to_owned(), |slug| slug.to_string())
}

/// The stylesheet that a theme's `theme.toml` names.
fn stylesheet(snapshot: &Snapshot, folder: &str, problems: &mut Vec<Diagnostic>) -> Option<Arc<[u8]>> {
    let path = SourcePath::new(&format!("{folder}/theme.toml"))?;
    let text = snapshot.shared_text(path.as_str())?;
    let tree = parse_toml(&path, text, 0, problems);
    let node = check(&THEME, tree, Format::Toml, &path, problems);
    let record = Record::new(&THEME, &node, &path, text);
    let assets = record.record("assets", &table::ASSETS)?;
    let named = assets.spanned_text("stylesheet")?;
    let asset = snapshot.asset(&format!("{folder}/assets/{}", named.value)).and_then(|asset| asset.read().ok());
    if asset.is_none() {
        problems.push(messages::missing_stylesheet(&path, &named));
    }
    asset
}

/// The themes a site has, and the one in the program.
fn themes(snapshot: &Snapshot) -> Vec<String> {
    let mut themes: Vec<String> =
        snapshot.texts_below("themes").filter_map(|(path, _)| Some(path.strip_prefix("themes")?.split_once('/')?.0.to_owned())).collect();
    themes.push(DEFAULT_THEME.to_owned());
    themes.sort();
    themes.dedup();
    themes
}
