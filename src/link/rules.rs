//! The rules of automatic linking, as one table.

/// What was decided about a name, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// A link: the first mention that the density allows.
    Linked,
    /// Plain: the topic is linked already, in this section or on this page.
    LinkedAlready,
    /// Plain: the page or the site has automatic links off.
    PolicyOff,
    /// Plain: the author kept it so with `[[!name]]`.
    KeptPlain,
    /// Plain: metonyms and demonyms are counted as mentions, and not linked on this site.
    StandsForIt,
    /// Plain: the topic is never linked by itself.
    NotLinkable,
    /// Plain: emphasis begins or ends inside the name.
    SplitByMarkup,
    /// Plain: more than one topic may be meant.
    Ambiguous,
    /// Plain: a family name before exactly one bearer of it was introduced.
    NotIntroduced,
    /// Plain: a family name after more than one bearer of it was introduced, topics or not.
    SeveralIntroduced,
    /// Plain: the words beside it make it part of another name.
    LongerName,
    /// Plain: a phrase of `not_in` or `[autolink] never`.
    Vetoed,
    /// Plain: it names the topic of this very page.
    OwnPage,
}

/// A rule and what it says, for `explain` and the docs.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// What it decides.
    pub reason: Reason,
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub says: &'static str,
}

/// All rules, in the order they are asked.
pub const RULES: &[Rule] = &[
    Rule { reason: Reason::Vetoed, name: "vetoed", says: "the phrase is in `not_in` of a topic or in `[autolink] never`" },
    Rule {
        reason: Reason::LongerName,
        name: "longer-name",
        says: "a word beside it makes it part of another name: “John Smith Jr.”, “Trump Tower”, “New Guinea”",
    },
    Rule { reason: Reason::Ambiguous, name: "ambiguous", says: "more than one topic has this name; nothing on the page decides which is meant" },
    Rule {
        reason: Reason::NotIntroduced,
        name: "not-introduced",
        says: "a family name is a link only after exactly one bearer of it was introduced, and none has been",
    },
    Rule {
        reason: Reason::SeveralIntroduced,
        name: "several-introduced",
        says: "a family name is a link only where exactly one bearer of it was introduced; more were, or somebody who is no topic",
    },
    Rule { reason: Reason::OwnPage, name: "own-page", says: "a page never links to itself" },
    Rule { reason: Reason::KeptPlain, name: "kept-plain", says: "the author wrote [[!name]]" },
    Rule { reason: Reason::StandsForIt, name: "stands-for-it", says: "a metonym or demonym counts as a mention; `[autolink]` of this site does not link it" },
    Rule { reason: Reason::NotLinkable, name: "not-linkable", says: "`autolink_target = false`: the topic is linked by hand only" },
    Rule { reason: Reason::PolicyOff, name: "policy-off", says: "`autolink = off` on the page or the site" },
    Rule { reason: Reason::SplitByMarkup, name: "split-by-markup", says: "emphasis begins or ends inside the name" },
    Rule { reason: Reason::LinkedAlready, name: "linked-already", says: "the topic is linked already: once in each section, unless the policy says otherwise" },
    Rule { reason: Reason::Linked, name: "linked", says: "the first mention of a topic in a section is a link" },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_has_exactly_one_rule() {
        for rule in RULES {
            assert_eq!(RULES.iter().filter(|other| other.reason == rule.reason || other.name == rule.name).count(), 1, "{}", rule.name);
        }
    }
}
