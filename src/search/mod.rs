//! Search: topics by name, in any spelling, and pages by their words.

mod exclusion;
mod facets;
mod files;
mod folding;
mod han;
mod index;
mod names;
mod page_texts;
mod passages;
mod postings;
mod romanization;
mod searcher;
mod shards;
mod sounds;
mod suggestions;
mod terms;
mod typing_errors;
mod word_forms;
mod words_of_languages;

pub use exclusion::excludes;
pub use files::{SearchFiles, search_files};
pub use folding::fold;
pub use index::SearchIndex;
pub use passages::passage;
pub use searcher::{SearchResult, SearchResults};
pub use terms::fold_and_divide;
