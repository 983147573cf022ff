//! What each kind of page shows: plain values, complete before rendering. Built only for the page
//! that is requested.

mod article;
mod page_cache;
mod card_json;
mod charts;
mod home;
mod json_ld;
mod later_routes;
mod list_pages;
mod maps;
mod media_use;
mod mentions;
mod namesakes;
mod common_fields;
mod page_for_resource;
mod relations_page;
mod site_data;
mod site_view;
mod sorted_lists;
mod pictures;
mod share_card_texts;
mod share_cards;
mod sources_page;
mod story_lanes;
mod storyline;
mod summaries;
mod theme_blocks;
mod ties;
mod timeline;
mod titles;
mod topic;
pub mod view;
mod whos_who;

pub use card_json::card_json;
pub use charts::{chart_data, chart_problems, chart_too_large};
pub use later_routes::URLS_PER_SITEMAP;
pub use page_cache::{PageCache, ShareCard};
pub use page_for_resource::{Page, page_at};
pub use share_cards::LettersWithoutFont;
pub use site_data::{LinkTo, SiteData, update_anchor};
pub use site_view::site_view;
pub use story_lanes::{has_several_parties, parties as event_parties};
pub use summaries::{article_item, card_from_ref, event_item_from_ref, fact_lines, with_caveats};
pub use theme_blocks::block_content;
