//! The kinds of things a story has.

use std::fmt;

/// A kind of topic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TopicKind {
    /// A state or territory.
    Country,
    /// A person.
    Figure,
    /// Something that happened.
    Event,
    /// A body of people.
    Organisation,
    /// A word to be explained.
    Term,
}

impl TopicKind {
    /// All kinds, in the order a reader meets them.
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

    /// The kind whose files lie in a folder.
    pub fn from_folder(folder: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.folder() == folder)
    }

    /// What it is called in a sentence: "figure".
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

/// A page made from the whole story. A plain page of the same name at the root of `content/`
/// introduces it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum GeneratedPage {
    /// All events in order.
    Timeline,
    /// All topics by name.
    AToZ,
    /// All that was changed, the newest first.
    Updates,
    /// The shared sources, and what rests on them.
    Sources,
}

impl GeneratedPage {
    /// All of them.
    pub const ALL: [GeneratedPage; 4] = [
        GeneratedPage::Timeline,
        GeneratedPage::AToZ,
        GeneratedPage::Updates,
        GeneratedPage::Sources,
    ];

    /// Its slug.
    pub const fn slug(self) -> &'static str {
        match self {
            GeneratedPage::Timeline => "timeline",
            GeneratedPage::AToZ => "a-z",
            GeneratedPage::Updates => "updates",
            GeneratedPage::Sources => "sources",
        }
    }

    /// The key of its title among the words of a theme.
    pub const fn title_key(self) -> &'static str {
        match self {
            GeneratedPage::AToZ => "a_to_z",
            page => page.slug(),
        }
    }
}
