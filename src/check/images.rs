//! Pictures of pages and in texts: alternative text, credit, size.

use std::collections::BTreeSet;

use super::picture_messages as messages;
use crate::catalog::{Entry, Picture, Resource, unusable_picture};
use crate::config::TopicKind;
use crate::diagnostics::Diagnostic;
use crate::document::{Document, Image, LinkForm, PictureText};
use crate::input::is_media;
use crate::link::LinkTarget;
use crate::media::PictureKind;
use crate::page::SiteData;
use crate::text::{Route, SourcePath, Span};

/// The picture at the top of a page is blurred if it is narrower, in pixels.
const NARROWEST_LEAD: u32 = 800;

/// Checks the pictures of all pages, in their order.
#[derive(Default)]
pub(super) struct ImageCheck<'a> {
    /// The files without credit that have been reported: each is reported once.
    without_credit: BTreeSet<&'a Route>,
}

/// A picture in a text.
struct ImageUse<'a> {
    document: &'a Document,
    span: Span,
    /// As written.
    target: &'a str,
    /// The Markdown of the picture.
    markdown: &'a str,
    has_text: bool,
}

impl<'a> ImageCheck<'a> {
    /// Text and credit can be given in the text or in a sidecar file.
    pub(super) fn check(
        &mut self,
        data: &SiteData<'a>,
        entry: &Entry,
        problems: &mut Vec<Diagnostic>,
    ) {
        let credited = self.check_lead(data, entry, problems);
        for image in data.document(entry.page).block_pictures() {
            self.check_key_picture(data, &data.document(entry.page).path, image, problems);
        }
        check_flag(data, entry, problems);
        let (document, linked) = (data.document(entry.page), data.linked(entry.page));
        for (text, targets) in document.text_ids().zip(&linked.targets) {
            for (link, target) in document.outline(text).links.iter().zip(targets) {
                if link.form != LinkForm::Image {
                    continue;
                }
                let image = ImageUse {
                    document,
                    span: document.file_span(text, link.span),
                    target: &link.target,
                    markdown: &document.markdown(text)[link.span.range()],
                    has_text: !link.is_textless,
                };
                match target {
                    LinkTarget::Resource { route, .. } => {
                        check_alt(data, &image, Some(route), problems);
                        check_height(data, &image, route, problems);
                        if credited != Some(route) {
                            self.check_credit(data, &image, route, problems);
                        }
                    }
                    LinkTarget::External(url)
                        if data.picture_href(&document.path, url).is_some() =>
                    {
                        check_alt(data, &image, None, problems);
                    }
                    LinkTarget::External(url) => {
                        problems.push(unusable_picture(&document.path, image.span, url, None));
                    }
                    // A missing image has been reported with the links.
                    _ => {}
                }
            }
        }
    }

    /// Checks the picture of the page. Returns its route if the page says who made it.
    fn check_lead(
        &mut self,
        data: &SiteData<'a>,
        entry: &Entry,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<&'a Route> {
        let document = data.document(entry.page);
        let (path, image) = (&document.path, document.common.image.as_ref()?);
        let (route, picture) = self.check_key_picture(data, path, image, problems)?;
        let (span, src) = (image.src.span, &image.src.value);
        // A portrait is shown small, and a drawing is never blurred.
        if let Some(picture) = picture
            && entry.topic_kind() != Some(TopicKind::Figure)
            && picture.kind() != PictureKind::Vector
            && picture.facts.width < NARROWEST_LEAD
        {
            problems.push(messages::small_picture(path, span, src, picture.facts.width));
        }
        route.filter(|_| image.credit.is_some())
    }

    /// Checks a picture that is not in Markdown. Returns its route and itself, unless it cannot be
    /// shown; neither has a picture of another site.
    fn check_key_picture(
        &mut self,
        data: &SiteData<'a>,
        path: &SourcePath,
        image: &Image,
        problems: &mut Vec<Diagnostic>,
    ) -> Option<(Option<&'a Route>, Option<&'a Picture>)> {
        let (span, src) = (image.src.span, &image.src.value);
        if data.picture_href(path, src).is_none() {
            problems.extend(data.picture_problem(path, &image.src));
            return None;
        }
        let route = data.catalog.routes().linked_file(path, src);
        let picture = route.and_then(|route| data.catalog.pictures.get(route));
        if let (Some(route), None) = (route, picture) {
            problems.extend(data.problem_of_image_file(path, &image.src, route));
            return None;
        }
        let sidecar = route.and_then(|route| data.catalog.sidecars.get(route));
        if image.credit.is_none()
            && sidecar.is_none_or(|sidecar| sidecar.credit.is_none())
            && route.is_none_or(|route| self.without_credit.insert(route))
        {
            problems.push(messages::missing_key_credit(path, span, src));
        }
        Some((route, picture))
    }

    fn check_credit(
        &mut self,
        data: &SiteData<'a>,
        image: &ImageUse<'_>,
        route: &Route,
        problems: &mut Vec<Diagnostic>,
    ) {
        let sidecar = data.catalog.sidecars.get(route);
        let Some((route, Resource::File(file))) = data.catalog.routes().get_entry(route.as_str())
        else {
            return;
        };
        if sidecar.is_none_or(|sidecar| sidecar.credit.is_none())
            && is_media(file)
            && !data.catalog.is_refused_file(route, file)
            && self.without_credit.insert(route)
        {
            let path = &image.document.path;
            problems.push(messages::missing_credit(path, image.span, image.target, file));
        }
    }
}

/// Checks the flag that a country gives, which needs no credit.
fn check_flag(data: &SiteData<'_>, entry: &Entry, problems: &mut Vec<Diagnostic>) {
    let document = data.document(entry.page);
    let (path, Some(flag)) = (&document.path, document.front.flag()) else { return };
    if data.picture_href(path, &flag.value).is_none() {
        let problem = data.picture_problem(path, flag);
        problems.extend(match flag.value.contains(['.', '/']) {
            true => problem,
            false => problem.map(|problem| problem.help(messages::FLAG_IS_A_FILE)),
        });
        return;
    }
    if let Some(route) = data.catalog.routes().linked_file(path, &flag.value)
        && data.catalog.pictures.get(route).is_none()
    {
        problems.extend(data.problem_of_image_file(path, flag, route));
    }
}

fn check_alt(
    data: &SiteData<'_>,
    image: &ImageUse<'_>,
    route: Option<&Route>,
    problems: &mut Vec<Diagnostic>,
) {
    let sidecar = route.and_then(|route| data.catalog.sidecars.get(route));
    if image.has_text || sidecar.is_some_and(|sidecar| sidecar.alt.is_some()) {
        return;
    }
    let help = match image.markdown.starts_with("![[") {
        true => format!("describe it after a bar: `![[{}|description]]`", image.target),
        false => "describe it between the brackets: `![description](…)`".to_owned(),
    };
    let problem = messages::missing_alt(&image.document.path, image.span, image.target);
    problems.push(problem.help(help));
}

/// Reports a height that would distort the picture.
fn check_height(
    data: &SiteData<'_>,
    image: &ImageUse<'_>,
    route: &Route,
    problems: &mut Vec<Diagnostic>,
) {
    let Some(picture) = data.catalog.pictures.get(route) else { return };
    let text = PictureText::of_markdown(image.markdown);
    let number = |written: Option<&str>| written?.parse::<u32>().ok();
    let (Some(width), Some(height)) = (number(text.width), number(text.height)) else { return };
    let right = height_for(picture, width);
    if right.abs_diff(height) * 100 > right {
        let path = &image.document.path;
        problems.push(messages::ignored_height(path, image.span, image.target, (height, right)));
    }
}

/// The height of a picture that is shown with a width.
fn height_for(picture: &Picture, width: u32) -> u32 {
    let (own_width, own_height) = (picture.facts.width, picture.facts.height);
    let height = (u64::from(width) * u64::from(own_height)).div_ceil(own_width.max(1).into());
    u32::try_from(height).unwrap_or(u32::MAX)
}
