//! `_headers` and `_redirects`, which several web hosts read.

use crate::catalog::Resource;
use crate::page::SiteData;

/// The Content-Security-Policy with `frame-ancestors`, which a page cannot set itself. Files with a
/// hash in their name are cached for a year.
pub(super) fn headers(data: &SiteData<'_>) -> String {
    let path = data.config.base.path();
    let policy = &data.config.content_policy.header;
    format!(
        "{path}*\n  Content-Security-Policy: {policy}; frame-ancestors 'self'\n  \
         X-Content-Type-Options: nosniff\n  Referrer-Policy: strict-origin-when-cross-origin\n\n\
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
