//! Pages that `[search] exclude` leaves out.

use crate::config::Config;
use crate::document::Head;
use crate::text::nfc;

/// True if an entry of `[search] exclude` leaves out a page.
pub(super) fn is_excluded(config: &Config, head: &Head) -> bool {
    config.search.exclude.iter().any(|entry| excludes(&entry.value, head))
}

/// True if an entry of `[search] exclude` means a page: by its path or id, with or without `content/`
/// and `.md`, or by a folder that it is in.
pub fn excludes(entry: &str, head: &Head) -> bool {
    let entry = nfc(entry);
    let entry = entry.trim_matches('/');
    let entry = entry.strip_prefix("content/").unwrap_or(entry);
    let entry = entry.strip_suffix(".md").unwrap_or(entry);
    let path = head.path.strip_prefix("content").unwrap_or(head.path.as_str());
    let path = path.strip_suffix(".md").unwrap_or(path);
    [path, &*head.id].into_iter().any(|page| {
        page.strip_prefix(entry).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}
