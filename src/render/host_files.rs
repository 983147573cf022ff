//! What web hosts read: headers and redirects in the files that several of them share (`_headers`,
//! `_redirects`).

use crate::catalog::Resource;
use crate::page::SiteData;

/// The policy of pages, here with who may frame them, which a page cannot say itself; files named
/// by their hash are kept for a year.
pub(super) fn headers(story: &SiteData<'_>) -> String {
    let path = story.config.base.path();
    let policy = &story.config.content_security_policy;
    format!(
        "{path}*\n  Content-Security-Policy: {policy}; frame-ancestors 'self'\n  X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n\n\
         {path}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}

/// Old addresses, and where they lead now. What a build is putting together inside the output is no
/// page.
pub(super) fn redirects(story: &SiteData<'_>) -> String {
    let path = story.config.base.path();
    let redirects = story.catalog.routes().iter().filter_map(|(route, address)| match address {
        Resource::Redirect(page) => {
            Some(format!("{} {} 301\n", story.config.base.href(route), story.href(*page)))
        }
        _ => None,
    });
    redirects.chain([format!("{path}.backgrounder/* {path}404.html 404\n")]).collect()
}
