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
            if link.is_textless && sidecar.is_none_or(|sidecar| sidecar.alt.is_none()) {
                let is_embed = document.markdown(text)[link.span.range()].starts_with("![[");
                let help = if is_embed {
                    format!("describe it after a bar: `![[{}|description]]`", link.target)
                } else {
                    "describe it between the brackets: `![description](…)`".to_owned()
                };
                let problem = messages::missing_alt(&document.path, span, &link.target);
                problems.push(problem.help(help));
            }
            let resource = route.and_then(|route| data.catalog.routes().get(route.as_str()));
            let Some(Resource::File(file)) = resource else { continue };
            // A sidecar is read beside pages only.
            let is_beside_page = !file.as_str().starts_with("static/");
            if is_beside_page && sidecar.is_none_or(|sidecar| sidecar.credit.is_none()) {
                let (path, name) = (&document.path, file.file_name());
                problems.push(messages::missing_credit(path, span, &link.target, name));
            }
        }
    }
}
