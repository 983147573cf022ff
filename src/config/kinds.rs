//! Kinds of topics and of generated pages.

use std::fmt;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TopicKind {
    Country,
    Figure,
    Event,
    Organisation,
    Term,
}

impl TopicKind {
    /// In the order of the navigation.
    pub const ALL: [TopicKind; 5] = [
        TopicKind::Country,
        TopicKind::Figure,
        TopicKind::Event,
        TopicKind::Organisation,
        TopicKind::Term,
    ];

    /// The folder of its files below `content/`, and by default in addresses.
    pub const fn folder(self) -> &'static str {
        match self {
            TopicKind::Country => "countries",
            TopicKind::Figure => "figures",
            TopicKind::Event => "events",
            TopicKind::Organisation => "organisations",
            TopicKind::Term => "terms",
        }
    }

    pub fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    pub const fn noun(self) -> &'static str {
        match self {
            TopicKind::Country => "country",
            TopicKind::Figure => "figure",
            TopicKind::Event => "event",
            TopicKind::Organisation => "organisation",
            TopicKind::Term => "term",
        }
    }
}

impl fmt::Display for TopicKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.noun())
    }
}

/// A page made from the whole site. A plain page of the same name at the root of `content/`
/// introduces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GeneratedPage {
    Timeline,
    AToZ,
    /// The change logs of all pages, the newest entries first.
    Updates,
    /// The shared sources, and the pages that cite them.
    Sources,
    /// Who has to do with whom.
    Relations,
}

impl GeneratedPage {
    pub const ALL: [GeneratedPage; 5] = [
        GeneratedPage::Timeline,
        GeneratedPage::AToZ,
        GeneratedPage::Updates,
        GeneratedPage::Sources,
        GeneratedPage::Relations,
    ];

    pub const fn slug(self) -> &'static str {
        match self {
            GeneratedPage::Timeline => "timeline",
            GeneratedPage::AToZ => "a-z",
            GeneratedPage::Updates => "updates",
            GeneratedPage::Sources => "sources",
            GeneratedPage::Relations => "relations",
        }
    }

    /// The key of its title among the texts of a theme.
    pub const fn title_key(self) -> &'static str {
        match self {
            GeneratedPage::AToZ => "a_to_z",
            page => page.slug(),
        }
    }

    /// The kind of topic whose index it is.
    pub const fn index_of(self) -> Option<TopicKind> {
        match self {
            GeneratedPage::Timeline => Some(TopicKind::Event),
            GeneratedPage::AToZ
            | GeneratedPage::Updates
            | GeneratedPage::Sources
            | GeneratedPage::Relations => None,
        }
    }
}
