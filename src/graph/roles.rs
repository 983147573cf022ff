//! Which office somebody held on a day.

use crate::document::Role;
use crate::time::Day;

/// The role held on a day, by its place in the list. One known to the year or month counts as held
/// wherever it may have been; of two, the one that began later; without an end it is held still.
/// Without a day, none is: nobody can say.
pub fn role_on(roles: &[Role], day: Option<Day>) -> Option<usize> {
    let day = day?;
    let held = |role: &&Role| {
        role.from.as_ref().is_none_or(|from| from.may_begin_by(day))
            && role.until.as_ref().is_none_or(|until| until.may_last_until(day))
    };
    let mut found: Option<usize> = None;
    for (at, role) in roles.iter().enumerate().filter(|(_, role)| held(role)) {
        if found.is_none_or(|other| roles[other].from < role.from) {
            found = Some(at);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::data::Spanned;
    use crate::text::Span;
    use crate::time::FuzzyDate;

    fn role(from: &str, until: &str) -> Role {
        let date = |text: &str| FuzzyDate::parse(text).ok();
        Role {
            office: Spanned { value: "x".into(), span: Span::default() },
            organisation: None,
            country: None,
            from: date(from),
            until: date(until),
            sources: Vec::new(),
        }
    }

    fn held(roles: &[Role], day: &str) -> Option<usize> {
        role_on(roles, Day::parse(day))
    }

    #[test]
    fn a_role_known_to_the_month_counts_wherever_it_may_have_been_held() {
        let roles = [role("2018-02", "2019-04"), role("2019-04", "")];
        assert_eq!(held(&roles, "2018-01-31"), None);
        assert_eq!(held(&roles, "2018-02-01"), Some(0));
        assert_eq!(held(&roles, "2019-03-31"), Some(0));
        assert_eq!(held(&roles, "2019-04-01"), Some(1));
        assert_eq!(held(&roles, "2030-01-01"), Some(1));
    }

    #[test]
    fn an_undated_role_is_held_unless_a_dated_one_is() {
        let roles = [role("", ""), role("2019", "2019")];
        assert_eq!(held(&roles, "2019-06-01"), Some(1));
        assert_eq!(held(&roles, "2020-06-01"), Some(0));
        assert_eq!(role_on(&roles, None), None);
    }
}
