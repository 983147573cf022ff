//! Creates a page with commented keys.

use std::path::{Path, PathBuf};

use super::{CreateError, create_file};
use crate::catalog::countries;
use crate::text::Slug;
use crate::time::FuzzyDate;

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

/// A page that can be created: there is none of its name.
#[derive(Debug)]
pub struct NewPage<'a> {
    root: &'a Path,
    path: PathBuf,
    title: &'a str,
    skeleton: &'static str,
}

impl<'a> NewPage<'a> {
    /// A page with this title in the site in `root`.
    ///
    /// # Errors
    /// If there is such a page, or no file name can be made of the title.
    pub fn new(root: &'a Path, kind: NewPageKind, title: &'a str) -> Result<Self, CreateError> {
        let slug =
            Slug::from_text(title).map_err(|_| CreateError::InvalidName(title.to_owned()))?;
        let (folder, skeleton) = folder_and_skeleton(kind);
        if let Some(existing) = existing_page(root, folder, &slug) {
            return Err(CreateError::Exists(existing));
        }
        let path = Path::new(folder).join(format!("{slug}.md"));
        Ok(NewPage { root, path, title, skeleton })
    }

    /// Writes the page, and returns its path below the root. Only an event has a date, which it
    /// needs. A country gets its code if its title is the name of a country in any language.
    ///
    /// # Errors
    /// If the file cannot be written. An existing file is never changed.
    pub fn create(self, date: Option<&FuzzyDate>) -> Result<PathBuf, CreateError> {
        let title = self.title.replace('\\', "\\\\").replace('"', "\\\"");
        let date = date.map_or_else(String::new, |date| format!("\"{}\"", date.edtf()));
        let iso = countries::code_of(self.title).map(|code| format!(" {code}"));
        let text = self.skeleton.replace("{date}", &date);
        let text = text.replace("{iso}", &iso.unwrap_or_default()).replace("{title}", &title);
        create_file(&self.root.join(&self.path), text.as_bytes())?;
        Ok(self.path)
    }
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
