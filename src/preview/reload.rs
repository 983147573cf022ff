//! Reloading open pages when they have changed.

use memchr::memmem;

use super::served_pages::page_at;
use super::state::PreviewState;
use crate::text::push_html_attribute;

/// Hash of what a page shows: its bytes without the file name of the stylesheet, which is replaced
/// in place. The file name contains no characters that are escaped in HTML.
fn page_hash(state: &PreviewState, page: &[u8]) -> String {
    let stylesheet = state.site.stylesheet().as_str().rsplit('/').next().unwrap_or_default();
    let mut hasher = blake3::Hasher::new();
    let mut start = 0;
    for at in memmem::find_iter(page, stylesheet.as_bytes()) {
        hasher.update(&page[start..at]).update(b"\0");
        start = at + stylesheet.len();
    }
    hasher.update(&page[start..]).finalize().to_hex()[..16].to_owned()
}

/// Inserts the script that keeps the page up to date before the end of the body, else at the end.
pub(super) fn with_script(state: &PreviewState, page: &[u8]) -> Vec<u8> {
    const BODY_END: &[u8] = b"</body>";
    let mut tag = String::from("<script defer");
    for (name, value) in [
        ("src", super::SCRIPT_PATH),
        ("data-stylesheet", &state.site.config().base.href(state.site.stylesheet())),
        ("data-worker", &worker_url()),
        ("data-run", &state.run_id),
        ("data-number", &state.version.to_string()),
        ("data-shows", &page_hash(state, page)),
    ] {
        push_html_attribute(name, value, &mut tag);
    }
    tag.push_str("></script>\n");
    let at = page
        .windows(BODY_END.len())
        .rposition(|part| part.eq_ignore_ascii_case(BODY_END))
        .unwrap_or(page.len());
    [&page[..at], tag.as_bytes(), &page[at..]].concat()
}

pub(super) const WORKER_SCRIPT: &str = include_str!("worker.js");

/// Browsers share a worker between pages that name the same URL, so each version of the script has
/// its own.
fn worker_url() -> String {
    let hash = blake3::hash(WORKER_SCRIPT.as_bytes()).to_hex();
    format!("{}?{}", super::WORKER_PATH, &hash[..16])
}

/// Everything that the open page at a path needs to decide whether to reload.
pub(super) fn state_json(state: &PreviewState, path: &str) -> String {
    serde_json::json!({
        "run": &*state.run_id,
        "number": state.version,
        "shows": page_at(state, path).map(|page| page_hash(state, &page)),
        "stylesheet": state.site.config().base.href(state.site.stylesheet()),
        "files": state.changed_files,
        "stale": state.is_stale,
        "problems": state.problems.as_deref(),
    })
    .to_string()
}

/// The server-sent event that announces a state. Browsers reconnect after a second.
pub(super) fn state_event(state: &PreviewState) -> String {
    let id = serde_json::json!({ "run": &*state.run_id, "number": state.version });
    format!("retry: 1000\ndata: {id}\n\n")
}
