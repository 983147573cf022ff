//! Messages about links to other sites and pictures of other sites.

use std::collections::BTreeMap;

use super::external_links::ExternalLink;
use super::link_status::LinkStatus;
use super::picture_download::DownloadError;
use super::remote_pictures::PicturePlace;
use crate::diagnostics::{Code, Diagnostic, codes};
use crate::media::MOST_BYTES;
use crate::text::{SourcePath, Span};

codes! {
    OUTSIDE_LINK_BROKEN: warning "outside-link-broken",
    OUTSIDE_LINK_UNREACHED: warning "outside-link-unreached",
    OUTSIDE_LINK_MOVED: note "outside-link-moved",
    OUTSIDE_LINK_UNCHECKED: note "outside-link-unchecked",
    PICTURE_NOT_FETCHED: error "picture-not-fetched",
    PICTURE_NOT_SAVED: error "picture-not-saved",
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

/// A picture that could not be downloaded, at a place that names it.
pub fn picture_not_fetched(place: &PicturePlace, url: &str, error: &DownloadError) -> Diagnostic {
    let save = match is_of_page(place) {
        true => "save it beside the page yourself, and write its file name here",
        false => "save it in `static/` yourself, and write its address here, like `/picture.png`",
    };
    let (why, help) = match error {
        DownloadError::Status(LinkStatus::Gone(status)) => (
            format!("it does not exist (status {status})"),
            "find its new address, or use another picture".to_owned(),
        ),
        DownloadError::Status(LinkStatus::Refused(status)) => (
            format!("the site does not give it to programs (status {status})"),
            format!("open it in a browser; {save}"),
        ),
        DownloadError::Status(LinkStatus::Private) => (
            "it is not on the public internet, and was not requested".to_owned(),
            format!("if you can open it, {save}"),
        ),
        DownloadError::Status(LinkStatus::Unreachable(why)) => {
            (why.clone(), "check the address, or run the command again later".to_owned())
        }
        DownloadError::Status(LinkStatus::Working | LinkStatus::Moved(_)) => {
            ("the server sent nothing".to_owned(), "run the command again later".to_owned())
        }
        DownloadError::TooLong => {
            let most = MOST_BYTES / 1_000_000;
            (format!("it has more than {most} MB"), format!("make it smaller; {save}"))
        }
        DownloadError::WebPage => (
            "it is a web page, not a picture".to_owned(),
            "open the page, copy the address of the picture itself, and write it here".to_owned(),
        ),
        DownloadError::Unusable(error) => (
            error.to_string(),
            format!("open it in a browser; if it is a picture, save it as JPEG or PNG: {save}"),
        ),
        DownloadError::UnsafeSvg(why) => (
            format!("this SVG cannot be published: {why}"),
            format!("export it as PNG, or as SVG without that part; {save}"),
        ),
    };
    let message = format!("cannot fetch {url}: {why}");
    Diagnostic::new(PICTURE_NOT_FETCHED, &place.path, place.span, message).help(help)
}

/// A picture that was downloaded and could not be written to disk.
pub fn picture_not_saved(place: &PicturePlace, file: &str, why: &str) -> Diagnostic {
    let message = format!("cannot save {file}: {why}");
    Diagnostic::new(PICTURE_NOT_SAVED, &place.path, place.span, message)
        .help("make the folder writable or make room on the disk, and run the command again")
}

/// A picture that was saved and whose address in a file was not replaced by its name.
pub fn address_not_replaced(
    place: &PicturePlace,
    file: &SourcePath,
    reference: &str,
    why: &str,
) -> Diagnostic {
    let message = format!("the picture is saved as {file}, but this file was not changed: {why}");
    Diagnostic::new(PICTURE_NOT_SAVED, &place.path, place.span, message)
        .help(format!("write `{reference}` here in place of the address"))
}

/// False for a place in `site.toml`, beside which there are no pictures.
fn is_of_page(place: &PicturePlace) -> bool {
    !place.path.folder().is_empty()
}
