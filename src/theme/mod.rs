//! Templates, files and options: those of the site override the chosen theme, which overrides the
//! built-in one.

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
use crate::prose::PictureSizes;
use crate::text::{Route, Slug, SourcePath};
use options::OptionDecl;
use schema::{ThemePictures, ThemeToml};

/// A theme, ready to render with.
#[derive(Debug)]
pub struct Theme {
    pub templates: Templates,
    /// Empty if the theme has none.
    pub stylesheet: ThemeAsset,
    pub other_files: BTreeMap<ThemeFile, ThemeAsset>,
    pub options: ThemeOptions,
    pub picture_sizes: PictureSizes,
    pub problems: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
pub struct ThemeAsset {
    pub bytes: Arc<[u8]>,
    /// Named by the hash of the bytes.
    pub route: Route,
}

impl Theme {
    pub fn file(&self, file: ThemeFile) -> Option<&ThemeAsset> {
        match file {
            ThemeFile::Stylesheet => Some(&self.stylesheet),
            file => self.other_files.get(&file),
        }
    }

    pub fn files(&self) -> impl Iterator<Item = (ThemeFile, &ThemeAsset)> {
        ThemeFile::ALL.into_iter().filter_map(|file| Some((file, self.file(file)?)))
    }
}

/// Loads the theme of a site. Problems are reported; everything valid is used.
pub fn load(snapshot: &Snapshot, config: &Config) -> Theme {
    let mut problems = Vec::new();
    let name = &*config.theme.value;
    let folder = format!("themes/{name}");
    let exists = SourcePath::new(&format!("{folder}/theme.toml"))
        .is_some_and(|manifest| snapshot.contains(&manifest));
    if name != DEFAULT_THEME && !exists {
        let has_folder = snapshot.texts_below(&folder).next().is_some()
            || snapshot.assets_below(&folder).next().is_some();
        problems.push(match has_folder {
            true => messages::theme_without_manifest(&config.theme),
            false => messages::unknown_theme(&config.theme, &theme_names(snapshot)),
        });
    }
    // Later layers override earlier ones.
    let layers = [(format!("{EMBEDDED_ROOT}/{DEFAULT_THEME}"), DEFAULT_THEME), (folder, name)];
    let templates = templates::load(snapshot, &layers, &config.locale, &mut problems);
    let (mut files, mut declared) = (BTreeMap::new(), Vec::new());
    let mut picture_sizes = PictureSizes::default();
    for (folder, _) in &layers {
        let manifest = read_manifest(snapshot, folder, config, &mut problems);
        for (file, bytes) in manifest.files {
            files.insert(file, new_asset(name, file, bytes));
        }
        declared.extend(manifest.options);
        picture_sizes = manifest.picture_sizes.unwrap_or(picture_sizes);
    }
    let options = options::resolve(&declared, config, snapshot, &mut problems);
    let mut css =
        files.remove(&ThemeFile::Stylesheet).map(|file| file.bytes.to_vec()).unwrap_or_default();
    css.extend_from_slice(options.css.as_bytes());
    let stylesheet = new_asset(name, ThemeFile::Stylesheet, css.into());
    Theme { templates, stylesheet, other_files: files, options, picture_sizes, problems }
}

fn new_asset(theme: &str, file: ThemeFile, bytes: Arc<[u8]>) -> ThemeAsset {
    let hash = blake3::hash(&bytes).to_hex();
    let slug = Slug::from_text(theme);
    let name = slug.map_or_else(|_| "theme".to_owned(), |slug| slug.to_string());
    let extension = match file {
        ThemeFile::Stylesheet => "css",
        ThemeFile::Script | ThemeFile::Redirect | ThemeFile::Search | ThemeFile::SearchMore => "js",
        ThemeFile::Icon => "svg",
    };
    let file_name = format!("{name}.{}.{extension}", &hash[..10]);
    ThemeAsset { bytes, route: Route::for_file(["assets", &file_name]) }
}

/// The content of a `theme.toml`.
#[derive(Default)]
struct ThemeManifest {
    files: Vec<(ThemeFile, Arc<[u8]>)>,
    options: Vec<OptionDecl>,
    picture_sizes: Option<PictureSizes>,
}

/// Reads the `theme.toml` of a folder. Empty if there is none.
fn read_manifest(
    snapshot: &Snapshot,
    folder: &str,
    config: &Config,
    problems: &mut Vec<Diagnostic>,
) -> ThemeManifest {
    let mut manifest = ThemeManifest::default();
    let Some(path) = SourcePath::new(&format!("{folder}/theme.toml")) else { return manifest };
    let Some(text) = snapshot.text_at(path.as_str()) else { return manifest };
    let theme: Option<ThemeToml> = decode_toml(ThemeToml::SCHEMA, &path, text, problems);
    let Some(ThemeToml { assets, options, pictures, .. }) = theme else { return manifest };
    manifest.picture_sizes = pictures.map(|pictures| {
        let ThemePictures { text, gallery, lead, portrait, small_portrait } = pictures;
        PictureSizes { text, gallery, lead, portrait, small_portrait }
    });
    manifest.options = options::read_declarations(&path, options, snapshot, config, problems);
    for (file, name) in [
        (ThemeFile::Stylesheet, assets.stylesheet),
        (ThemeFile::Script, assets.script),
        (ThemeFile::Icon, assets.icon),
        (ThemeFile::Redirect, assets.redirect),
        (ThemeFile::Search, assets.search),
        (ThemeFile::SearchMore, assets.search_more),
    ] {
        let Some(name) = name else { continue };
        let asset = snapshot.asset(&format!("{folder}/assets/{}", name.value));
        match asset.and_then(|asset| asset.read().ok()) {
            Some(bytes) => manifest.files.push((file, Arc::from(&*bytes))),
            // A file that could not be read has been reported.
            None if SourcePath::new(&format!("{folder}/assets/{}", name.value))
                .is_some_and(|path| snapshot.contains(&path)) => {}
            None => problems.push(messages::missing_theme_file(&path, &name)),
        }
    }
    manifest
}

/// The themes of the site and the built-in one.
fn theme_names(snapshot: &Snapshot) -> Vec<String> {
    let name = |path: &SourcePath| {
        Some(path.strip_prefix("themes")?.strip_suffix("/theme.toml")?.to_owned())
    };
    let mut themes: Vec<String> =
        snapshot.texts_below("themes").filter_map(|(path, _)| name(path)).collect();
    themes.push(DEFAULT_THEME.to_owned());
    themes.sort();
    themes.dedup();
    themes
}
