//! How an open page learns that it has changed.

use super::pages::page_at;
use super::state::PreviewState;
use crate::text::push_html_attribute;

/// What a page shows, in a hash: its bytes without the address of the stylesheet, which is
/// exchanged in place.
fn page_hash(showing: &PreviewState, bytes: &[u8]) -> String {
    // Its file name stands for the whole: it has no character that is written otherwise in HTML.
    let stylesheet = showing.site.stylesheet().as_str().rsplit('/').next().unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    let mut rest = bytes;
    while let Some(at) = find(rest, stylesheet.as_bytes()) {
        hasher.update(&rest[..at]).update(b"\0");
        rest = &rest[at + stylesheet.len()..];
    }
    hasher.update(rest).finalize().to_hex()[..16].to_owned()
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    let first = *part.first()?;
    let mut from = 0;
    while let Some(at) = text[from..].iter().position(|byte| *byte == first) {
        if text[from + at..].starts_with(part) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

/// The page with the script that keeps it up to date: before the end of its body, else at its end.
pub(super) fn with_script(showing: &PreviewState, page: &[u8]) -> Vec<u8> {
    let mut tag = String::from("<script defer");
    push_html_attribute("src", super::SCRIPT_PATH, &mut tag);
    push_html_attribute(
        "data-stylesheet",
        &showing.site.config().base.href(showing.site.stylesheet()),
        &mut tag,
    );
    push_html_attribute("data-worker", &worker_url(), &mut tag);
    push_html_attribute("data-run", &showing.run_id, &mut tag);
    push_html_attribute("data-number", &showing.version.to_string(), &mut tag);
    push_html_attribute("data-shows", &page_hash(showing, page), &mut tag);
    tag.push_str("></script>\n");
    let at = page
        .windows(BODY_END.len())
        .rposition(|part| part.eq_ignore_ascii_case(BODY_END))
        .unwrap_or(page.len());
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

const BODY_END: &[u8] = b"</body>";

/// The script of the worker.
pub(super) const WORKER_SCRIPT: &str = include_str!("worker.js");

/// The address of the worker. Browsers share a worker between pages that name the same one, so
/// another version of it has another address.
fn worker_url() -> String {
    format!("{}?{}", super::WORKER_PATH, &blake3::hash(WORKER_SCRIPT.as_bytes()).to_hex()[..16])
}

/// All that the open page at an address needs to know what to do.
pub(super) fn state_json(showing: &PreviewState, path: &str) -> String {
    let state = serde_json::json!({
        "run": &*showing.run_id,
        "number": showing.version,
        "shows": page_at(showing, path).map(|page| page_hash(showing, &page)),
        "stylesheet": showing.site.config().base.href(showing.site.stylesheet()),
        "files": showing.changed_files,
        "stale": showing.is_stale,
        "problems": showing.problems.as_deref(),
    });
    state.to_string()
}

/// The event that there is a state: its name, as JSON. After a lost connection a browser comes back
/// in a second.
pub(super) fn state_event(showing: &PreviewState) -> String {
    let name = serde_json::json!({ "run": &*showing.run_id, "number": showing.version });
    format!("retry: 1000\ndata: {name}\n\n")
}
