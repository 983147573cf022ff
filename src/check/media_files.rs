//! Rules about videos and recordings: readers who cannot hear need their words (WCAG 2.2, 1.2.1 and
//! 1.2.2).

use std::collections::{BTreeMap, BTreeSet};

use super::media_messages as messages;
use super::picture_files::Place;
use crate::catalog::{Entry, MediaFiles};
use crate::diagnostics::Diagnostic;
use crate::document::LinkForm;
use crate::input::{MediaElement, Snapshot};
use crate::link::LinkTarget;
use crate::page::SiteData;
use crate::text::{Route, SourcePath};

/// Checks the videos and recordings of all pages, in their order.
#[derive(Default)]
pub(super) struct MediaCheck<'a> {
    /// The files without words that have been reported: each is reported once.
    without_words: BTreeSet<&'a Route>,
}

impl<'a> MediaCheck<'a> {
    pub(super) fn check(
        &mut self,
        data: &SiteData<'a>,
        entry: &Entry,
        problems: &mut Vec<Diagnostic>,
    ) {
        let (document, linked) = (data.document(entry.page), data.linked(entry.page));
        let language = data.language_tag(data.head(entry.page));
        for (text, targets) in document.text_ids().zip(&linked.targets) {
            for (link, target) in document.outline(text).links.iter().zip(targets) {
                let (LinkForm::Image, LinkTarget::Resource { route, .. }) = (link.form, target)
                else {
                    continue;
                };
                let Some(media) = data.catalog.media_files(route, language) else { continue };
                let sidecar = data.catalog.sidecars.get(route);
                if has_words(&media) || sidecar.is_some_and(|sidecar| sidecar.silent) {
                    continue;
                }
                if self.without_words.insert(route) {
                    let span = document.file_span(text, link.span);
                    let problem = match media.element {
                        MediaElement::Video => messages::missing_captions,
                        MediaElement::Audio => messages::missing_transcript,
                    };
                    problems.push(problem(&document.path, span, &link.target));
                }
            }
        }
    }
}

fn has_words(media: &MediaFiles<'_>) -> bool {
    match media.element {
        MediaElement::Video => !media.captions.is_empty(),
        MediaElement::Audio => media.transcript.is_some(),
    }
}

/// Reports files of captions that browsers would not show, without a message of their own.
pub(super) fn check_captions(
    snapshot: &Snapshot,
    shown: &BTreeMap<&SourcePath, Place>,
    problems: &mut Vec<Diagnostic>,
) {
    for (path, (page, span)) in shown {
        let bytes = snapshot.asset(path.as_str()).and_then(|asset| asset.read().ok());
        // A file that cannot be read has been reported.
        if bytes.is_some_and(|bytes| !is_webvtt(&bytes)) {
            problems.push(messages::broken_captions(path).label_at(page, *span, "shown here"));
        }
    }
}

/// True for UTF-8 with the signature of WebVTT (4.1).
fn is_webvtt(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let rest = text.strip_prefix("WEBVTT");
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}

#[cfg(test)]
mod tests {
    use super::is_webvtt;

    #[test]
    fn captions_begin_with_their_signature() {
        for text in ["WEBVTT", "\u{feff}WEBVTT\n\n", "WEBVTT - made by hand\r\n"] {
            assert!(is_webvtt(text.as_bytes()), "{text:?}");
        }
        for text in ["", "1\n00:00:01,000 --> 00:00:02,000\nHello", " WEBVTT", "WEBVTTX\n"] {
            assert!(!is_webvtt(text.as_bytes()), "{text:?}");
        }
        assert!(!is_webvtt(b"WEBVTT\n\xe9"), "not UTF-8");
    }
}
