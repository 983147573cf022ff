//! Templates, files and options: those of the site override the chosen theme, which overrides the
//! built-in one.

mod card_style;
mod fill_filter;
mod fit_filter;
mod messages;
mod options;
mod schema;
mod templates;

pub use messages::{CODES, card_is_no_svg};
pub use options::ThemeOptions;
pub use templates::Templates;

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{Resource, ThemeFile};
use crate::config::Config;
use crate::data::{Spanned, decode_toml};
use crate::diagnostics::Diagnostic;
use crate::input::{DEFAULT_THEME, EMBEDDED_ROOT, Snapshot};
use crate::prose::PictureSizes;
use crate::share_card::{CardFonts, CardStyle, FontFile};
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
    pub cards: CardStyle,
    pub problems: Vec<Diagnostic>,
}

#[derive(Clone, Debug)]
pub struct ThemeAsset {
    pub bytes: Arc<[u8]>,
    /// Named by the hash of the bytes.
    pub route: Route,
    pub resource: Resource,
}

impl Theme {
    pub fn file(&self, file: ThemeFile) -> Option<&ThemeAsset> {
        match file {
            ThemeFile::Stylesheet => Some(&self.stylesheet),
            file => self.other_files.get(&file),
        }
    }

    pub fn files(&self) -> impl Iterator<Item = (ThemeFile, &ThemeAsset)> {
        let stylesheet = std::iter::once((ThemeFile::Stylesheet, &self.stylesheet));
        stylesheet.chain(self.other_files.iter().map(|(file, asset)| (*file, asset)))
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
    let (mut files, mut declared) = (BTreeMap::new(), Vec::new());
    let mut picture_sizes = PictureSizes::default();
    let (mut fonts, mut card_fonts) = (BTreeMap::new(), Vec::new());
    for (folder, _) in &layers {
        let manifest = read_manifest(snapshot, folder, config, &mut problems);
        for (file, bytes) in manifest.files {
            files.insert(file, new_asset(name, file, bytes));
        }
        fonts.extend(manifest.fonts);
        declared.extend(manifest.options);
        picture_sizes = manifest.picture_sizes.unwrap_or(picture_sizes);
        card_fonts = manifest.card_fonts.unwrap_or(card_fonts);
    }
    let site_fonts = card_style::site_fonts(&config.cards, snapshot, &mut problems);
    let card_fonts = Arc::new(CardFonts::new(&[site_fonts, card_fonts].concat()));
    let templates = templates::load(snapshot, &layers, &config.locale, &card_fonts, &mut problems);
    let options = options::resolve(&declared, config, snapshot, &mut problems);
    let sources = templates.sources_of(card_style::TEMPLATE, snapshot);
    let cards = card_style::card_style(card_fonts, &sources, &options, &config.locale);
    let mut css =
        files.remove(&ThemeFile::Stylesheet).map(|file| file.bytes.to_vec()).unwrap_or_default();
    css.extend_from_slice(options.css.as_bytes());
    files.extend(use_fonts(&fonts, &mut css));
    let stylesheet = new_asset(name, ThemeFile::Stylesheet, css.into());
    Theme { templates, stylesheet, other_files: files, options, picture_sizes, cards, problems }
}

/// The published file has a name and the hash of its content.
fn new_asset(name: &str, file: ThemeFile, bytes: Arc<[u8]>) -> ThemeAsset {
    let hash = blake3::hash(&bytes).to_hex();
    let slug = Slug::from_text(name);
    let name = slug.map_or_else(|_| "theme".to_owned(), |slug| slug.to_string());
    let extension = match file {
        ThemeFile::Stylesheet | ThemeFile::Drawings | ThemeFile::Media => "css",
        ThemeFile::Script
        | ThemeFile::Players
        | ThemeFile::Redirect
        | ThemeFile::Search
        | ThemeFile::SearchMore => "js",
        ThemeFile::Icon => "svg",
        ThemeFile::Font(_) => "woff2",
    };
    let file_name = format!("{name}.{}.{extension}", &hash[..10]);
    let route = Route::for_file(["assets", &file_name]);
    ThemeAsset { bytes, route, resource: Resource::ThemeFile(file) }
}

/// The fonts that a stylesheet names, `url("name.woff2")`. In it their names become those of the
/// published files, which are in the same folder.
fn use_fonts(
    fonts: &BTreeMap<Box<str>, Arc<[u8]>>,
    css: &mut Vec<u8>,
) -> Vec<(ThemeFile, ThemeAsset)> {
    let Ok(mut text) = String::from_utf8(std::mem::take(css)) else { return Vec::new() };
    let mut used = Vec::new();
    for ((name, bytes), number) in fonts.iter().zip(0..=u8::MAX) {
        let written = format!("url(\"{name}\")");
        if text.contains(&written) {
            let file = ThemeFile::Font(number);
            let stem = name.split('.').next().unwrap_or_default();
            let asset = new_asset(stem, file, bytes.clone());
            let published = asset.route.as_str().rsplit('/').next().unwrap_or_default();
            text = text.replace(&written, &format!("url(\"{published}\")"));
            used.push((file, asset));
        }
    }
    *css = text.into_bytes();
    used
}

/// The content of a `theme.toml`.
#[derive(Default)]
struct ThemeManifest {
    files: Vec<(ThemeFile, Arc<[u8]>)>,
    /// By name.
    fonts: BTreeMap<Box<str>, Arc<[u8]>>,
    options: Vec<OptionDecl>,
    picture_sizes: Option<PictureSizes>,
    card_fonts: Option<Vec<FontFile>>,
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
    let Some(ThemeToml { assets, options, pictures, cards, .. }) = theme else { return manifest };
    manifest.picture_sizes = pictures.map(|pictures| {
        let ThemePictures { text, gallery, lead, portrait, small_portrait } = pictures;
        PictureSizes { text, gallery, lead, portrait, small_portrait }
    });
    manifest.options = options::read_declarations(&path, options, snapshot, config, problems);
    let mut read_in = |inner: &str, name: &Spanned<Box<str>>| {
        let path_in_theme = format!("{folder}/{inner}/{}", name.value);
        let asset = snapshot.asset(&path_in_theme).and_then(|asset| asset.read().ok());
        // A file that could not be read has been reported.
        if asset.is_none()
            && !SourcePath::new(&path_in_theme).is_some_and(|it| snapshot.contains(&it))
        {
            problems.push(messages::missing_theme_file(&path, inner, name));
        }
        asset.map(|bytes| Arc::<[u8]>::from(&*bytes))
    };
    let mut not_fonts = Vec::new();
    manifest.card_fonts = cards.map(|cards| {
        let fonts = cards.fonts.iter().filter_map(|name| {
            let bytes = read_in("fonts", name)?;
            if !FontFile::is_font(&bytes) {
                not_fonts.push(messages::not_a_card_font(&path, name));
                return None;
            }
            Some(FontFile { bytes, is_of_site: false })
        });
        fonts.collect()
    });
    let mut read = |name: &Spanned<Box<str>>| read_in("assets", name);
    for (file, name) in [
        (ThemeFile::Stylesheet, assets.stylesheet),
        (ThemeFile::Drawings, assets.drawings),
        (ThemeFile::Media, assets.media),
        (ThemeFile::Players, assets.players),
        (ThemeFile::Script, assets.script),
        (ThemeFile::Icon, assets.icon),
        (ThemeFile::Redirect, assets.redirect),
        (ThemeFile::Search, assets.search),
        (ThemeFile::SearchMore, assets.search_more),
    ] {
        let bytes = name.as_ref().and_then(&mut read);
        manifest.files.extend(bytes.map(|bytes| (file, bytes)));
    }
    let fonts = assets.fonts.into_iter();
    manifest.fonts =
        fonts.filter_map(|name| read(&name).map(|bytes| (name.value, bytes))).collect();
    problems.extend(not_fonts);
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
