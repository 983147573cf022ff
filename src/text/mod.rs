//! Words, spans, paths, slugs, addresses and escaping. Nothing here knows what a country or an article is.

mod address;
mod bytes;
mod control;
mod escape;
mod exact;
mod fill;
mod fold;
mod particles;
mod path;
mod plain;
mod runs;
mod sentence;
mod shared;
mod slug;
mod span;
mod typographic;
mod words;

pub use address::{BasePath, Route, WrongBase, scheme, web_address};
pub use bytes::{Eight, any_byte, any_pair, ascii_letters};
pub use control::{controls, is_control};
pub use escape::{attribute, html, json_texts, percent_encode_path};
pub use exact::exact;
pub use fill::{fill, next_part, parts};
pub use fold::{case_fold, composed, composed_lower, fold_char, without_mark, without_marks};
pub use particles::{is_hangul, is_katakana, is_particles};
pub use path::{SourcePath, join};
pub use plain::{collapse, excerpt};
pub use runs::Runs;
pub use sentence::{begins_sentence, sentence_at, sentences};
pub use shared::SharedText;
pub use slug::{Slug, SlugError};
pub use span::{Lines, Position, Span, line_of, position};
pub use typographic::typographic;
pub use words::{count_words, is_capitalised, is_spaceless_script, is_word_char};
