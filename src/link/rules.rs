//! The rules of automatic linking, as one table.

/// What was decided about a name, and by which rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkDecision {
    /// A link: the first mention that the density allows.
    Linked,
    /// Plain: the topic is linked already, in this section or on this page.
    AlreadyLinked,
    /// Plain: the page or the site has automatic links off.
    PolicyOff,
    /// Plain: the author kept it so with `[[!name]]`.
    KeptPlain,
    /// Plain: metonyms and demonyms are counted as mentions, and not linked on this site.
    IndirectName,
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
    Excluded,
    /// Plain: it names the topic of this very page.
    OwnPage,
}

/// A rule and what it says, for `explain` and the docs.
#[derive(Clone, Copy, Debug)]
pub struct LinkRule {
    /// What it decides.
    pub decision: LinkDecision,
    /// Its name.
    pub name: &'static str,
    /// What it says.
    pub description: &'static str,
}

/// All rules, in the order they are asked.
pub const RULES: &[LinkRule] = &[
    LinkRule {
        decision: LinkDecision::Excluded,
        name: "vetoed",
        description: "the phrase is in `not_in` of a topic or in `[autolink] never`",
    },
    LinkRule {
        decision: LinkDecision::LongerName,
        name: "longer-name",
        description: "a word beside it makes it part of another name: “John Smith Jr.”, “Trump Tower”, “New Guinea”",
    },
    LinkRule {
        decision: LinkDecision::Ambiguous,
        name: "ambiguous",
        description: "more than one topic has this name; nothing on the page decides which is meant",
    },
    LinkRule {
        decision: LinkDecision::NotIntroduced,
        name: "not-introduced",
        description: "a family name is a link only after exactly one bearer of it was introduced, and none has been",
    },
    LinkRule {
        decision: LinkDecision::SeveralIntroduced,
        name: "several-introduced",
        description: "a family name is a link only where exactly one bearer of it was introduced; more were, or somebody who is no topic",
    },
    LinkRule {
        decision: LinkDecision::OwnPage,
        name: "own-page",
        description: "a page never links to itself",
    },
    LinkRule {
        decision: LinkDecision::KeptPlain,
        name: "kept-plain",
        description: "the author wrote [[!name]]",
    },
    LinkRule {
        decision: LinkDecision::IndirectName,
        name: "stands-for-it",
        description: "a metonym or demonym counts as a mention; `[autolink]` of this site does not link it",
    },
    LinkRule {
        decision: LinkDecision::NotLinkable,
        name: "not-linkable",
        description: "`autolink_target = false`: the topic is linked by hand only",
    },
    LinkRule {
        decision: LinkDecision::PolicyOff,
        name: "policy-off",
        description: "`autolink = off` on the page or the site",
    },
    LinkRule {
        decision: LinkDecision::SplitByMarkup,
        name: "split-by-markup",
        description: "emphasis begins or ends inside the name",
    },
    LinkRule {
        decision: LinkDecision::AlreadyLinked,
        name: "linked-already",
        description: "the topic is linked already: once in each section, unless the policy says otherwise",
    },
    LinkRule {
        decision: LinkDecision::Linked,
        name: "linked",
        description: "the first mention of a topic in a section is a link",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_has_exactly_one_rule() {
        for rule in RULES {
            assert_eq!(
                RULES
                    .iter()
                    .filter(|other| other.decision == rule.decision || other.name == rule.name)
                    .count(),
                1,
                "{}",
                rule.name
            );
        }
    }
}
