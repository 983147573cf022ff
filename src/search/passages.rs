//! The sentence of a page that answers a query best.

use super::folding::fold;
use super::page_texts::page_texts;
use super::terms::for_each_term;
use crate::catalog::PageIx;
use crate::page::SiteData;
use crate::text::sentence_ends;

/// The sentence of a page's texts that has most of these terms, as plain text; the first of equals.
/// `None` if the texts have none of them.
pub fn passage(data: &SiteData<'_>, page: PageIx, terms: &[String]) -> Option<String> {
    let texts = page_texts(data, page);
    let mut best: Option<(usize, &str)> = None;
    for text in texts.leads.iter().chain(&texts.texts) {
        let mut start = 0;
        for end in sentence_ends(text).into_iter().chain([text.len()]) {
            let sentence = text[start..end].trim();
            start = end;
            let mut found: Vec<&str> = Vec::new();
            for_each_term(&fold(sentence), |term| {
                if let Some(term) = terms.iter().find(|it| **it == *term.as_str())
                    && !found.contains(&&**term)
                {
                    found.push(term);
                }
            });
            if found.len() > best.map_or(0, |(count, _)| count) {
                best = Some((found.len(), sentence));
            }
        }
    }
    best.map(|(_, sentence)| sentence.to_owned())
}
