//! What is said of links that leave the site.

use std::collections::BTreeMap;

use super::links::OutsideLink;
use super::verdict::Verdict;
use crate::diagnostics::{Code, Diagnostic};
use crate::text::{SourcePath, Span};

const OUTSIDE_LINK_BROKEN: Code = Code::warning("outside-link-broken");
const OUTSIDE_LINK_UNREACHED: Code = Code::warning("outside-link-unreached");
const OUTSIDE_LINK_MOVED: Code = Code::note("outside-link-moved");
const OUTSIDE_LINK_UNCHECKED: Code = Code::note("outside-link-unchecked");

/// The codes of this room.
pub const CODES: &[Code] = &[OUTSIDE_LINK_BROKEN, OUTSIDE_LINK_UNREACHED, OUTSIDE_LINK_MOVED, OUTSIDE_LINK_UNCHECKED];

/// What is to be said of links, at every place that has one.
pub fn diagnostics(links: &[OutsideLink], verdicts: &BTreeMap<String, Verdict>) -> Vec<Diagnostic> {
    let with_verdict = links.iter().filter_map(|link| Some((link, verdicts.get(&link.url)?)));
    with_verdict.flat_map(|(link, verdict)| link.places.iter().filter_map(|(path, span)| said(path, *span, &link.url, verdict))).collect()
}

fn said(path: &SourcePath, span: Span, url: &str, verdict: &Verdict) -> Option<Diagnostic> {
    let (code, message, help) = match verdict {
        Verdict::Good => return None,
        Verdict::Moved(to) => (OUTSIDE_LINK_MOVED, format!("{url} has moved for good"), format!("it is {to} now")),
        Verdict::Gone(status) => (
            OUTSIDE_LINK_BROKEN,
            format!("there is nothing at {url} any more: it answers with status {status}"),
            "find its new address, or a copy in a web archive, which a source can name as `archived`".to_owned(),
        ),
        Verdict::Unreached(why) => {
            (OUTSIDE_LINK_UNREACHED, format!("{url} could not be reached: {why}"), "look at it in a browser, and check again later".to_owned())
        }
        Verdict::Refused(status) => (
            OUTSIDE_LINK_UNCHECKED,
            format!("{url} does not answer programs: status {status}"),
            "look at it in a browser; it may be there for people".to_owned(),
        ),
        Verdict::Private => (
            OUTSIDE_LINK_UNCHECKED,
            format!("{url} lies in no public network, and was not asked"),
            "readers elsewhere cannot reach it; leave it out, or link to a public address".to_owned(),
        ),
    };
    Some(Diagnostic::new(code, path, span, message).help(help))
}
