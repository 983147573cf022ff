//! What a reader sees at a path of the server.

use bytes::Bytes;

use super::STYLE_PATH;
use super::state::{PreviewState, RenderResult, RenderedBody};
use crate::diagnostics::{Diagnostic, RenderStyle, render_one};
use crate::text::push_escaped_html;

/// The address in the site that a path on the server means.
pub(super) fn route_at(showing: &PreviewState, path: &str) -> Option<String> {
    path.strip_prefix(showing.site.config().base.path()).map(|inner| format!("/{inner}"))
}

/// The page at a path as it is shown, else the page for addresses that are none; `None` for a file.
pub(super) fn page_at(showing: &PreviewState, path: &str) -> Option<Bytes> {
    let made: Option<RenderResult> = route_at(showing, path)
        .and_then(|route| showing.body(&route))
        .or_else(|| showing.body("/404.html"));
    match made? {
        Ok(RenderedBody::Bytes(bytes)) => Some(bytes),
        Ok(RenderedBody::File(_)) => None,
        Err(problem) => Some(error_page(showing, &problem).into()),
    }
}

/// A page that says why there is none.
pub(super) fn error_page(showing: &PreviewState, problem: &Diagnostic) -> String {
    let said = render_one(problem, &**showing.site.snapshot(), RenderStyle::Plain);
    let mut page = String::from(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>This page cannot be rendered</title>\n",
    );
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"stylesheet\" href=\"");
    page.push_str(STYLE_PATH);
    page.push_str("\">\n</head>\n<body class=\"problem-page\">\n<main>\n<h1>This page cannot be rendered</h1>\n<pre tabindex=\"0\">");
    push_escaped_html(&said, &mut page);
    page.push_str("</pre>\n</main>\n</body>\n</html>\n");
    page
}
