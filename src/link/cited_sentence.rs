//! The sentence that a citation supports.

use super::blocks::{OBJECT_PLACEHOLDER, blocks};
use crate::document::{Document, TextId};
use crate::text::{Span, sentence_at, sentence_ends};

/// The span in its text of the sentence before a citation, also if the citation follows its period.
pub fn cited_sentence(document: &Document, text: TextId, citation: Span) -> Option<Span> {
    let blocks = blocks(document, text);
    let (block, at) =
        blocks.iter().find_map(|block| Some((block, block.folded_position(citation)?)))?;
    let before =
        block.text[..at].trim_end_matches(|c: char| c.is_whitespace() || c == OBJECT_PLACEHOLDER);
    let last = before.char_indices().next_back().map_or(0, |(last, _)| last);
    let sentence = sentence_at(&sentence_ends(&block.text), &block.text, last);
    Some(block.source_span(sentence.start, sentence.end))
}

#[cfg(test)]
mod tests {
    use crate::engine::{BuildOptions, build};
    use crate::input::Snapshot;
    use std::sync::Arc;

    fn cited(text: &str) -> Vec<String> {
        let article = format!(
            "---\ntitle: A\ndate: 2020-01-01\nsources: [{{ id: s, title: S, publisher: P }}]\n---\n{text}\n"
        );
        let files = [("site.toml", "title = \"T\"\n"), ("content/articles/a.md", article.as_str())];
        let snapshot =
            Snapshot::from_memory(files.into_iter().map(|(path, text)| (path, text.as_bytes())));
        let site = build(&Arc::new(snapshot), &BuildOptions::default()).site;
        let document = &site.documents()[0];
        let text_id = document.body_id();
        let texts = document.citations(text_id).map(|citation| {
            let span = super::cited_sentence(document, text_id, citation.span)?;
            Some(document.markdown(text_id)[span.range()].to_owned())
        });
        texts.map(Option::unwrap_or_default).collect()
    }

    #[test]
    fn a_citation_belongs_to_the_sentence_before_it() {
        assert_eq!(cited("One. Two [@s]. Three."), ["Two [@s]."]);
        assert_eq!(cited("One. Two. [@s] Three."), ["Two."]);
        assert_eq!(
            cited("One *and* U.S. two [@s], three [@s; @s]."),
            ["One *and* U.S. two [@s], three [@s; @s]."; 2]
        );
        assert_eq!(cited("| a | b |\n|---|---|\n| One [@s] | two |"), ["One [@s]"]);
    }
}
