//! What sort of event a word for its type means.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;
use serde::Deserialize;

/// A sort of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventClass {
    /// People meet: a summit, talks, a visit.
    Meeting,
    /// Somebody says something: a statement, a speech, a letter.
    Statement,
    /// Something is agreed or decided: an agreement, a resolution, an appointment.
    Decision,
    /// Force, or an end: a test, an attack, a break.
    Break,
    Other,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    meeting: Vec<Box<str>>,
    face_to_face: Vec<Box<str>>,
    statement: Vec<Box<str>>,
    decision: Vec<Box<str>>,
    r#break: Vec<Box<str>>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| {
    toml::from_str(include_str!("data/event_types.toml")).expect("the file is tested")
});

static CLASSES: LazyLock<FxHashMap<&str, EventClass>> = LazyLock::new(|| {
    let lists = [
        (&WORDS.meeting, EventClass::Meeting),
        (&WORDS.statement, EventClass::Statement),
        (&WORDS.decision, EventClass::Decision),
        (&WORDS.r#break, EventClass::Break),
    ];
    lists
        .into_iter()
        .flat_map(|(words, class)| words.iter().map(move |word| (&**word, class)))
        .collect()
});

impl EventClass {
    /// The class of a type as authors write it, in any language with a list: of the whole, else of
    /// its last or first known word ("party decision", "sommet de Hanoï").
    pub fn of_type(written: &str) -> Self {
        let written = written.to_lowercase();
        let class = |word: &str| CLASSES.get(word).copied();
        let mut words = written.split_whitespace();
        class(&written)
            .or_else(|| words.clone().rev().find_map(class))
            .or_else(|| words.find_map(|word| class(word.trim_end_matches(','))))
            .unwrap_or(EventClass::Other)
    }
}

/// True if the type of an event says that all who took part came together: of the whole, else of its
/// last word.
pub fn is_face_to_face(written: &str) -> bool {
    let written = written.to_lowercase();
    let is_known = |word: &str| WORDS.face_to_face.iter().any(|known| **known == *word);
    is_known(&written) || written.split_whitespace().next_back().is_some_and(is_known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_are_understood_as_authors_write_them() {
        for (written, class) in [
            ("Summit", EventClass::Meeting),
            ("working-level talks", EventClass::Meeting),
            ("party decision", EventClass::Decision),
            ("missile test", EventClass::Break),
            ("정상회담", EventClass::Meeting),
            ("déclaration commune", EventClass::Statement),
            ("eclipse", EventClass::Other),
            ("", EventClass::Other),
        ] {
            assert_eq!(EventClass::of_type(written), class, "{written}");
        }
    }

    #[test]
    fn all_came_together_at_a_summit_but_not_in_any_talks() {
        let types =
            ["Summit", "working meeting", "talks", "visit", "정상회담", "summit preparations"];
        let known: Vec<bool> = types.iter().map(|written| is_face_to_face(written)).collect();
        assert_eq!(known, [true, true, false, false, true, false]);
        // A meeting face to face is a meeting.
        for word in &WORDS.face_to_face {
            assert_eq!(EventClass::of_type(word), EventClass::Meeting, "{word}");
        }
    }
}
