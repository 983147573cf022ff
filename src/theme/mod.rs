//! Templates and stylesheet: the site's own over the chosen theme over the one in the program.

mod each_filter;
mod fill_filter;
mod messages;
mod options;
mod schema;
mod templates;

pub use messages::CODES;
pub use options::ThemeOptions;
pub use templates::Templates;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::ThemeFile;
use crate::config::Config;
use crate::data::decode_toml;
use crate::diagnostics::Diagnostic;
use crate::input::{DEFAULT_THEME, EMBEDDED_ROOT, Snapshot};
use crate::text::{Route, SourcePath};
use schema::ThemeToml;

/// A theme, ready to render with.
#[derive(Debug)]
pub struct Theme {
    /// Its templates.
    pub templates: Templates,
    /// Its stylesheet; empty where it has none.
    pub stylesheet: ThemeAsset,
    /// Its other files.
    pub other_files: BTreeMap<ThemeFile, ThemeAsset>,
    /// What the site chose of what it offers.
    pub options: ThemeOptions,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

/// A file of a theme.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Its bytes.
    pub bytes: Arc<[u8]>,
    /// Its address, named by the hash of its bytes.
    pub route: Route,
}

impl Theme {
    /// A file of it, where it has such.
    pub fn file(&self, file: ThemeFile) -> Option<&ThemeAsset> {
        if file == ThemeFile::Stylesheet {
            Some(&self.stylesheet)
        } else {
            self.other_files.get(&file)
        }
    }

    /// All its files.
    pub fn files(&self) -> impl Iterator<Item = (ThemeFile, &ThemeAsset)> {
        ThemeFile::ALL.into_iter().filter_map(|file| Some((file, self.file(file)?)))
    }
}

/// Loads the theme of a site. What is wrong with it is reported, and what can be used is.
pub fn load(snapshot: &Snapshot, config: &Config) -> Theme {
    let mut problems = Vec::new();
    let name = &*config.theme.value;
    let built_in = format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}");
    let chosen = format!("themes/{name}");
    let exists = |folder: &str| {
        snapshot.texts_below(folder).next().is_some()
            || snapshot.assets_below(folder).next().is_some()
    };
    if name != DEFAULT_THEME && !exists(&chosen) {
        problems.push(messages::unknown_theme(&config.theme, &theme_names(snapshot)));
    }
    // The later wins.
    let layers = [(built_in, DEFAULT_THEME), (chosen, name)];
    let templates = templates::load(snapshot, &layers, &config.locale, &mut problems);
    // The theme in the program fills in what the chosen one does not bring; what both bring, the
    // chosen one decides.
    let described: Vec<ThemeManifest> = layers
        .iter()
        .filter_map(|(folder, _)| read_manifest(snapshot, folder, config, &mut problems))
        .collect();
    let mut files: BTreeMap<ThemeFile, ThemeAsset> = described
        .iter()
        .flat_map(|theme| &theme.files)
        .map(|(file, bytes)| (*file, new_asset(name, *file, bytes.clone())))
        .collect();
    let declared: Vec<options::OptionDecl> =
        described.into_iter().flat_map(|theme| theme.options).collect();
    let options = options::resolve(&declared, config, snapshot, &mut problems);
    let mut css =
        files.remove(&ThemeFile::Stylesheet).map(|file| file.bytes.to_vec()).unwrap_or_default();
    css.extend_from_slice(options.css.as_bytes());
    Theme {
        templates,
        stylesheet: new_asset(name, ThemeFile::Stylesheet, css.into()),
        other_files: files,
        options,
        problems,
    }
}

fn new_asset(theme: &str, file: ThemeFile, bytes: Arc<[u8]>) -> ThemeAsset {
    let hash = blake3::hash(&bytes).to_hex();
    let name = crate::text::Slug::from_text(theme)
        .map_or_else(|_| "theme".to_owned(), |slug| slug.to_string());
    let suffix = match file {
        ThemeFile::Stylesheet => "css",
        ThemeFile::Script | ThemeFile::Redirect => "js",
        ThemeFile::Icon => "svg",
    };
    ThemeAsset {
        bytes,
        route: Route::for_file(["assets", &format!("{name}.{}.{suffix}", &hash[..10])]),
    }
}

/// What a theme's `theme.toml` says: which files it brings, and what it lets its sites choose.
struct ThemeManifest {
    files: Vec<(ThemeFile, Arc<[u8]>)>,
    options: Vec<options::OptionDecl>,
}

/// Reads the `theme.toml` of a folder; `None` where there is none.
fn read_manifest(
    snapshot: &Snapshot,
    folder: &str,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> Option<ThemeManifest> {
    let path = SourcePath::new(&format!("{folder}/theme.toml"))?;
    let text = snapshot.text_at(path.as_str())?;
    let theme: ThemeToml = decode_toml(ThemeToml::SCHEMA, &path, text, problems)?;
    let options = options::read_declarations(&path, theme.options, snapshot, config, problems);
    let mut files = Vec::new();
    for (file, named) in [
        (ThemeFile::Stylesheet, theme.assets.stylesheet),
        (ThemeFile::Script, theme.assets.script),
        (ThemeFile::Icon, theme.assets.icon),
        (ThemeFile::Redirect, theme.assets.redirect),
    ] {
        let Some(named) = named else { continue };
        match snapshot
            .asset(&format!("{folder}/assets/{}", named.value))
            .and_then(|asset| asset.read().ok().map(|bytes| Arc::from(&*bytes)))
        {
            Some(bytes) => files.push((file, bytes)),
            None => problems.push(messages::missing_theme_file(&path, &named)),
        }
    }
    Some(ThemeManifest { files, options })
}

/// The themes a site has, and the one in the program.
fn theme_names(snapshot: &Snapshot) -> Vec<String> {
    let mut themes: Vec<String> = snapshot
        .texts_below("themes")
        .filter_map(|(path, _)| Some(path.strip_prefix("themes")?.split_once('/')?.0.to_owned()))
        .collect();
    themes.push(DEFAULT_THEME.to_owned());
    themes.sort();
    themes.dedup();
    themes
}
