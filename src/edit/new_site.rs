//! Creates a small site that builds without warnings and has one page of each kind.

use std::path::{Path, PathBuf};

use super::{CreateError, create_file};
use crate::input::SITE_FOLDERS;

/// Creates a site in a folder. If any of its files exists, or if the folder is in one that another
/// site reads, nothing is written.
pub fn new_site(folder: &Path) -> Result<(), CreateError> {
    if let Some(site) = site_that_reads(folder) {
        return Err(CreateError::InsideSite(site));
    }
    if let Some((path, _)) = FILES.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(CreateError::Exists(folder.join(path)));
    }
    FILES.iter().try_for_each(|(path, text)| create_file(&folder.join(path), text.as_bytes()))
}

/// The site in whose folders of sources this folder is.
fn site_that_reads(folder: &Path) -> Option<PathBuf> {
    let folder = std::path::absolute(folder).ok()?;
    let mut above = folder.ancestors().skip(1);
    let site = above.find(|above| {
        let inner = folder.strip_prefix(above).ok();
        let top = inner.and_then(|inner| inner.iter().next());
        let is_source = top.is_some_and(|top| SITE_FOLDERS.iter().any(|source| *source == top));
        is_source && above.join("site.toml").exists()
    });
    site.map(Path::to_owned)
}

/// Path and content of each file.
const FILES: &[(&str, &str)] = &[
    (".gitignore", "/public/\n/.backgrounder/\n"),
    ("site.toml", include_str!("site/site.toml")),
    ("content/_index.md", include_str!("site/home.md")),
    ("content/sources.toml", include_str!("site/sources.toml")),
    ("content/articles/how-it-was-done.md", include_str!("site/article.md")),
    ("content/countries/united-states.md", include_str!("site/country.md")),
    ("content/figures/neil-armstrong.md", include_str!("site/figure.md")),
    ("content/events/apollo-11.md", include_str!("site/event.md")),
];
