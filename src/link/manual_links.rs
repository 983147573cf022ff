//! Links by hand: what each leads to.

use std::borrow::Cow;
use std::sync::Arc;

use percent_encoding::percent_decode_str;

use super::tracked_lexicon::TrackedLexicon;
use crate::catalog::{Catalog, PageIx, Resource, unsafe_address, unusable_picture};
use crate::diagnostics::{Diagnostic, nearest_match};
use crate::document::{Document, LinkForm, WrittenLink};
use crate::text::{Route, SourcePath, nfc, resolve_relative_path, url_scheme};

use super::{Linked, messages};

/// What a link by hand leads to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    /// A page, at an anchor.
    Page {
        /// The page.
        page: PageIx,
        /// The anchor, without `#`.
        anchor: Option<Box<str>>,
        /// Whether the link, having no text of its own, shows the title of the page rather than
        /// what is written.
        shows_title: bool,
    },
    /// Another address of this site, at an anchor.
    Resource {
        /// The address.
        route: Route,
        /// The anchor, without `#`.
        anchor: Option<Box<str>>,
    },
    /// A place on this page.
    Anchor(Box<str>),
    /// Out of the site.
    External(Box<str>),
    /// A draft that is left out; the text stays.
    Draft {
        /// The draft.
        page: PageIx,
        /// Whether its title is that text.
        shows_title: bool,
    },
    /// Nowhere: a mention kept plain, or a link that is broken, which has been reported. The text
    /// stays.
    Unlinked,
}

/// What the links of a document lead to, by piece.
pub(super) fn resolve(
    document: &Document,
    page: PageIx,
    catalog: &Catalog,
    asking: &mut TrackedLexicon<'_>,
    problems: &mut Vec<Diagnostic>,
) -> Vec<Vec<LinkTarget>> {
    let mut targets = Vec::with_capacity(document.outlines.len());
    for piece in document.text_ids() {
        let links = document.outline(piece).links.iter();
        targets.push(
            links
                .map(|link| {
                    LinkResolver {
                        document,
                        page,
                        catalog,
                        link,
                        span: document.file_span(piece, link.span),
                    }
                    .resolve(asking, problems)
                })
                .collect(),
        );
    }
    targets
}

struct LinkResolver<'a> {
    document: &'a Document,
    page: PageIx,
    catalog: &'a Catalog,
    link: &'a WrittenLink,
    span: crate::text::Span,
}

impl LinkResolver<'_> {
    fn resolve(
        &self,
        asking: &mut TrackedLexicon<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        match self.link.form {
            LinkForm::Suppressed => LinkTarget::Unlinked,
            LinkForm::Wiki | LinkForm::WikiWithText => self.resolve_wiki_link(asking, problems),
            LinkForm::Inline => self.resolve_inline_link(problems),
            LinkForm::Image => match self.resolve_inline_link(problems) {
                LinkTarget::Page { .. } | LinkTarget::Draft { .. } | LinkTarget::Anchor(_) => {
                    self.report_broken(problems)
                }
                target => target,
            },
        }
    }

    fn path(&self) -> &SourcePath {
        &self.document.path
    }

    /// The anchor it leads to, as those of headings are written.
    fn anchor(&self) -> Option<Box<str>> {
        let anchor = self.link.anchor.as_deref()?;
        let anchor = if self.link.form == LinkForm::Inline {
            percent_decode(anchor)
        } else {
            Cow::Borrowed(anchor)
        };
        Some(nfc(&anchor).into())
    }

    fn resolve_wiki_link(
        &self,
        asking: &mut TrackedLexicon<'_>,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        let written = &*self.link.target;
        if written.is_empty() {
            return match self.anchor() {
                Some(anchor) => LinkTarget::Anchor(anchor),
                None => self.report_broken(problems),
            };
        }
        let id = written
            .trim_start_matches('/')
            .trim_start_matches("content/")
            .trim_end_matches(".md")
            .trim_end_matches('/');
        let by_id = self.catalog.by_id(id);
        let (page, shows_title) = match by_id.or_else(|| self.find_by_slug(id)) {
            Some(page) => (page, true),
            None => match asking.topics_named(written)[..] {
                [page] => (page, false),
                [] => match Route::parse_redirect_from(&format!("/{id}"))
                    .and_then(|route| self.catalog.routes().get(route.as_str()))
                {
                    Some(Resource::Redirect(page)) => {
                        problems.push(messages::link_to_old_route(
                            self.path(),
                            self.span,
                            written,
                            self.catalog.entry(*page).route.as_str(),
                        ));
                        (*page, true)
                    }
                    Some(Resource::Page(page)) => (*page, true),
                    _ => return self.report_broken(problems),
                },
                ref several => {
                    problems.push(messages::ambiguous_link(
                        self.path(),
                        self.span,
                        written,
                        several,
                        self.catalog,
                    ));
                    return LinkTarget::Unlinked;
                }
            },
        };
        self.to_page(page, shows_title && self.link.form == LinkForm::Wiki, problems)
    }

    /// The page of a bare slug, where only one has it.
    fn find_by_slug(&self, slug: &str) -> Option<PageIx> {
        if slug.contains(['/', ' ']) {
            return None;
        }
        let folders = ["countries", "figures", "events", "organisations", "terms", "articles"];
        let mut pages =
            folders.iter().filter_map(|folder| self.catalog.by_id(&format!("{folder}/{slug}")));
        pages.next().filter(|_| pages.next().is_none())
    }

    fn to_page(
        &self,
        page: PageIx,
        shows_title: bool,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        let entry = self.catalog.entry(page);
        if entry.hidden {
            problems.push(messages::link_to_draft(self.path(), self.span, &entry.title));
            return LinkTarget::Draft { page, shows_title };
        }
        // What introduces a list has no page where the list is empty.
        if self.catalog.routes().get(entry.route.as_str()).is_none() {
            return self.report_broken(problems);
        }
        LinkTarget::Page { page, anchor: self.anchor(), shows_title }
    }

    fn resolve_inline_link(&self, problems: &mut Vec<Diagnostic>) -> LinkTarget {
        let written = &*self.link.target;
        if written.is_empty() {
            return match self.anchor() {
                Some(anchor) => LinkTarget::Anchor(anchor),
                None => self.report_broken(problems),
            };
        }
        if let Some(scheme) = url_scheme(written) {
            return self.resolve_external(scheme, problems);
        }
        if written.starts_with("//") {
            return self.report_unsafe(written, problems);
        }
        let decoded = percent_decode(written);
        // Zola's `@/` is the root of the content.
        let from_root = decoded.strip_prefix("@/").or_else(|| decoded.strip_prefix('/'));
        if decoded.ends_with(".md") {
            let path = match from_root {
                Some(inner) => {
                    resolve_relative_path("content", inner.trim_start_matches("content/"))
                }
                None => resolve_relative_path(self.path().folder(), &decoded),
            };
            return match path.and_then(|path| self.catalog.by_path(&path)) {
                Some(page) => self.to_page(page, false, problems),
                None => self.report_broken(problems),
            };
        }
        self.resolve_path(&decoded, from_root, problems)
    }

    /// A file beside the page, or an address of the site.
    fn resolve_path(
        &self,
        decoded: &str,
        from_root: Option<&str>,
        problems: &mut Vec<Diagnostic>,
    ) -> LinkTarget {
        if let Some(route) = self.catalog.routes().linked_file(self.path(), decoded) {
            return LinkTarget::Resource { route: route.clone(), anchor: self.anchor() };
        }
        let own = self.catalog.entry(self.page).route.as_str().trim_matches('/');
        let candidates = match from_root {
            Some(inner) => vec![format!("/{inner}"), format!("/{inner}/")],
            // As a browser would read it, from the address of the page; and from that of its
            // folder.
            None => [own, own.rsplit_once('/').map_or("", |(folder, _)| folder)]
                .iter()
                .filter_map(|base| resolve_relative_path(base, decoded))
                .map(|path| format!("/{path}/"))
                .collect(),
        };
        for candidate in candidates {
            let Some(route) = Route::parse_nfc(&candidate) else { continue };
            match self.catalog.routes().get(route.as_str()) {
                Some(Resource::Page(page)) => return self.to_page(*page, false, problems),
                Some(Resource::Redirect(page)) => {
                    problems.push(messages::link_to_old_route(
                        self.path(),
                        self.span,
                        &self.link.target,
                        self.catalog.entry(*page).route.as_str(),
                    ));
                    return self.to_page(*page, false, problems);
                }
                Some(_) => return LinkTarget::Resource { route, anchor: self.anchor() },
                None => {}
            }
        }
        self.report_broken(problems)
    }

    fn resolve_external(&self, scheme: &str, problems: &mut Vec<Diagnostic>) -> LinkTarget {
        let written = match &self.link.anchor {
            Some(anchor) => format!("{}#{anchor}", self.link.target),
            None => self.link.target.to_string(),
        };
        if self.link.form != LinkForm::Image
            && matches!(&*scheme.to_ascii_lowercase(), "https" | "http" | "mailto" | "tel")
        {
            return LinkTarget::External(written.into());
        }
        self.report_unsafe(&written, problems)
    }

    /// An address that leads out of the site, where none may.
    fn report_unsafe(&self, written: &str, problems: &mut Vec<Diagnostic>) -> LinkTarget {
        let refused =
            if self.link.form == LinkForm::Image { unusable_picture } else { unsafe_address };
        problems.push(refused(self.path(), self.span, written));
        LinkTarget::Unlinked
    }

    fn report_broken(&self, problems: &mut Vec<Diagnostic>) -> LinkTarget {
        let written = &*self.link.target;
        problems.push(messages::broken_link(
            self.path(),
            self.span,
            written,
            self.link.form,
            self.catalog.suggest_link(written),
        ));
        LinkTarget::Unlinked
    }
}

/// How many headings are looked at for the one that may have been meant.
const MAX_SUGGESTED_HEADINGS: usize = 200;

/// Reports every link to an anchor that its page does not have. Lists are by page.
pub fn check_anchors(
    documents: &[Arc<Document>],
    linked: &[Arc<Linked>],
    catalog: &Catalog,
) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    for (document, links) in documents.iter().zip(linked) {
        for at in document.common.updates.iter().filter_map(|update| update.at.as_ref()) {
            if !has_anchor(document, links, catalog, &at.value) {
                let headings =
                    document.body_outline().headings.iter().map(|heading| &*heading.anchor);
                problems.push(messages::broken_anchor(
                    &document.path,
                    at.span,
                    &at.value,
                    &document.path,
                    nearest_match(&at.value, headings.chain(document.reserved_anchors())),
                ));
            }
        }
        for piece in document.text_ids() {
            let targets = &links.targets[usize::from(piece.0)];
            for (link, target) in document.outline(piece).links.iter().zip(targets) {
                let (page, anchor) = match target {
                    LinkTarget::Page { page, anchor: Some(anchor), .. } => (Some(*page), anchor),
                    LinkTarget::Anchor(anchor) => (None, anchor),
                    _ => continue,
                };
                let (there, links_there) = page.map_or((document, links), |page| {
                    (&documents[page.index()], &linked[page.index()])
                });
                if !has_anchor(there, links_there, catalog, anchor) {
                    let headings = there
                        .body_outline()
                        .headings
                        .iter()
                        .take(MAX_SUGGESTED_HEADINGS)
                        .map(|heading| &*heading.anchor);
                    let near = nearest_match(anchor, headings.chain(there.reserved_anchors()));
                    problems.push(messages::broken_anchor(
                        &document.path,
                        document.file_span(piece, link.span),
                        anchor,
                        &there.path,
                        near,
                    ));
                }
            }
        }
    }
    problems
}

fn has_anchor(document: &Document, linked: &Linked, catalog: &Catalog, anchor: &str) -> bool {
    document.body_outline().headings.iter().any(|heading| *heading.anchor == *anchor)
        || document.reserved_anchors().contains(&anchor)
        || linked.topics.iter().any(|topic| *catalog.entry(*topic).mention_anchor == *anchor)
}

/// An address without its percent signs (RFC 3986 §2.1); one that would be no text without them
/// stays as it is.
fn percent_decode(address: &str) -> Cow<'_, str> {
    percent_decode_str(address).decode_utf8().unwrap_or(Cow::Borrowed(address))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_decoded_where_that_gives_a_text() {
        assert_eq!(percent_decode("a%20b/%C3%A9%ea%B9%80"), "a b/é김");
        assert_eq!(percent_decode("100%, %4, %zz, %+5, %41%"), "100%, %4, %zz, %+5, A%");
        assert_eq!(percent_decode("%FF"), "%FF");
    }
}
