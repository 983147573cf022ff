//! Creates a page with commented keys.

use std::path::{Path, PathBuf};

use super::{CreateError, create_file};
use crate::text::Slug;

/// What a new page may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NewPageKind {
    Article,
    Country,
    Figure,
    Event,
    Organisation,
    Term,
    /// A plain page.
    Page,
}

/// The folder of a kind, and its most used keys with explanations. An empty key counts as absent.
fn folder_and_skeleton(kind: NewPageKind) -> (&'static str, &'static str) {
    match kind {
        NewPageKind::Article => ("content/articles", include_str!("pages/article.md")),
        NewPageKind::Country => ("content/countries", include_str!("pages/country.md")),
        NewPageKind::Figure => ("content/figures", include_str!("pages/figure.md")),
        NewPageKind::Event => ("content/events", include_str!("pages/event.md")),
        NewPageKind::Organisation => {
            ("content/organisations", include_str!("pages/organisation.md"))
        }
        NewPageKind::Term => ("content/terms", include_str!("pages/term.md")),
        NewPageKind::Page => ("content", include_str!("pages/page.md")),
    }
}

/// Creates a page with this title in the site in `root`, and returns its path below `root`. An
/// existing page is never changed.
pub fn new_page(root: &Path, kind: NewPageKind, title: &str) -> Result<PathBuf, CreateError> {
    let slug = Slug::from_text(title).map_err(|_| CreateError::InvalidName(title.to_owned()))?;
    let (folder, skeleton) = folder_and_skeleton(kind);
    if let Some(existing) = existing_page(root, folder, &slug) {
        return Err(CreateError::Exists(existing));
    }
    let path = Path::new(folder).join(format!("{slug}.md"));
    let quoted = title.replace('\\', "\\\\").replace('"', "\\\"");
    create_file(&root.join(&path), &skeleton.replace("{title}", &quoted))?;
    Ok(path)
}

/// A file or folder whose name makes the same slug: "Ada Lovelace.md" makes `ada-lovelace`.
fn existing_page(root: &Path, folder: &str, slug: &Slug) -> Option<PathBuf> {
    let entries = std::fs::read_dir(root.join(folder)).ok()?.filter_map(Result::ok);
    let mut names = entries.map(|entry| PathBuf::from(entry.file_name()));
    let same = names.find(|name| {
        let is_page = name.extension().is_none_or(|extension| extension == "md");
        let stem = name.file_stem().unwrap_or_default().to_string_lossy();
        is_page && Slug::from_text(&stem).as_ref() == Ok(slug)
    })?;
    Some(Path::new(folder).join(same))
}
