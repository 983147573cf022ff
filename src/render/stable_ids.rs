//! Names for other programs of what a site publishes: they stay when an address changes, so that
//! nobody is shown a page twice.

use crate::catalog::PageIx;
use crate::page::SiteData;
use crate::text::percent_encode_path;

/// A day on which whoever names things by a host had it (RFC 4151 §2.1 wants one that is past). It
/// is the same for all: the days of a page may be corrected, and its name would be another.
const TAG_DATE: &str = "2026";

/// The name of a page in feeds: a tag URI (RFC 4151) of the host, the path of the site, and what
/// the page is referred to by, which no two pages share.
pub(super) fn page_id(story: &SiteData<'_>, page: PageIx) -> String {
    let base = &story.config.base;
    let path = percent_encode_path(&format!("{}{}", base.path(), story.catalog.head(page).id));
    match base.host() {
        Some(host) => format!("tag:{},{TAG_DATE}:{path}", tag_authority(host)),
        // Of a site that does not know its host there are no feeds.
        None => path,
    }
}

/// The name of a part of a page, or of something that follows it.
pub(super) fn part_id(story: &SiteData<'_>, page: PageIx, part: &str) -> String {
    format!("{}#{part}", page_id(story, page))
}

/// The name of an event in calendars (RFC 7986 §5.3: one that no other site gives).
pub(super) fn event_uid(story: &SiteData<'_>, page: PageIx) -> String {
    let (base, id) = (&story.config.base, &*story.catalog.head(page).id);
    base.host().map_or_else(
        || id.to_owned(),
        |host| format!("{}@{host}", percent_encode_path(&format!("{}{id}", &base.path()[1..]))),
    )
}

/// A host as the authority of a tag: letters, digits, points and hyphens, with a letter or digit at
/// both ends (RFC 4151 §2.1). Most hosts are.
fn tag_authority(host: &str) -> String {
    let plain: String =
        host.chars().map(|c| if c.is_ascii_alphanumeric() || c == '.' { c } else { '-' }).collect();
    let parts: Vec<&str> = plain
        .split('.')
        .map(|part| part.trim_matches('-'))
        .filter(|part| !part.is_empty())
        .collect();
    parts.join(".")
}

#[cfg(test)]
mod tests {
    use super::tag_authority;

    #[test]
    fn any_host_gives_an_authority() {
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
