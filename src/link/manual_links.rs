//! Resolves links that an author writes.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::tracked_lexicon::TrackedLexicon;
use super::{Linked, PageInput, messages};
use crate::catalog::{Catalog, PageIx, RedirectTarget, Resource, unsafe_address, unusable_picture};
use crate::config::TopicKind;
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::document::{Document, LinkForm, PageKind, WrittenLink, classify};
use crate::text::{
    LetterCase, Route, SourcePath, Span, normalize_anchor, resolve_relative_path, url_scheme,
};

/// What a manual link leads to. Anchors are without `#`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    Page {
        page: PageIx,
        anchor: Option<Box<str>>,
        /// The link has no text of its own and shows the title of the page.
        shows_title: bool,
    },
    /// Another route of this site.
    Resource { route: Route, anchor: Option<Box<str>> },
    /// A position on this page.
    Anchor(Box<str>),
    /// A URL outside the site.
    External(Box<str>),
    /// A hidden page; only the text of the link is shown.
    Draft { page: PageIx, shows_title: bool },
    /// A suppressed link, or a broken one that has been reported; only its text is shown.
    Unlinked,
}

/// What the links of each text of a document lead to.
pub(super) fn resolve(
    input: PageInput<'_>,
    lexicon: &mut TrackedLexicon<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Vec<LinkTarget>> {
    let document = input.document;
    let mut resolve = |link, span| {
        let mut resolver = LinkResolver { input, link, span, problems: Vec::new() };
        let target = resolver.resolve(lexicon);
        problems.append(&mut resolver.problems);
        target
    };
    let texts = document.text_ids().map(|text| {
        let links = document.outline(text).links.iter();
        links.map(|link| resolve(link, document.file_span(text, link.span))).collect()
    });
    texts.collect()
}

struct LinkResolver<'a> {
    input: PageInput<'a>,
    link: &'a WrittenLink,
    /// Span of the link in the file.
    span: Span,
    problems: Vec<Diagnostic>,
}

impl<'a> LinkResolver<'a> {
    fn resolve(&mut self, lexicon: &mut TrackedLexicon<'_>) -> LinkTarget {
        if self.link.form == LinkForm::Suppressed {
            return LinkTarget::Unlinked;
        }
        let target = match (&*self.link.target, self.link.form) {
            ("", _) => self.anchor().map(LinkTarget::Anchor),
            (_, LinkForm::Wiki | LinkForm::WikiWithText) => self.resolve_wiki_link(lexicon),
            _ => self.resolve_inline_link(),
        };
        let is_image = self.link.form == LinkForm::Image;
        match target {
            Some(LinkTarget::Page { .. } | LinkTarget::Draft { .. } | LinkTarget::Anchor(_))
                if is_image =>
            {
                self.report_broken()
            }
            Some(target) => target,
            None if self.leads_to_broken_file() => LinkTarget::Unlinked,
            None => self.report_broken(),
        }
    }

    /// True if the page or file could not be read, or lost its address to another. That has been
    /// reported.
    fn leads_to_broken_file(&self) -> bool {
        let catalog = self.input.catalog;
        let written = percent_decode(&self.link.target);
        catalog.is_broken_link(self.path(), &written)
            || self.path_of_page(&written).is_some_and(|path| catalog.is_broken_file(&path))
            || !written.is_empty() && catalog.may_mean_broken_page(written.trim_end_matches(".md"))
    }

    /// The path of a page that is written as a file.
    fn path_of_page(&self, decoded: &str) -> Option<String> {
        if !decoded.ends_with(".md") {
            return None;
        }
        match from_content_root(decoded) {
            Some(inner) => resolve_relative_path("content", inner.trim_start_matches("content/")),
            None => resolve_relative_path(self.path().folder(), decoded),
        }
    }

    fn path(&self) -> &'a SourcePath {
        &self.input.document.path
    }

    /// The anchor of the link, in the form of heading ids.
    fn anchor(&self) -> Option<Box<str>> {
        let anchor = self.link.anchor.as_deref()?;
        let is_url = self.link.form == LinkForm::Inline;
        let anchor = if is_url { percent_decode(anchor) } else { Cow::Borrowed(anchor) };
        Some(normalize_anchor(&anchor).into())
    }

    fn resolve_wiki_link(&mut self, lexicon: &mut TrackedLexicon<'_>) -> Option<LinkTarget> {
        let catalog = self.input.catalog;
        let written = &*self.link.target;
        let id = written.trim_start_matches('/').trim_start_matches("content/");
        let id = id.trim_end_matches(".md").trim_end_matches('/');
        let shows_title = self.link.form == LinkForm::Wiki;
        let by_slug = || match self.find_by_slug(id)[..] {
            [page] => Some(page),
            _ => None,
        };
        if let Some(page) = catalog.by_id(id).or_else(by_slug) {
            return self.link_to_page(page, shows_title);
        }
        match lexicon.topics_named(written)[..] {
            [page] => self.link_to_page(page, false),
            [] => {
                if let Some(draft) = catalog.draft_named(written) {
                    return self.link_to_page(draft, false);
                }
                match self.find_by_file_name(id)[..] {
                    [page] => {
                        let is_path = id.contains('/') || id != written;
                        return self.link_to_page(page, shows_title && is_path);
                    }
                    [] => {}
                    ref pages => return Some(self.report_ambiguous(pages)),
                }
                let route = Route::parse_redirect_from(&format!("/{id}"))?;
                self.link_to_route(route, shows_title)
                    .or_else(|| self.link_to_list(&format!("content/{id}.md")))
            }
            ref topics => Some(self.report_ambiguous(topics)),
        }
    }

    /// The topics and articles with a bare slug.
    fn find_by_slug(&self, slug: &str) -> Vec<PageIx> {
        if slug.contains(['/', ' ']) {
            return Vec::new();
        }
        let folders = TopicKind::ALL.iter().map(|kind| kind.folder()).chain(["articles"]);
        folders.filter_map(|folder| self.input.catalog.by_id(&format!("{folder}/{slug}"))).collect()
    }

    /// The pages of files with this name in any case: "USA" of `terms/USA.md`.
    fn find_by_file_name(&self, name: &str) -> Vec<PageIx> {
        let catalog = self.input.catalog;
        let Some(id) = catalog.id_of_file_name(name) else { return Vec::new() };
        catalog.by_id(&id).map_or_else(|| self.find_by_slug(&id), |page| vec![page])
    }

    fn report_ambiguous(&mut self, pages: &[PageIx]) -> LinkTarget {
        let (path, written) = (self.path(), &self.link.target);
        let catalog = self.input.catalog;
        self.problems.push(messages::ambiguous_link(path, self.span, written, pages, catalog));
        LinkTarget::Unlinked
    }

    fn link_to_page(&mut self, page: PageIx, shows_title: bool) -> Option<LinkTarget> {
        let entry = self.input.catalog.entry(page);
        if entry.hidden {
            self.problems.push(messages::link_to_draft(self.path(), self.span, &entry.title));
            return Some(LinkTarget::Draft { page, shows_title });
        }
        let catalog = self.input.catalog;
        let (routes, route) = (catalog.routes(), entry.route.as_str());
        // A collision has been reported.
        if catalog.is_duplicate(page) || routes.is_refused(route) {
            return Some(LinkTarget::Unlinked);
        }
        if routes.get(route).is_none() {
            // The introduction of an empty list.
            let problem = messages::link_to_empty_list(self.path(), self.span, catalog.head(page));
            self.problems.push(problem);
            return Some(LinkTarget::Unlinked);
        }
        Some(LinkTarget::Page { page, anchor: self.anchor(), shows_title })
    }

    /// A link to what a route serves; `None` if the site has no such route.
    fn link_to_route(&mut self, route: Route, shows_title: bool) -> Option<LinkTarget> {
        let PageInput { catalog, config, .. } = self.input;
        let route = match catalog.routes().get(route.as_str())? {
            Resource::Page(page) => return self.link_to_page(*page, shows_title),
            Resource::Redirect(RedirectTarget::Page(page)) => {
                self.report_old_route(*page);
                return self.link_to_page(*page, shows_title);
            }
            Resource::Redirect(RedirectTarget::Generated(page)) => config.generated_route(*page),
            _ => route,
        };
        Some(LinkTarget::Resource { route, anchor: self.anchor() })
    }

    /// A link to the list that a file would introduce if there were one at `path`.
    fn link_to_list(&self, path: &str) -> Option<LinkTarget> {
        let PageInput { catalog, config, .. } = self.input;
        let case = LetterCase::of_language(&config.language);
        let (kind, ..) = classify(&SourcePath::new(path)?, case).ok()?;
        let route = match kind {
            PageKind::Index(section) => Route::for_page([config.folder(section.folder())]),
            PageKind::GeneratedIntro(page) => config.generated_route(page),
            _ => return None,
        };
        catalog.routes().get(route.as_str())?;
        Some(LinkTarget::Resource { route, anchor: self.anchor() })
    }

    fn resolve_inline_link(&mut self) -> Option<LinkTarget> {
        let written = &*self.link.target;
        if let Some(scheme) = url_scheme(written) {
            return Some(self.resolve_external(scheme));
        }
        if written.starts_with("//") {
            return Some(self.report_unsafe(written));
        }
        let decoded = percent_decode(written);
        if decoded.ends_with(".md") {
            let path = self.path_of_page(&decoded)?;
            return match self.input.catalog.by_path(&path) {
                Some(page) => self.link_to_page(page, false),
                None => self.link_to_list(&path),
            };
        }
        self.resolve_path(&decoded, from_content_root(&decoded))
    }

    /// A file beside the page, or a route of the site.
    fn resolve_path(&mut self, decoded: &str, from_root: Option<&str>) -> Option<LinkTarget> {
        let PageInput { page, catalog, .. } = self.input;
        if let Some(route) = catalog.routes().linked_file(self.path(), decoded) {
            return Some(LinkTarget::Resource { route: route.clone(), anchor: self.anchor() });
        }
        let own = catalog.entry(page).route.as_str().trim_matches('/');
        let candidates = match from_root {
            Some(inner) => vec![format!("/{inner}"), format!("/{inner}/")],
            // Relative to the route of the page, as in a browser, and to the folder above it.
            None => [own, own.rsplit_once('/').map_or("", |(folder, _)| folder)]
                .iter()
                .filter_map(|base| resolve_relative_path(base, decoded))
                .map(|path| format!("/{path}/"))
                .collect(),
        };
        let routes = candidates.iter().filter_map(|candidate| Route::parse_nfc(candidate));
        for route in routes {
            if catalog.routes().get(route.as_str()).is_some() {
                return self.link_to_route(route, false);
            }
            if catalog.routes().is_refused(route.as_str()) {
                return Some(LinkTarget::Unlinked);
            }
        }
        None
    }

    fn resolve_external(&mut self, scheme: &str) -> LinkTarget {
        let url = self.link.address();
        // Whether the site may load a picture from there is checked with its policy.
        let safe: &[&str] = match self.link.form {
            LinkForm::Image => &["https", "http", "data"],
            _ => &["https", "http", "mailto", "tel"],
        };
        if safe.iter().any(|safe| scheme.eq_ignore_ascii_case(safe)) {
            return LinkTarget::External(url.into());
        }
        self.report_unsafe(&url)
    }

    fn report_old_route(&mut self, page: PageIx) {
        let now = self.input.catalog.entry(page).route.as_str();
        let written = &self.link.target;
        self.problems.push(messages::link_to_old_route(self.path(), self.span, written, now));
    }

    fn report_unsafe(&mut self, written: &str) -> LinkTarget {
        self.problems.push(match self.link.form {
            LinkForm::Image => unusable_picture(self.path(), self.span, written, None),
            _ => unsafe_address(self.path(), self.span, written),
        });
        LinkTarget::Unlinked
    }

    fn report_broken(&mut self) -> LinkTarget {
        let (path, catalog) = (self.path(), self.input.catalog);
        let WrittenLink { target, form, .. } = self.link;
        let has_extension = || target.rsplit('/').next().is_some_and(|name| name.contains('.'));
        self.problems.push(if *form == LinkForm::Image {
            match catalog.suggest_file(path, target) {
                None if !target.is_empty() && !has_extension() => {
                    messages::embedded_page(path, self.span, target)
                }
                near => messages::missing_picture(path, self.span, target, near.as_deref()),
            }
        } else {
            let source = &self.input.document.text[self.span.range()];
            let near = catalog.suggest_page(target).map(|page| catalog.head(page));
            messages::broken_link(path, self.span, self.link, source, near)
        });
        LinkTarget::Unlinked
    }
}

/// A path from the root of `content/`. Zola writes `@/`.
fn from_content_root(decoded: &str) -> Option<&str> {
    decoded.strip_prefix("@/").or_else(|| decoded.strip_prefix('/'))
}

/// Only this many headings are searched for a suggestion.
const MAX_SUGGESTED_HEADINGS: usize = 200;

/// Reports every link to an anchor that its page does not have. Lists are by page.
pub fn check_anchors(
    documents: &[Arc<Document>],
    linked: &[Arc<Linked>],
    catalog: &Catalog,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (at, document) in documents.iter().enumerate() {
        let own_page = PageIx::new(at);
        let mut check = |target: PageIx, anchor: &str, span: Span| {
            let (target, links) = (&documents[target.index()], &linked[target.index()]);
            let headings = || target.body_outline().headings.iter().map(|heading| &*heading.anchor);
            let mention_anchor = |topic: &PageIx| &*catalog.entry(*topic).mention_anchor;
            let exists = headings().any(|id| id == anchor)
                || target.reserved_anchors().contains(&anchor)
                || links.topics.iter().any(|topic| mention_anchor(topic) == anchor);
            if !exists {
                let headings = headings().take(MAX_SUGGESTED_HEADINGS);
                let near = nearest_match(anchor, headings.chain(target.reserved_anchors()));
                let (path, target) = (&document.path, &target.path);
                problems.push(messages::broken_anchor(path, span, anchor, target, near));
            }
        };
        for at in document.common.updates.iter().filter_map(|update| update.at.as_ref()) {
            check(own_page, &at.value, at.span);
        }
        for text in document.text_ids() {
            let targets = &linked[at].targets[usize::from(text.0)];
            for (link, target) in document.outline(text).links.iter().zip(targets) {
                let span = || document.file_span(text, link.span);
                match target {
                    LinkTarget::Page { page, anchor: Some(anchor), .. } => {
                        check(*page, anchor, span());
                    }
                    LinkTarget::Anchor(anchor) => check(own_page, anchor, span()),
                    _ => {}
                }
            }
        }
    }
    problems
}

/// Percent-decodes a URL (RFC 3986 §2.1), unless the result would not be UTF-8.
fn percent_decode(url: &str) -> Cow<'_, str> {
    percent_decode_str(url).decode_utf8().unwrap_or(Cow::Borrowed(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_valid_utf_8_is_percent_decoded() {
        assert_eq!(percent_decode("a%20b/%C3%A9%ea%B9%80"), "a b/é김");
        assert_eq!(percent_decode("100%, %4, %zz, %+5, %41%"), "100%, %4, %zz, %+5, A%");
        assert_eq!(percent_decode("%FF"), "%FF");
    }
}
