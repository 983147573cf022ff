//! The kind of a page, from the path of its file.

use crate::config::{GeneratedPage, TopicKind};
use crate::text::{LetterCase, Slug, SourcePath};

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PageKind {
    /// `content/_index.md`.
    Home,
    /// `_index.md` in a folder of articles or topics: introduces their index, unless that is a
    /// generated page.
    Index(Section),
    /// In `content/articles/`.
    Article,
    /// In the folder of a kind of topic.
    Topic(TopicKind),
    /// Introduces a generated page, like `content/timeline.md`, or `content/events/_index.md`, where
    /// that page is the index of the folder.
    GeneratedIntro(GeneratedPage),
    /// Any other page, with the path of its folder in addresses, without slashes at the ends.
    Plain(Box<str>),
}

/// A group of pages of one kind, which an index lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Section {
    Articles,
    Topics(TopicKind),
}

impl Section {
    /// In the order of the navigation.
    pub const ALL: [Section; 6] = [
        Section::Articles,
        Section::Topics(TopicKind::Country),
        Section::Topics(TopicKind::Figure),
        Section::Topics(TopicKind::Event),
        Section::Topics(TopicKind::Organisation),
        Section::Topics(TopicKind::Term),
    ];

    /// The folder below `content/`.
    pub const fn folder(self) -> &'static str {
        match self {
            Section::Articles => "articles",
            Section::Topics(kind) => kind.folder(),
        }
    }

    /// The generated page that is its index: events are on the timeline.
    pub fn generated_index(self) -> Option<GeneratedPage> {
        let Section::Topics(kind) = self else { return None };
        GeneratedPage::ALL.into_iter().find(|page| page.index_of() == Some(kind))
    }

    /// The id of the page that introduces it, if that is in its folder.
    pub fn introduction_id(self) -> String {
        format!("{}/_index", self.folder())
    }

    fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|section| section.folder() == folder)
    }
}

/// Kind, id and slug of a Markdown file.
///
/// # Errors
/// The part of the path that has no letter or digit for a slug.
pub fn classify(
    path: &SourcePath,
    case: LetterCase,
) -> Result<(PageKind, Box<str>, Slug), Box<str>> {
    let inner = path.strip_prefix("content").unwrap_or(path.as_str());
    let mut folders: Vec<&str> = inner.split('/').collect();
    folders.pop();
    let section = folders.first().and_then(|folder| Section::from_folder(folder));
    let in_own_folder = path.stem() == "index";
    // Elsewhere, `index.md` is the page of its folder.
    let is_introduction = path.stem() == "_index"
        || in_own_folder && (folders.is_empty() || section.is_some() && folders.len() == 1);
    let slug_of = |part: &str| Slug::from_text_in(part, case).map_err(|_| Box::from(part));
    if is_introduction {
        return match (section, &folders[..]) {
            (_, []) => Ok((PageKind::Home, "_index".into(), slug_of("home")?)),
            (Some(section), [_]) => Ok((
                section
                    .generated_index()
                    .map_or(PageKind::Index(section), PageKind::GeneratedIntro),
                section.introduction_id().into(),
                slug_of(section.folder())?,
            )),
            _ => {
                let (last, above) =
                    folders.split_last().map_or(("index", &[][..]), |(last, above)| (*last, above));
                plain_page(above, slug_of(last)?, slug_of)
            }
        };
    }
    let own_name = if in_own_folder { folders.pop().unwrap_or("index") } else { path.stem() };
    let slug = slug_of(own_name)?;
    match section {
        Some(Section::Articles) => Ok((PageKind::Article, format!("articles/{slug}").into(), slug)),
        Some(Section::Topics(kind)) => {
            Ok((PageKind::Topic(kind), format!("{}/{slug}", kind.folder()).into(), slug))
        }
        None => match GeneratedPage::ALL
            .into_iter()
            .find(|page| folders.is_empty() && page.slug() == slug.as_str())
        {
            Some(page) => Ok((PageKind::GeneratedIntro(page), page.slug().into(), slug)),
            None => plain_page(&folders, slug, slug_of),
        },
    }
}

fn plain_page(
    folders: &[&str],
    slug: Slug,
    slug_of: impl Fn(&str) -> Result<Slug, Box<str>>,
) -> Result<(PageKind, Box<str>, Slug), Box<str>> {
    let mut folder = String::new();
    for part in folders {
        if !folder.is_empty() {
            folder.push('/');
        }
        folder.push_str(slug_of(part)?.as_str());
    }
    let id = if folder.is_empty() { slug.to_string() } else { format!("{folder}/{slug}") };
    Ok((PageKind::Plain(folder.into()), id.into(), slug))
}

/// The name of a file, or of the folder whose index it is.
pub(super) fn name_from_path(path: &SourcePath) -> &str {
    match path.stem() {
        "index" | "_index" => path.folder().rsplit('/').next().unwrap_or(""),
        stem => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn located(path: &str) -> (PageKind, String, String) {
        let (kind, id, slug) =
            classify(&SourcePath::new(path).unwrap(), LetterCase::Common).unwrap();
        (kind, id.to_string(), slug.to_string())
    }

    #[test]
    fn the_top_folder_decides_the_kind() {
        let kim = (
            PageKind::Topic(TopicKind::Figure),
            "figures/kim-yo-jong".to_owned(),
            "kim-yo-jong".to_owned(),
        );
        assert_eq!(located("content/figures/Kim Yo Jong.md"), kim);
        assert_eq!(located("content/figures/north/Kim Yo Jong.md"), kim);
        assert_eq!(located("content/figures/north/Kim Yo Jong/index.md"), kim);
    }

    #[test]
    fn pages_in_other_folders_are_plain() {
        assert_eq!(
            located("content/about.md"),
            (PageKind::Plain("".into()), "about".into(), "about".into())
        );
        assert_eq!(
            located("content/Legal Notes/privacy.md"),
            (PageKind::Plain("legal-notes".into()), "legal-notes/privacy".into(), "privacy".into())
        );
        assert_eq!(
            located("content/legal/_index.md"),
            (PageKind::Plain("".into()), "legal".into(), "legal".into())
        );
    }

    #[test]
    fn index_files_introduce_their_folder() {
        assert_eq!(located("content/_index.md").0, PageKind::Home);
        assert_eq!(
            located("content/figures/_index.md").0,
            PageKind::Index(Section::Topics(TopicKind::Figure))
        );
        // As other generators name it.
        assert_eq!(located("content/index.md").0, PageKind::Home);
        assert_eq!(located("content/figures/index.md").0, located("content/figures/_index.md").0);
        // Events have no index but the timeline.
        assert_eq!(
            located("content/events/_index.md").0,
            PageKind::GeneratedIntro(GeneratedPage::Timeline)
        );
        assert_eq!(
            located("content/timeline.md").0,
            PageKind::GeneratedIntro(GeneratedPage::Timeline)
        );
        assert_eq!(located("content/notes/timeline.md").0, PageKind::Plain("notes".into()));
    }

    #[test]
    fn a_name_without_letters_has_no_slug() {
        assert_eq!(
            classify(&SourcePath::new("content/figures/!!!.md").unwrap(), LetterCase::Common),
            Err("!!!".into())
        );
    }
}
