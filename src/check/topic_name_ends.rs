//! Phrases that are the end of the name of one topic: "Aguirre" of "Vitaliano Aguirre".

use rustc_hash::FxHashMap;

use crate::catalog::{Catalog, Entry, PageIx, fold_name};
use crate::config::TopicKind;
use crate::language::{Language, WordClasses};
use crate::page::SiteData;
use crate::text::is_capitalised;

/// The ends of the names of all topics, folded.
pub(super) struct TopicNameEnds<'a> {
    catalog: &'a Catalog,
    topics: FxHashMap<String, Vec<PageIx>>,
}

/// What may stand before a name and is no part of it: "Secretary".
const TITLE: WordClasses = WordClasses::TITLE
    .or(WordClasses::TITLE_MODIFIER)
    .or(WordClasses::HONORIFIC)
    .or(WordClasses::PROFESSION);

impl<'a> TopicNameEnds<'a> {
    pub(super) fn new(data: &SiteData<'a>) -> Self {
        let mut ends = TopicNameEnds { catalog: data.catalog, topics: FxHashMap::default() };
        for entry in data.catalog.pages().filter(|entry| entry.topic_kind().is_some()) {
            let language = data.language_of(data.document(entry.page));
            for name in declared_names(data.catalog, entry) {
                ends.add(entry, &fold_name(name), language);
            }
        }
        ends
    }

    fn add(&mut self, topic: &Entry, name: &str, language: &Language) {
        let mut words: Vec<&str> = name.split_whitespace().collect();
        let is_suffix = |word: &&str| {
            let word = word.trim_end_matches('.');
            language.classes(word).any(WordClasses::GENERATION_SUFFIX)
        };
        if words.len() > 2 && words.last().is_some_and(is_suffix) {
            words.pop();
        }
        let is_figure = topic.topic_kind() == Some(TopicKind::Figure);
        // "United Nations" is no name of "Trump's speech at the United Nations".
        let is_lower = |word: &&str| word.starts_with(char::is_lowercase);
        let is_end = |at: &usize| is_figure || !words[..*at].iter().any(is_lower);
        let mut parts: Vec<String> =
            (1..words.len()).filter(is_end).map(|at| words[at..].join(" ")).collect();
        // "Kim" of "Kim Jong Un".
        if let [first, _, ..] = words[..]
            && is_figure
            && !language.classes(first).any(WordClasses::GIVEN_NAME)
        {
            parts.push(first.to_owned());
        }
        for part in parts {
            let topics = self.topics.entry(part.trim_end_matches(',').to_owned()).or_default();
            if !topics.contains(&topic.page) {
                topics.push(topic.page);
            }
        }
    }

    /// The only topic whose name ends with a phrase or, for a figure, with what follows the title in
    /// it; and that end. `None` where the end is a name already, or too general: the last word of
    /// the name of a country or thing.
    pub(super) fn topic_of<'p>(
        &self,
        phrase: &'p str,
        language: &Language,
    ) -> Option<(PageIx, &'p str)> {
        let of_figure = without_title(phrase, language);
        [phrase, of_figure].into_iter().find_map(|end| {
            let [topic] = self.topics.get(end)?[..] else { return None };
            let is_specific = match self.catalog.entry(topic).topic_kind()? {
                TopicKind::Figure => true,
                TopicKind::Country => false,
                _ => end == phrase && end.contains(' ') && is_capitalised(end),
            };
            let is_known = !self.catalog.lexicon.match_whole(end).is_empty();
            (is_specific && !is_known).then_some((topic, end))
        })
    }

    /// True if a name is also the end of the name of another topic than this one.
    pub(super) fn is_end_of_another(&self, name: &str, topic: PageIx) -> bool {
        let topics = self.topics.get(&fold_name(name)).into_iter().flatten();
        topics.into_iter().any(|other| *other != topic)
    }
}

fn declared_names<'a>(catalog: &'a Catalog, entry: &'a Entry) -> impl Iterator<Item = &'a str> {
    let topic = catalog.head(entry.page).front.topic();
    let aliases = topic.into_iter().flat_map(|topic| &topic.also_known_as);
    std::iter::once(&*entry.title).chain(aliases.map(|alias| &*alias.name.value))
}

/// A phrase without the titles that it begins with: "Aguirre" of "Secretary of Justice Aguirre".
pub(super) fn without_title<'a>(phrase: &'a str, language: &Language) -> &'a str {
    let mut rest = phrase;
    while let Some((word, after)) = rest.split_once(' ') {
        let is_title = language.classes(word.trim_end_matches('.')).any(TITLE);
        let is_between = rest.len() < phrase.len() && !is_capitalised(word);
        if !is_title && !is_between {
            break;
        }
        rest = after;
    }
    rest
}
