//! `_headers` and `_redirects`, which several web hosts read.

use crate::catalog::Resource;
use crate::page::SiteData;

/// Other sites see only the origin of a page that links to them, or whose video they play.
pub const REFERRERS: &str = "strict-origin-when-cross-origin";

/// The Content-Security-Policy of all pages, with `frame-ancestors`, which a page cannot set itself.
pub fn published_policy(data: &SiteData<'_>) -> String {
    format!("{}; frame-ancestors 'self'", data.policy_of_site().header)
}

/// Files with a hash in their name are cached for a year.
pub(super) fn headers(data: &SiteData<'_>) -> String {
    let path = data.config.base.path();
    let policy = published_policy(data);
    format!(
        "{path}*\n  Content-Security-Policy: {policy}\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: {REFERRERS}\n\n\
         {path}assets/*\n  Cache-Control: public, max-age=31536000, immutable\n"
    )
}

/// The redirects from old addresses. The folder in which publishing stages files is hidden.
pub(super) fn redirects(data: &SiteData<'_>) -> String {
    let path = data.config.base.path();
    let redirects = data.catalog.routes().iter().filter_map(|(route, resource)| match resource {
        Resource::Redirect(to) => {
            let target = data.redirect_target(*to).route;
            Some(format!("{} {} 301\n", data.route_href(route), data.route_href(&target)))
        }
        _ => None,
    });
    redirects.chain([format!("{path}.backgrounder/* {path}404.html 404\n")]).collect()
}
