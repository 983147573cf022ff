//! Creates a small site that builds without warnings and has one page of each kind.

use std::path::Path;

use super::{CreateError, create_file};

/// Creates a site in a folder. If any of its files exists, nothing is written.
pub fn new_site(folder: &Path) -> Result<(), CreateError> {
    if let Some((path, _)) = FILES.iter().find(|(path, _)| folder.join(path).exists()) {
        return Err(CreateError::Exists(folder.join(path)));
    }
    FILES.iter().try_for_each(|(path, text)| create_file(&folder.join(path), text))
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
