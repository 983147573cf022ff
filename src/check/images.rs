//! Alternative text and credit of images in texts.

use super::messages;
use crate::catalog::{Entry, Resource};
use crate::diagnostics::Diagnostic;
use crate::document::LinkForm;
use crate::link::LinkTarget;
use crate::page::SiteData;

/// Both can be given in the text or in a sidecar file.
pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let (document, linked) = (data.document(entry.page), data.linked(entry.page));
    for (text, targets) in document.text_ids().zip(&linked.targets) {
        for (link, target) in document.outline(text).links.iter().zip(targets) {
            // A missing image has been reported with the links.
            let LinkTarget::Resource { route, .. } = target else { continue };
            if link.form != LinkForm::Image {
                continue;
            }
            let sidecar = data.catalog.sidecars.get(route);
            let span = document.file_span(text, link.span);
            let markdown = &document.markdown(text)[link.span.range()];
            let has_alt = !markdown.trim_start_matches("![").trim_start().starts_with(']');
            if !has_alt && sidecar.is_none_or(|sidecar| sidecar.alt.is_none()) {
                problems.push(messages::missing_alt(&document.path, span, &link.target));
            }
            // A sidecar is read beside pages only.
            let is_static = matches!(
                data.catalog.routes().get(route.as_str()),
                Some(Resource::File(path)) if path.as_str().starts_with("static/")
            );
            if !is_static && sidecar.is_none_or(|sidecar| sidecar.credit.is_none()) {
                problems.push(messages::missing_credit(&document.path, span, &link.target));
            }
        }
    }
}
