//! The office that a figure held, and the country it stood for, on a day.

use crate::catalog::{Catalog, PageIx};
use crate::document::{FrontMatter, Role};
use crate::time::Day;

/// The index of the role held on a day: of several, the one that began last. A role whose dates are
/// only a year or month counts on every day it may cover, and a role without an end still counts.
/// `None` without a day.
pub fn role_on(roles: &[Role], day: Option<Day>) -> Option<usize> {
    let day = day?;
    let is_held = |role: &Role| {
        role.from.as_ref().is_none_or(|from| from.may_begin_by(day))
            && role.until.as_ref().is_none_or(|until| until.may_last_until(day))
    };
    let held = roles.iter().enumerate().filter(|(_, role)| is_held(role));
    // In reverse, since `max_by` takes the last of equals and the first one counts.
    held.rev().max_by(|(_, a), (_, b)| a.from.cmp(&b.from)).map(|(at, _)| at)
}

/// The country a figure stands for on a day: that of the role held then, else its only country.
pub(crate) fn country_on(catalog: &Catalog, figure: PageIx, day: Option<Day>) -> Option<PageIx> {
    let resolved = catalog.resolved_refs(figure);
    let FrontMatter::Figure(_, front) = &catalog.head(figure).front else { return None };
    let of_role = role_on(&front.roles, day).and_then(|role| resolved.roles.get(role)?.country);
    of_role.or(match resolved.countries[..] {
        [country] => Some(country),
        _ => None,
    })
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
