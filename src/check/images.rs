//! Pictures of pages and in texts: alternative text, credit, size.

use super::picture_messages as messages;
use crate::catalog::{Entry, Resource, unusable_picture};
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::LinkForm;
use crate::link::LinkTarget;
use crate::media::PictureKind;
use crate::page::SiteData;

/// The picture at the top of a page is blurred if it is narrower, in pixels.
const NARROWEST_LEAD: u32 = 800;

/// Text and credit can be given in the text or in a sidecar file.
pub(super) fn check(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    check_lead(data, entry, problems);
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

/// The picture of the page.
fn check_lead(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let document = data.document(entry.page);
    let (path, Some(image)) = (&document.path, &document.common.image) else { return };
    let (span, src) = (image.src.span, &image.src.value);
    if data.picture_href(path, src).is_none() {
        problems.extend(data.picture_problem(path, &image.src));
        return;
    }
    let route = data.catalog.routes().linked_file(path, src);
    let sidecar = route.and_then(|route| data.catalog.sidecars.get(route));
    if image.credit.is_none() && sidecar.is_none_or(|sidecar| sidecar.credit.is_none()) {
        problems.push(messages::missing_lead_credit(path, span, src));
    }
    // A portrait is shown small, and a drawing is never blurred.
    if let Some(picture) = route.and_then(|route| data.catalog.pictures.get(route))
        && entry.topic_kind() != Some(TopicKind::Figure)
        && picture.kind() != PictureKind::Vector
        && picture.facts.width < NARROWEST_LEAD
    {
        problems.push(messages::small_picture(path, span, src, picture.facts.width));
    }
}
