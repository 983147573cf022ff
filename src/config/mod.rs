//! `site.toml`: its keys, and the configuration that it resolves to.

mod content_security_policy;
mod decode;
mod embed_settings;
mod kinds;
mod level;
mod messages;
mod picture_settings;
mod site_toml;

pub use content_security_policy::{ContentPolicy, media_directive};
pub use decode::parse;
pub use embed_settings::EmbedSettings;
pub use kinds::{GeneratedPage, TopicKind};
pub use level::Level;
pub(crate) use level::renamed_code;
pub use messages::CODES;
pub(crate) use messages::renamed_code as renamed_code_problem;
pub use site_toml::{
    Author, AutolinkPolicy, CardOptions, CardPages, MarkdownOptions, NavEntry, SiteToml,
};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostics::Severity;
use crate::language::Languages;
use crate::locale::Locale;
use crate::media::PictureSettings;
use crate::text::{BaseUrl, Route, Slug};

/// The configuration of a site: the keys of `site.toml`, and what they resolve to.
#[derive(Clone, Debug)]
pub struct Config {
    pub site: SiteToml,
    pub base: BaseUrl,
    /// BCP 47.
    pub language: Box<str>,
    pub locale: Arc<Locale>,
    /// What the linker knows of the languages of the pages.
    pub languages: Arc<Languages>,
    /// False where `authors` may have entries that could not be parsed.
    pub authors_complete: bool,
    /// Levels of diagnostics by code; `None` is off.
    pub levels: BTreeMap<Box<str>, Option<Severity>>,
    /// The number of days after which the facts of a page should be checked again.
    pub review_after_days: Option<i64>,
    pub content_policy: ContentPolicy,
    pub pictures: PictureSettings,
    pub embeds: EmbedSettings,
}

impl std::ops::Deref for Config {
    type Target = SiteToml;

    fn deref(&self) -> &SiteToml {
        &self.site
    }
}

impl Config {
    /// The folder of a kind of page in addresses.
    pub fn folder<'a>(&'a self, kind: &'a str) -> &'a str {
        self.kinds
            .get(kind)
            .and_then(|names| names.folder.as_ref().map(Slug::as_str))
            .unwrap_or(kind)
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
        let kind = page.index_of().and_then(|kind| self.kinds.get(kind.folder()));
        let title = kind.and_then(|names| names.title.as_deref());
        title.unwrap_or_else(|| self.locale.text(page.title_key()))
    }

    /// The address of a generated page.
    pub fn generated_route(&self, page: GeneratedPage) -> Route {
        Route::for_page([page.slug()])
    }
}
