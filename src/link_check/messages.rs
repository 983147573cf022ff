//! Messages about links to other sites.

use std::collections::BTreeMap;

use super::external_links::ExternalLink;
use super::link_status::LinkStatus;
use crate::diagnostics::{Code, Diagnostic, codes};
use crate::text::{SourcePath, Span};

codes! {
    OUTSIDE_LINK_BROKEN: warning "outside-link-broken",
    OUTSIDE_LINK_UNREACHED: warning "outside-link-unreached",
    OUTSIDE_LINK_MOVED: note "outside-link-moved",
    OUTSIDE_LINK_UNCHECKED: note "outside-link-unchecked",
}

/// The problems of links, one for each place that contains a link.
pub fn diagnostics(
    links: &[ExternalLink],
    statuses: &BTreeMap<String, LinkStatus>,
) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for link in links {
        let Some(status) = statuses.get(&link.url) else { continue };
        let of_place = |(path, span): &(SourcePath, Span)| {
            let (code, message, help) = problem(&link.url, status)?;
            Some(Diagnostic::new(code, path, *span, message).help(help))
        };
        diagnostics.extend(link.locations.iter().filter_map(of_place));
    }
    diagnostics
}

/// Code, message and help.
fn problem(url: &str, status: &LinkStatus) -> Option<(Code, String, String)> {
    let (code, message, help) = match status {
        LinkStatus::Working => return None,
        LinkStatus::Moved(to) => {
            let help = format!("replace it by the new address, {to}");
            return Some((OUTSIDE_LINK_MOVED, format!("{url} has moved permanently"), help));
        }
        LinkStatus::Gone(status) => (
            OUTSIDE_LINK_BROKEN,
            format!("{url} does not exist (status {status})"),
            "find its new address, or a copy in a web archive; in a source, `archived` is for that",
        ),
        LinkStatus::Unreachable(why) => (
            OUTSIDE_LINK_UNREACHED,
            format!("cannot reach {url}: {why}"),
            "open it in a browser, and check again later",
        ),
        LinkStatus::Refused(status) => (
            OUTSIDE_LINK_UNCHECKED,
            format!("cannot check {url}: it does not answer programs (status {status})"),
            "open it in a browser; it may work there",
        ),
        LinkStatus::Private => (
            OUTSIDE_LINK_UNCHECKED,
            format!("{url} was not checked, because it is not on the public internet"),
            "readers elsewhere cannot open it; remove it, or link to a public address",
        ),
    };
    Some((code, message, help.to_owned()))
}
