//! Whether `in_brief` is a short phrase.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::page::SiteData;
use crate::text::nfc_lowercase;

const MAX_CHARS: usize = 60;

pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let head = data.catalog.head(entry.page);
    let Some(topic) = head.front.topic() else { return };
    let Some((span, text)) = topic.in_brief.as_ref().map(|it| it.span).zip(topic.in_brief()) else {
        return;
    };
    let length = text.chars().count();
    if length > MAX_CHARS {
        problems.push(messages::long_in_brief(&head.path, span, length, MAX_CHARS));
    }
    if text.contains('\n') {
        problems.push(messages::multiline_in_brief(&head.path, span));
    }
    if ends_with_full_stop(text) {
        problems.push(messages::in_brief_with_full_stop(&head.path, span));
    }
    if repeats(text, &entry.title) {
        problems.push(messages::in_brief_repeats_title(&head.path, span, &entry.title));
    }
}

/// False for the full stop of an abbreviation: "in the U.S.", "King Jr."
fn ends_with_full_stop(text: &str) -> bool {
    const ABBREVIATIONS: [&str; 8] = ["Jr", "Sr", "Inc", "Ltd", "Co", "Corp", "Bros", "etc"];
    let Some(rest) = text.strip_suffix('.') else { return text.ends_with('。') };
    let last = rest.rsplit(char::is_whitespace).next().unwrap_or(rest);
    !last.contains('.') && !ABBREVIATIONS.contains(&last)
}

/// True if the text contains a title of several words, or begins with a title of one.
fn repeats(text: &str, title: &str) -> bool {
    let (text, title) = (nfc_lowercase(text), nfc_lowercase(title));
    let (text, title) = (&*text, title.trim());
    let is_whole = |at: usize| {
        let touches = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        !touches(text[..at].chars().next_back())
            && !touches(text[at + title.len()..].chars().next())
    };
    let mut places = text.match_indices(title).map(|(at, _)| at).filter(|at| is_whole(*at));
    !title.is_empty() && places.any(|at| at == 0 || title.contains(' '))
}

#[cfg(test)]
mod tests {
    use super::{ends_with_full_stop, repeats};

    #[test]
    fn abbreviations_are_no_full_stops() {
        let texts =
            ["Leader of Peru.", "数学者。", "Envoy of the U.S.", "Firm of Ann Lee, Inc.", "Envoy"];
        assert_eq!(texts.map(ends_with_full_stop), [true, true, false, false, false]);
    }

    #[test]
    fn a_title_is_repeated_as_whole_words() {
        assert!(repeats("Ann Lee, envoy of Peru", "Ann Lee"));
        assert!(repeats("The Hanoi Summit ends early", "Hanoi summit"));
        assert!(repeats("Sanctions of the UN", "sanctions"));
        assert!(!repeats("UN sanctions", "sanctions"));
        assert!(!repeats("Envoy of Ann Leeds", "Ann Lee"));
        assert!(!repeats("Envoy of Peru", ""));
    }
}
