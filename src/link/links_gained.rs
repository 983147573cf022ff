//! How many links a page would gain if more names in it were names of a topic.

use super::Linked;
use super::blocks::blocks;
use super::link_decision::LinkDecision;
use crate::catalog::PageIx;
use crate::config::AutolinkPolicy;
use crate::document::{Document, TextId};
use crate::text::Span;

/// The sections of a page, and the links in it.
pub struct PageLinks<'a> {
    document: &'a Document,
    linked: &'a Linked,
    policy: AutolinkPolicy,
    /// The blocks of the page, where each stands in the file, and its section.
    blocks: Vec<(Span, Section)>,
}

/// A text and the number of a section in it.
type Section = (TextId, u32);

impl<'a> PageLinks<'a> {
    pub fn new(document: &'a Document, linked: &'a Linked, policy: AutolinkPolicy) -> Self {
        let of_text = |text: TextId| {
            blocks(document, text).into_iter().map(move |block| {
                let span = block.source_span(0, block.text.len());
                (document.file_span(text, span), (text, block.section))
            })
        };
        let blocks = document.text_ids().flat_map(of_text).collect();
        PageLinks { document, linked, policy, blocks }
    }

    fn section_at(&self, span: Span) -> Option<Section> {
        self.blocks.iter().find(|(block, _)| block.overlaps(span)).map(|(_, section)| *section)
    }

    /// The sections that have a link to a topic.
    fn sections_with_link(&self, topic: PageIx) -> Vec<Section> {
        let texts = self.document.text_ids().zip(&self.linked.names);
        let links = texts.flat_map(|(text, names)| {
            let is_link = move |name: &&_| is_link_to(name, topic);
            names.iter().filter(is_link).map(move |name| self.document.file_span(text, name.span))
        });
        links.filter_map(|link| self.section_at(link)).collect()
    }

    /// The number of new links if the names at these places in the file were names of the topic.
    pub fn gained(&self, topic: PageIx, names: &[Span]) -> usize {
        let with_link = self.sections_with_link(topic);
        let mut sections: Vec<Section> =
            names.iter().filter_map(|name| self.section_at(*name)).collect();
        match self.policy {
            AutolinkPolicy::Off => 0,
            AutolinkPolicy::All => sections.len(),
            AutolinkPolicy::Once => usize::from(with_link.is_empty() && !sections.is_empty()),
            AutolinkPolicy::Section => {
                sections.sort_unstable();
                sections.dedup();
                sections.iter().filter(|section| !with_link.contains(section)).count()
            }
        }
    }
}

fn is_link_to(name: &super::FoundName, topic: PageIx) -> bool {
    name.decision == LinkDecision::Linked && name.topic == Some(topic)
}
