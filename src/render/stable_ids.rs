//! Ids of pages and events for feed readers and calendars. They do not change with an address, so
//! that nothing is shown twice.

use crate::catalog::PageIx;
use crate::page::SiteData;
use crate::text::percent_encode_path;

/// A date in the past on which the host belonged to its owner (RFC 4151 §2.1). Constant, since the
/// dates of a page can be corrected.
const TAG_DATE: &str = "2026";

/// The id of a page in feeds: a tag URI (RFC 4151) of the host, the path of the site and the page
/// id.
pub(super) fn page_id(data: &SiteData<'_>, page: PageIx) -> String {
    let base = &data.config.base;
    let path = percent_encode_path(&format!("{}{}", base.path(), data.head(page).id));
    match base.host() {
        Some(host) => format!("tag:{},{TAG_DATE}:{path}", tag_authority(host)),
        // A site without a host has no feeds.
        None => path,
    }
}

/// The id of something that belongs to a page.
pub(super) fn part_id(data: &SiteData<'_>, page: PageIx, part: &str) -> String {
    format!("{}#{part}", page_id(data, page))
}

/// The globally unique id of an event in calendars (RFC 7986 §5.3).
pub(super) fn event_uid(data: &SiteData<'_>, page: PageIx) -> String {
    let (base, id) = (&data.config.base, &*data.head(page).id);
    let path = || percent_encode_path(&format!("{}{id}", &base.path()[1..]));
    base.host().map_or_else(|| id.to_owned(), |host| format!("{}@{host}", path()))
}

/// A host as a tag authority: ASCII letters, digits, dots and hyphens, where no label begins or
/// ends with a hyphen (RFC 4151 §2.1). Most hosts are one already.
fn tag_authority(host: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' };
    let plain: String = host.chars().map(plain).collect();
    let labels = plain.split('.').map(|label| label.trim_matches('-'));
    labels.filter(|label| !label.is_empty()).collect::<Vec<_>>().join(".")
}

#[cfg(test)]
mod tests {
    use super::tag_authority;

    #[test]
    fn every_host_gives_a_valid_tag_authority() {
        for (host, expected) in [
            ("example.org", "example.org"),
            ("xn--mnster-3ya.example", "xn--mnster-3ya.example"),
            ("127.0.0.1", "127.0.0.1"),
            ("localhost", "localhost"),
            ("[2001:db8::1]", "2001-db8--1"),
            ("my_site.example.org.", "my-site.example.org"),
        ] {
            assert_eq!(tag_authority(host), expected);
        }
    }
}
