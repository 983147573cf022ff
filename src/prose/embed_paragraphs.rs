//! Finds the embeds of a body: paragraphs that are the address of a video on another site, and nothing
//! else.

use pulldown_cmark::{Tag, TagEnd};

use super::embed_address::Embed;
use super::prose_renderer::ProseRenderer;
use crate::document::{MdEvent, Outline};
use crate::link::LinkTarget;
use crate::text::Span;

/// A paragraph of the body that is the address of an embed.
#[derive(Clone)]
pub(super) struct EmbedParagraph<'a> {
    /// The index of the event with which it begins, and of the event after it.
    pub(super) events: (usize, usize),
    pub(super) embed: Embed,
    pub(super) address: &'a str,
    /// The text of the link; `None` where that is the address.
    pub(super) title: Option<String>,
}

impl<'a> ProseRenderer<'a> {
    /// The embeds that the body of the page shows, in order.
    pub fn embeds(&self) -> Vec<Embed> {
        let body = self.document.body_id();
        let (outline, targets) =
            (self.document.outline(body), &self.linked.targets[usize::from(body.0)][..]);
        // Most bodies have none, and their events need not be read.
        if !self.may_have_embeds(targets) {
            return Vec::new();
        }
        let events: Vec<_> = outline.events.iter(self.document.markdown(body)).collect();
        let paragraphs = self.embed_paragraphs(&events, outline, targets);
        paragraphs.into_iter().map(|paragraph| paragraph.embed).collect()
    }

    /// The paragraphs of a body that become cards. Those in lists, quotations and notes stay links.
    pub(super) fn embed_paragraphs(
        &self,
        events: &[(MdEvent<'_>, Span)],
        outline: &Outline,
        targets: &'a [LinkTarget],
    ) -> Vec<EmbedParagraph<'a>> {
        if !self.may_have_embeds(targets) {
            return Vec::new();
        }
        let (mut found, mut depth) = (Vec::new(), 0);
        for (at, (event, _)) in events.iter().enumerate() {
            match event {
                MdEvent::Start(Tag::Paragraph) if depth == 0 => {
                    found.extend(self.embed_paragraph(events, at, outline, targets));
                    depth += 1;
                }
                MdEvent::Start(_) => depth += 1,
                MdEvent::End(_) => depth -= 1,
                _ => {}
            }
        }
        found
    }

    fn may_have_embeds(&self, targets: &[LinkTarget]) -> bool {
        targets.iter().any(|target| self.embed_at(target).is_some())
    }

    fn embed_at(&self, target: &LinkTarget) -> Option<Embed> {
        let LinkTarget::External(address) = target else { return None };
        Embed::parse(address, &self.config.embeds)
    }

    /// The paragraph that begins at an event, if it is an embed.
    fn embed_paragraph(
        &self,
        events: &[(MdEvent<'_>, Span)],
        start: usize,
        outline: &Outline,
        targets: &'a [LinkTarget],
    ) -> Option<EmbedParagraph<'a>> {
        let (MdEvent::Start(Tag::Link { .. }), span) = events.get(start + 1)? else { return None };
        let is_end = |(event, _): &(MdEvent<'_>, Span)| matches!(event, MdEvent::End(TagEnd::Link));
        let end = start + 2 + events[start + 2..].iter().position(is_end)?;
        let (MdEvent::End(TagEnd::Paragraph), _) = events.get(end + 1)? else { return None };
        let target = targets.get(outline.link_at(*span)?)?;
        let (LinkTarget::External(address), embed) = (target, self.embed_at(target)?) else {
            return None;
        };
        let mut text = String::new();
        for (event, _) in &events[start + 2..end] {
            match event {
                MdEvent::Text(part) | MdEvent::Code(part) => text.push_str(part),
                MdEvent::SoftBreak | MdEvent::HardBreak => text.push(' '),
                // A card has a title, and no more: a picture that is a link stays one.
                MdEvent::Start(Tag::Image { .. }) | MdEvent::Html(_) => return None,
                _ => {}
            }
        }
        let is_title = !text.trim().is_empty() && without_scheme(&text) != without_scheme(address);
        Some(EmbedParagraph {
            events: (start, end + 2),
            embed,
            address,
            title: is_title.then_some(text),
        })
    }
}

/// An address as readers see it.
pub(super) fn without_scheme(address: &str) -> &str {
    let address = address.trim();
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.strip_prefix("www.").unwrap_or(rest)
}
