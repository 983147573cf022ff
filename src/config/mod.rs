//! `site.toml`: as written into as resolved.

mod kinds;
mod messages;
mod content_security_policy;
mod decode;
mod schema;

pub use decode::parse;
pub(crate) use decode::parse_level;
pub use kinds::{GeneratedPage, TopicKind};
pub use messages::CODES;
pub(crate) use messages::bad_level;
pub use schema::{AUTOLINK_POLICIES, LEVELS};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::data::{Node, Spanned};
use crate::diagnostics::Severity;
use crate::locale::Locale;
use crate::text::{BaseUrl, Route};
use crate::time::Day;

/// A site's configuration, with every default filled in.
#[derive(Clone, Debug)]
pub struct Config {
    /// The name of the site.
    pub title: Box<str>,
    /// Where it is served.
    pub base: BaseUrl,
    /// One or two sentences.
    pub description: Option<Box<str>>,
    /// The language of the texts (BCP 47).
    pub language: Box<str>,
    /// That language: its words, dates and order.
    pub locale: Arc<Locale>,
    /// The name of the theme.
    pub theme: Spanned<Box<str>>,
    /// The day on which the facts were checked, for pages that have none of their own.
    pub as_of: Option<Day>,
    /// The article to begin with, as written.
    pub start_here: Option<Spanned<Box<str>>>,
    /// Where the site is published, relative to its root.
    pub output_dir: Box<str>,
    /// Who publishes it.
    pub publisher: Option<Publisher>,
    /// The authors by id.
    pub authors: BTreeMap<Box<str>, Author>,
    /// False where there may be authors that could not be read.
    pub authors_complete: bool,
    /// Automatic linking.
    pub autolink: AutolinkOptions,
    /// The main navigation; `None` for the default.
    pub main_navigation: Option<Vec<NavEntry>>,
    /// The navigation at the foot; `None` for the default.
    pub footer_navigation: Option<Vec<NavEntry>>,
    /// What the kinds of topic are called here, and their folders in addresses.
    pub kinds: BTreeMap<Box<str>, KindNames>,
    /// Levels of diagnostics by code; `None` is off.
    pub levels: BTreeMap<Box<str>, Option<Severity>>,
    /// After how many days a page wants checking again.
    pub review_after_days: Option<i64>,
    /// Feeds.
    pub feeds: FeedOptions,
    /// Whether each page is there as Markdown too.
    pub markdown_export: bool,
    /// Whether it is drawn who appears with whom.
    pub relations: bool,
    /// What pages may load: a Content-Security-Policy.
    pub content_security_policy: Box<str>,
    /// Markdown.
    pub markdown: MarkdownOptions,
    /// Options of the theme, as written.
    pub theme_options: Option<Node>,
    /// The author's own data.
    pub extra: Option<Node>,
}

/// Who publishes the site.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Publisher {
    /// Name.
    pub name: Option<Box<str>>,
    /// Web address.
    pub url: Option<Spanned<Box<str>>>,
    /// Address of a picture of this site.
    pub logo: Option<Spanned<Box<str>>>,
    /// Whom to write to.
    pub contact: Option<Spanned<Box<str>>>,
    /// How corrections are made: a sentence, or the address of a page.
    pub corrections: Option<Spanned<Box<str>>>,
    /// The licence of the texts.
    pub license: Option<Spanned<Box<str>>>,
}

/// Somebody who writes for the site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Author {
    /// Name.
    pub name: Box<str>,
    /// What she or he is.
    pub role: Option<Box<str>>,
    /// A sentence or two.
    pub bio: Option<Box<str>>,
    /// Web address.
    pub url: Option<Spanned<Box<str>>>,
    /// Address of a picture of this site.
    pub image: Option<Spanned<Box<str>>>,
}

/// How often a topic is linked on a page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AutolinkPolicy {
    /// Never by itself.
    Off,
    /// Once on a page.
    Once,
    /// Once in each section.
    #[default]
    Section,
    /// Every time.
    All,
}

impl AutolinkPolicy {
    /// The policy of a word of [`AUTOLINK_POLICIES`].
    pub fn from_name(word: &str) -> Option<Self> {
        Some(match word {
            "off" => AutolinkPolicy::Off,
            "once" => AutolinkPolicy::Once,
            "section" => AutolinkPolicy::Section,
            "all" => AutolinkPolicy::All,
            _ => return None,
        })
    }
}

/// Rules of automatic linking for the whole site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct AutolinkOptions {
    /// How often a topic is linked.
    pub policy: AutolinkPolicy,
    /// Whether family names are recognised after the full name.
    pub short_names: bool,
    /// Whether metonyms ("Pyongyang") are linked.
    pub metonyms: bool,
    /// Whether demonyms ("North Korean") are linked.
    pub demonyms: bool,
    /// Phrases in which nothing is linked.
    pub never: Vec<Box<str>>,
}

/// An entry of a navigation.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NavEntry {
    /// What it says; the title of the page where it says nothing.
    pub title: Option<Box<str>>,
    /// Where it leads, as written.
    pub to: Spanned<Box<str>>,
}

/// What a kind of topic is called on this site.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KindNames {
    /// The title of its index.
    pub title: Option<Box<str>>,
    /// Its folder in addresses.
    pub folder: Option<Box<str>>,
}

/// Feeds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FeedOptions {
    /// Whether there are any.
    pub enabled: bool,
    /// How many entries they have.
    pub limit: usize,
    /// Whether each topic has one.
    pub topics: bool,
}

/// Markdown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MarkdownOptions {
    /// Whether straight quotes, `--` and `...` become typographic ones.
    pub smart_punctuation: bool,
    /// Whether HTML in Markdown is markup; otherwise it is shown as text.
    pub raw_html: bool,
}

impl Config {
    /// The folder of a kind of page in addresses.
    pub fn folder<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kinds.get(kind).and_then(|names| names.folder.as_deref()).unwrap_or(kind)
    }

    /// The title of the index of a kind of page.
    pub fn index_title<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kinds
            .get(kind)
            .and_then(|names| names.title.as_deref())
            .unwrap_or_else(|| self.locale.text(kind))
    }

    /// The title of a generated page, where no page introduces it.
    pub fn generated_title(&self, page: GeneratedPage) -> &str {
        self.locale.text(page.title_key())
    }

    /// The address of a generated page.
    pub fn generated_route(&self, page: GeneratedPage) -> Route {
        Route::for_page([page.slug()])
    }
}
