//! Which pages have a share card, and the picture that other sites show beside a link to a page.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use super::page_cache::ShareCard;
use super::share_card_texts::{card_texts, own_texts};
use super::site_data::SiteData;
use super::summaries::importance;
use super::view::{ImageView, PageView, ShareImageView};
use crate::catalog::{Entry, PageIx, Resource, SHARE_CARD_FOLDER};
use crate::config::{CardPages, TopicKind};
use crate::document::PageKind;
use crate::share_card::{HEIGHT, WIDTH};
use crate::text::Route;

/// How many articles have a card by default.
const ARTICLES: usize = 1_000;
/// How many people and countries have a card by default, together.
const PEOPLE_AND_COUNTRIES: usize = 12;
/// An article about a topic counts as much as so many mentions.
const WEIGHT_OF_SUBJECT: usize = 3;
const DEFAULT: [CardPages; 3] = [CardPages::Home, CardPages::Articles, CardPages::Topics];

/// Letters of share cards that no font has.
#[derive(Debug, Default)]
pub struct LettersWithoutFont {
    pub letters: BTreeSet<char>,
    /// Pages whose titles have such letters, so they have no card.
    pub pages_without_card: usize,
    /// Pages whose cards leave out a line.
    pub shortened_cards: usize,
    /// One of these pages; `None` for a home page without a file.
    pub first: Option<PageIx>,
}

impl<'a> SiteData<'a> {
    /// The pages that may have a share card, sorted; `None` is a home page without a file. None of
    /// them without an absolute address, which services need.
    pub fn share_card_pages(&self) -> &'a [Option<PageIx>] {
        self.cache.share_card_pages.get_or_init(|| {
            let options = &self.config.cards;
            if !options.enabled || !self.config.base.has_origin() {
                return Vec::new();
            }
            let groups = options.pages.as_deref().unwrap_or(&DEFAULT);
            let mut pages: Vec<Option<PageIx>> =
                groups.iter().flat_map(|group| self.pages_of(*group)).collect();
            pages.sort_unstable();
            pages.dedup();
            // A page that shows a picture of its own is shared with it.
            let has_picture = |page: PageIx| {
                let image = self.head(page).common.image.as_ref();
                image.is_some_and(|image| is_shown_by_services(&image.src.value))
            };
            pages.retain(|page| !page.is_some_and(has_picture));
            pages
        })
    }

    fn pages_of(&self, group: CardPages) -> Vec<Option<PageIx>> {
        let entries = || self.catalog.pages();
        let articles = || entries().filter(|entry| entry.kind == PageKind::Article);
        // Stubs are not indexed.
        let topics = || entries().filter(|entry| entry.topic_kind().is_some() && !entry.is_stub);
        let pages: Vec<PageIx> = match group {
            CardPages::Home => {
                let home = entries().find(|entry| entry.kind == PageKind::Home);
                return vec![home.map(|entry| entry.page)];
            }
            CardPages::AllArticles => articles().map(|entry| entry.page).collect(),
            CardPages::Articles => {
                let mut newest: Vec<&Entry> = articles().collect();
                newest.sort_unstable_by_key(|entry| (Reverse(entry.published), entry.page));
                newest.truncate(ARTICLES);
                newest.into_iter().map(|entry| entry.page).collect()
            }
            CardPages::AllTopics => topics().map(|entry| entry.page).collect(),
            CardPages::Topics => {
                let is_key = |entry: &&Entry| importance(self.head(entry.page)) == "key";
                let events = topics().filter(is_key).map(|entry| entry.page);
                let kinds = [Some(TopicKind::Figure), Some(TopicKind::Country)];
                let others = topics().filter(|entry| kinds.contains(&entry.topic_kind()));
                let mut others: Vec<PageIx> = others.map(|entry| entry.page).collect();
                others.sort_by_key(|page| (Reverse(self.weight(*page)), *page));
                events.chain(others.into_iter().take(PEOPLE_AND_COUNTRIES)).collect()
            }
        };
        pages.into_iter().map(Some).collect()
    }

    fn weight(&self, topic: PageIx) -> usize {
        let (about, mentions) = (&self.graph.about, &self.graph.mentions);
        WEIGHT_OF_SUBJECT * about.of_page(topic).len() + mentions.of_page(topic).len()
    }

    /// The share card of a page, if it has one.
    pub fn share_card(&self, page: Option<PageIx>) -> Option<&'a ShareCard> {
        let pages = self.share_card_pages();
        pages.binary_search(&page).ok()?;
        let cache = match page {
            Some(page) => &self.cache.share_cards[page.index()],
            None => &self.cache.home_card,
        };
        let card = cache.get_or_init(|| {
            let texts = card_texts(self, page)?;
            let json = serde_json::to_vec(&texts).ok()?;
            let file_name = self.cards.file_name(&json);
            let [one, two] = SHARE_CARD_FOLDER;
            let route = Route::for_file([one, two, &file_name]);
            Some(Box::new(ShareCard { texts, file_name: file_name.into(), route }))
        });
        card.as_deref()
    }

    /// The share cards by their addresses.
    pub fn share_card_routes(&self) -> &'a BTreeMap<Route, Resource> {
        self.cache.share_card_routes.get_or_init(|| {
            let cards = self.share_card_pages().iter().rev().filter_map(|page| {
                Some((self.share_card(*page)?.route.clone(), Resource::ShareCard(*page)))
            });
            cards.collect()
        })
    }

    /// Which letters of the pages with share cards no font has.
    pub fn letters_without_font(&self) -> LettersWithoutFont {
        let mut found = LettersWithoutFont::default();
        let fonts = &self.cards.fonts;
        for page in self.share_card_pages() {
            let [title, others @ ..] = own_texts(self, *page);
            let lacks = |text: &Option<&str>| text.is_some_and(|text| !fonts.have_letters(text));
            let (no_card, shortened) = (lacks(&title), others.iter().any(lacks));
            if !no_card && !shortened {
                continue;
            }
            if found.letters.is_empty() {
                found.first = *page;
            }
            found.pages_without_card += usize::from(no_card);
            found.shortened_cards += usize::from(!no_card);
            let texts = [title].into_iter().chain(others).flatten();
            found.letters.extend(texts.flat_map(|text| fonts.missing_letters(text)));
        }
        found
    }

    /// The picture that other sites show beside a link to a page.
    pub(super) fn share_image(
        &self,
        resource: &Resource,
        view: &PageView,
    ) -> Option<ShareImageView> {
        if view.noindex {
            return None;
        }
        let picture = view.image.as_ref().and_then(of_picture);
        let card = || match resource {
            Resource::Page(page) => self.of_card(Some(*page)),
            Resource::Home => self.of_card(None),
            _ => None,
        };
        picture.or_else(card).or_else(|| self.home_share_image())
    }

    fn of_card(&self, page: Option<PageIx>) -> Option<ShareImageView> {
        let card = self.share_card(page)?;
        let texts = &card.texts;
        Some(ShareImageView {
            url: self.config.base.absolute_url(&card.route)?,
            width: Some(WIDTH),
            height: Some(HEIGHT),
            alt: [Some(&texts.title), texts.state.as_ref(), texts.deck.as_ref()]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(" – "),
            is_square: false,
            is_own: true,
        })
    }

    /// That of the home page, for pages without one.
    fn home_share_image(&self) -> Option<ShareImageView> {
        let image = self.cache.home_share_image.get_or_init(|| {
            let home = self.catalog.pages().find(|entry| entry.kind == PageKind::Home);
            let home = home.map(|entry| entry.page);
            let picture = home.and_then(|home| of_picture(&self.absolute_image(home)?));
            let image = picture.or_else(|| self.of_card(home))?;
            Some(ShareImageView { is_own: false, ..image })
        });
        image.clone()
    }
}

/// Services show no SVG.
fn is_shown_by_services(address: &str) -> bool {
    !address.to_ascii_lowercase().ends_with(".svg")
}

fn of_picture(image: &ImageView) -> Option<ShareImageView> {
    Some(ShareImageView {
        url: image.absolute.clone().filter(|url| is_shown_by_services(url))?,
        width: image.absolute_width,
        height: image.absolute_height,
        alt: image.alt.clone(),
        is_square: image.is_square,
        is_own: true,
    })
}
