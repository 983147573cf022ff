//! The files of the search, which the script in the browser reads.
//!
//! [`SEARCH_INDEX`] has a fixed name and lists all others, which are named by their hashes: shards
//! of terms, spellings, names, ranks of pages, blocks of what results show, suggestions and facets.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::facets::facets;
use super::folding::letters_of_script;
use super::index::{IndexedPage, SearchIndex};
use super::romanization::{hangul_of_script, sounds_of_script};
use super::shards::{Shard, shards, spellings};
use super::suggestions::suggestions;
use crate::catalog::{SEARCH_FOLDER, SEARCH_INDEX};
use crate::document::{FrontMatter, PageKind};
use crate::page::SiteData;
use crate::text::Route;

/// How many pages a block has.
const BLOCK_SIZE: usize = 20;
/// Of the format.
const VERSION: u32 = 1;

/// The files, by route.
pub type SearchFiles = BTreeMap<Route, Vec<u8>>;

/// The files for a site.
pub fn search_files(data: &SiteData<'_>) -> SearchFiles {
    let mut index = SearchIndex::new(data);
    let mut files = SearchFiles::new();
    let mut add = |bytes: Vec<u8>, extension: &str| {
        let hash = blake3::hash(&bytes).to_hex()[..10].to_owned();
        files.insert(Route::for_file([SEARCH_FOLDER, &format!("{hash}.{extension}")]), bytes);
        hash
    };
    let mut add_all = |shards: Vec<Shard>| -> Vec<Value> {
        shards.into_iter().map(|shard| json!([shard.key, add(shard.bytes, "bin")])).collect()
    };
    let spellings = add_all(spellings(&index.terms));
    let shards = add_all(shards(std::mem::take(&mut index.terms), index.pages.len() as u32));
    let blocks = index.pages.chunks(BLOCK_SIZE).map(|pages| {
        let entries: Vec<Value> = pages.iter().map(|page| block_entry(data, page)).collect();
        add(Value::from(entries).to_string().into_bytes(), "json")
    });
    let blocks: Vec<String> = blocks.collect();
    let names = add(names(&index).to_string().into_bytes(), "json");
    let ranks = add(index.pages.iter().flat_map(|page| rank(data, page)).collect(), "bin");
    let suggested = suggestions(data, &index.pages);
    let suggested: Vec<Value> = suggested.into_iter().map(|it| block_entry(data, it)).collect();
    let suggestions = add(Value::from(suggested).to_string().into_bytes(), "json");
    let facets = add(facets(data, &index.pages).to_string().into_bytes(), "json");
    let manifest = json!({
        "version": VERSION,
        "count": index.pages.len(),
        "mean_length": index.mean_length,
        "block_size": BLOCK_SIZE,
        "blocks": blocks,
        "names": names,
        "ranks": ranks,
        "suggestions": suggestions,
        "facets": facets,
        "shards": shards,
        "letters": letters_of_script(),
        "sounds": sounds_of_script(),
        "hangul": hangul_of_script(),
        "spellings": spellings,
        "function_words": index.languages.function_words(),
        "endings": index.languages.endings(),
        "kinds": KINDS,
    });
    files.insert(Route::for_file([SEARCH_INDEX]), manifest.to_string().into_bytes());
    files
}

const KINDS: [&str; 7] =
    ["articles", "countries", "figures", "events", "organisations", "terms", "pages"];

/// What a result shows: title, address, kind, date, what it is, language.
fn block_entry(data: &SiteData<'_>, page: &IndexedPage) -> Value {
    let (entry, head) = (data.entry(page.page), data.head(page.page));
    let kind = kind_of(data, page);
    let dates = &data.locale().dates;
    let date = match &head.front {
        FrontMatter::Event(..) => entry.event_date.as_ref().map(|date| dates.format_date(date)),
        _ => entry.published.map(|day| dates.format_day(day)),
    };
    let in_brief = head.front.topic().and_then(|topic| topic.in_brief());
    json!([
        entry.title,
        entry.href,
        kind,
        date,
        in_brief.or(head.common.description.as_deref()),
        data.lang(page.page).map(|language| language.tag),
    ])
}

/// Of each topic its title, other names, and phrases that say what it is.
fn names(index: &SearchIndex) -> Value {
    let topics = index.pages.iter().enumerate().filter(|(_, page)| !page.names.is_empty());
    topics.map(|(number, page)| json!([number, page.names, page.in_brief])).collect()
}

/// The place of the kind of a page in [`KINDS`].
fn kind_of(data: &SiteData<'_>, page: &IndexedPage) -> usize {
    let kind = match &data.entry(page.page).kind {
        PageKind::Article => "articles",
        PageKind::Topic(kind) => kind.folder(),
        _ => "pages",
    };
    KINDS.iter().position(|it| *it == kind).unwrap_or(KINDS.len() - 1)
}

/// Importance, length and flags in three bytes.
fn rank(data: &SiteData<'_>, page: &IndexedPage) -> [u8; 3] {
    let importance = (page.importance * 32.0).round().min(255.0);
    let length = (8.0 * (1.0 + f64::from(page.length)).log2()).round().min(255.0);
    let flags =
        u8::from(page.is_event) | u8::from(page.is_stub) << 1 | (kind_of(data, page) as u8) << 2;
    [importance as u8, length as u8, flags]
}
