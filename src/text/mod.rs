//! Words, spans, paths, slugs, routes and escaping. Nothing here knows what a country or an article
//! is.

/// Implements `as_str`, `Display`, `Debug` (quoted) and `Borrow<str>` for a newtype of a string.
macro_rules! str_newtype {
    ($name:ident) => {
        impl $name {
            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                std::fmt::Debug::fmt(&*self.0, f)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    };
}

mod arena_str;
mod base_url;
mod byte_scan;
mod language_tag;
mod comments;
mod control_chars;
mod direction;
mod escape;
mod exact_box;
mod placeholders;
mod quotation_marks;
mod normalize;
mod numbers;
mod own_names;
mod source_path;
mod whitespace;
mod word_scanner;
mod route;
mod sentence;
mod slug;
mod span;
mod typography;
mod words;

pub use arena_str::ArenaStr;
pub use base_url::{BaseUrl, BaseUrlError, parse_web_url, url_scheme};
pub use byte_scan::{any_byte_pair, ascii_alnum_prefix_len, first_bytes};
pub use comments::{possible_comments, template_comment, without_comments};
pub use control_chars::{forbidden_controls, is_forbidden_control};
pub use direction::text_direction;
pub use escape::{
    decode_character_references, percent_encode_path, percent_encode_url, push_escaped_html,
    push_html_attribute, push_json_string,
};
pub use exact_box::into_exact_box;
pub use language_tag::{language_name, parse_language_tag, suggest_language_tag};
pub use normalize::{
    case_fold, fold_punctuation, nfc, nfc_lowercase, normalize_anchor, strip_diacritic,
    strip_diacritics,
};
pub use numbers::group_digits;
pub use own_names::own_language_name;
pub use placeholders::{fill_placeholders, placeholders, split_at_placeholder};
pub use quotation_marks::{QuotationMarks, is_quotation_mark};
pub use route::Route;
pub use sentence::{begins_sentence, sentence_at, sentence_ends};
pub use slug::{LetterCase, Slug, SlugError};
pub use source_path::{SourcePath, resolve_relative_path};
pub use span::{LineIndex, Position, Span, line_range, position_of};
pub use typography::{TYPOGRAPHIC_MARKS, Typographer, with_typographic_marks};
pub use whitespace::{collapse_whitespace, excerpt};
pub use word_scanner::WordScanner;
pub use words::{
    count_words, is_capitalised, is_han_or_kana, is_hangul, is_katakana, is_script_change,
    is_spaceless_script, is_word_char,
};
