//! Alternative text and credit of images in texts.

use super::messages;
use crate::catalog::{Entry, Resource, unusable_picture};
use crate::diagnostics::Diagnostic;
use crate::document::LinkForm;
use crate::link::LinkTarget;
use crate::page::SiteData;

/// Both can be given in the text or in a sidecar file.
pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let (document, linked) = (data.document(entry.page), data.linked(entry.page));
    for (text, targets) in document.text_ids().zip(&linked.targets) {
        for (link, target) in document.outline(text).links.iter().zip(targets) {
            if link.form != LinkForm::Image {
                continue;
            }
            let span = document.file_span(text, link.span);
            let route = match target {
                LinkTarget::Resource { route, .. } => Some(route),
                LinkTarget::External(url) if data.picture_href(&document.path, url).is_some() => {
                    None
                }
                LinkTarget::External(url) => {
                    problems.push(unusable_picture(&document.path, span, url, None));
                    continue;
                }
                // A missing image has been reported with the links.
                _ => continue,
            };
            let sidecar = route.and_then(|route| data.catalog.sidecars.get(route));
            let markdown = &document.markdown(text)[link.span.range()];
            let has_alt = !markdown.trim_start_matches("![").trim_start().starts_with(']');
            if !has_alt && sidecar.is_none_or(|sidecar| sidecar.alt.is_none()) {
                problems.push(messages::missing_alt(&document.path, span, &link.target));
            }
            // A sidecar is read beside pages only.
            let resource = route.and_then(|route| data.catalog.routes().get(route.as_str()));
            let is_beside_page = matches!(resource, Some(Resource::File(path)) if !path.as_str().starts_with("static/"));
            if is_beside_page && sidecar.is_none_or(|sidecar| sidecar.credit.is_none()) {
                problems.push(messages::missing_credit(&document.path, span, &link.target));
            }
        }
    }
}
