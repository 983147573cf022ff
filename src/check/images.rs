//! Pictures in the text: what they show, and who made them.

use super::messages;
use crate::catalog::Entry;
use crate::diagnostics::Diagnostic;
use crate::document::LinkForm;
use crate::link::LinkTarget;
use crate::page::SiteData;

/// What a picture shows, and who made it, is said where it stands or in a sidecar beside it.
pub(super) fn check(story: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let (document, linked) = (story.document(entry.page), story.linked(entry.page));
    for (piece, targets) in document.text_ids().zip(&linked.targets) {
        let links = document
            .outline(piece)
            .links
            .iter()
            .zip(targets)
            .filter(|(link, _)| link.form == LinkForm::Image);
        for (link, target) in links {
            // A picture that is not there has been reported.
            let LinkTarget::Resource { route, .. } = target else { continue };
            let sidecar = story.catalog.sidecars.get(route);
            let place = document.file_span(piece, link.span);
            let says_nothing = document.markdown(piece)[link.span.range()]
                .trim_start_matches("![")
                .trim_start()
                .starts_with(']');
            if says_nothing && sidecar.is_none_or(|sidecar| sidecar.alt.is_none()) {
                problems.push(messages::missing_alt(&document.path, place, &link.target));
            }
            if sidecar.is_none_or(|sidecar| sidecar.credit.is_none()) {
                problems.push(messages::missing_credit(&document.path, place, &link.target));
            }
        }
    }
}
