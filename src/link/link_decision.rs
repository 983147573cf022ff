//! What automatic linking can decide about a name, and why.

/// A decision about a name. Only `Linked` makes it a link.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LinkDecision {
    /// The first mention that the policy allows.
    Linked,
    /// The topic is already linked in this section or on this page.
    AlreadyLinked,
    /// The page or the site has turned automatic links off.
    PolicyOff,
    /// The author wrote `[[!name]]`.
    KeptPlain,
    /// A metonym or demonym, which this site counts as a mention but does not link.
    IndirectName,
    /// The topic is never linked automatically.
    NotLinkable,
    /// This name of the topic is never linked automatically.
    ByHand,
    /// Emphasis begins or ends inside the name.
    SplitByMarkup,
    /// More than one topic may be meant.
    Ambiguous,
    /// A family name before a topic with it was introduced.
    NotIntroduced,
    /// A family name after several people with it were introduced, topics or not.
    SeveralIntroduced,
    /// Adjacent words make it part of another name.
    LongerName,
    /// A phrase in `not_in` or `[autolink] never`.
    Excluded,
    /// A name of the topic of this page.
    OwnPage,
}

/// The name and description of each decision, in the order in which they are considered.
const RULES: [(LinkDecision, &str, &str); 14] = [
    (
        LinkDecision::Excluded,
        "excluded",
        "the phrase is in `not_in` of a topic or in `[autolink] never`",
    ),
    (
        LinkDecision::LongerName,
        "longer-name",
        "a word next to it makes it part of another name, like “John Smith Jr.”, “Lincoln Center” or “New Guinea”",
    ),
    (
        LinkDecision::Ambiguous,
        "ambiguous",
        "several topics have this name, and nothing on the page decides which one is meant",
    ),
    (
        LinkDecision::NotIntroduced,
        "not-introduced",
        "it is a family name, and the full name does not stand before it",
    ),
    (
        LinkDecision::SeveralIntroduced,
        "several-introduced",
        "it is a family name, and several people with it have appeared on this page",
    ),
    (LinkDecision::OwnPage, "own-page", "a page never links to itself"),
    (LinkDecision::KeptPlain, "kept-plain", "the author wrote [[!name]]"),
    (
        LinkDecision::IndirectName,
        "indirect-name",
        "it is a metonym or demonym, which `[autolink]` of this site counts as a mention but does not link",
    ),
    (
        LinkDecision::NotLinkable,
        "not-linkable",
        "the topic has `autolink_target = false`: only you link to it",
    ),
    (
        LinkDecision::ByHand,
        "by-hand",
        "the topic declares this name with `link: by-hand`: only you link it",
    ),
    (LinkDecision::PolicyOff, "policy-off", "the page or the site has `autolink = off`"),
    (LinkDecision::SplitByMarkup, "split-by-markup", "emphasis begins or ends inside the name"),
    (
        LinkDecision::AlreadyLinked,
        "linked-already",
        "the topic is already linked: once in each section, unless `autolink` says otherwise",
    ),
    (LinkDecision::Linked, "linked", "the first mention of a topic in a section is a link"),
];

impl LinkDecision {
    fn rule(self) -> &'static (LinkDecision, &'static str, &'static str) {
        RULES.iter().find(|rule| rule.0 == self).unwrap_or(&RULES[0])
    }

    /// Its name for other programs.
    pub fn name(self) -> &'static str {
        self.rule().1
    }

    /// Its reason, for authors.
    pub fn description(self) -> &'static str {
        self.rule().2
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_decision_has_exactly_one_rule() {
        for (decision, name, _) in RULES {
            let same = RULES.iter().filter(|other| other.0 == decision || other.1 == name);
            assert_eq!(same.count(), 1, "{name}");
        }
    }
}
