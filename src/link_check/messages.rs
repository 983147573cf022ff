//! What is said of links that leave the site.

use std::collections::BTreeMap;

use super::external_links::ExternalLink;
use super::probe::LinkStatus;
use crate::diagnostics::{Diagnostic, codes};
use crate::text::{SourcePath, Span};

codes! {
    OUTSIDE_LINK_BROKEN: warning "outside-link-broken",
    OUTSIDE_LINK_UNREACHED: warning "outside-link-unreached",
    OUTSIDE_LINK_MOVED: note "outside-link-moved",
    OUTSIDE_LINK_UNCHECKED: note "outside-link-unchecked",
}

/// What is to be said of links, at every place that has one.
pub fn diagnostics(
    links: &[ExternalLink],
    verdicts: &BTreeMap<String, LinkStatus>,
) -> Vec<Diagnostic> {
    let with_verdict = links.iter().filter_map(|link| Some((link, verdicts.get(&link.url)?)));
    with_verdict
        .flat_map(|(link, verdict)| {
            link.locations
                .iter()
                .filter_map(|(path, span)| diagnostic_for(path, *span, &link.url, verdict))
        })
        .collect()
}

fn diagnostic_for(
    path: &SourcePath,
    span: Span,
    url: &str,
    verdict: &LinkStatus,
) -> Option<Diagnostic> {
    let (code, message, help) = match verdict {
        LinkStatus::Working => return None,
        LinkStatus::Moved(to) => (OUTSIDE_LINK_MOVED, format!("{url} has moved for good"), format!("it is {to} now")),
        LinkStatus::Gone(status) => (
            OUTSIDE_LINK_BROKEN,
            format!("there is nothing at {url} any more: it answers with status {status}"),
            "find its new address, or a copy in a web archive, which a source can name as `archived`".to_owned(),
        ),
        LinkStatus::Unreachable(why) => {
            (OUTSIDE_LINK_UNREACHED, format!("{url} could not be reached: {why}"), "look at it in a browser, and check again later".to_owned())
        }
        LinkStatus::Refused(status) => (
            OUTSIDE_LINK_UNCHECKED,
            format!("{url} does not answer programs: status {status}"),
            "look at it in a browser; it may be there for people".to_owned(),
        ),
        LinkStatus::Private => (
            OUTSIDE_LINK_UNCHECKED,
            format!("{url} lies in no public network, and was not asked"),
            "readers elsewhere cannot reach it; leave it out, or link to a public address".to_owned(),
        ),
    };
    Some(Diagnostic::new(code, path, span, message).help(help))
}
