//! Values and markup that many pages share. Each is made on first use and is the same whenever it
//! is made, so caching never changes the output.

use std::iter::repeat_with;
use std::sync::{Arc, Mutex, OnceLock};

use rustc_hash::FxHashMap;
use tera::Value;

use super::header_footer::HeaderFooterView;
use crate::page::view::CardRef;
use crate::page::{PageCache, SiteData};
use crate::search::{SearchFiles, search_files};

/// The cache of a site: fragments here, and those of the page views.
#[derive(Debug)]
pub struct RenderCache {
    pages: PageCache,
    /// By topic: a card for each office that it is shown with.
    pub(super) cards: Box<[Mutex<TopicCards>]>,
    /// By event: its entry in lists.
    pub(super) events: Box<[OnceLock<Value>]>,
    /// By article, only the markup of its entry: there are many articles, each is shown a few
    /// times, and with whole records the peak of 10,000 articles is 10 MB higher.
    pub(super) articles: Box<[OnceLock<Fields>]>,
    pub(super) headers_and_footers: Mutex<FxHashMap<HeaderFooterView, Fields>>,
    search: OnceLock<SearchFiles>,
}

pub(super) type TopicCards = Vec<(CardRef, Arc<CachedCard>)>;

/// Fields that are added to a record.
pub(super) type Fields = Vec<(&'static str, Value)>;

#[derive(Debug)]
pub(super) struct CachedCard {
    pub(super) value: Value,
    /// Field `line_html` of `value`, kept to avoid a lookup per use.
    pub(super) line: Value,
    /// See [`card_json`](crate::page::card_json).
    pub(super) json: Box<str>,
}

impl RenderCache {
    /// An empty cache for a site of `pages` pages.
    pub fn new(pages: usize) -> Self {
        RenderCache {
            pages: PageCache::new(pages),
            cards: repeat_with(Mutex::default).take(pages).collect(),
            events: repeat_with(OnceLock::new).take(pages).collect(),
            articles: repeat_with(OnceLock::new).take(pages).collect(),
            headers_and_footers: Mutex::default(),
            search: OnceLock::new(),
        }
    }

    pub fn pages(&self) -> &PageCache {
        &self.pages
    }

    /// The files of the search; none if the site has none. `data` is that of the site of this cache.
    pub fn search_files(&self, data: &SiteData<'_>) -> &SearchFiles {
        self.search.get_or_init(|| match data.config.search.enabled {
            true => search_files(data),
            false => SearchFiles::new(),
        })
    }
}
