//! Pages as the preview serves them.

use bytes::Bytes;

use super::STYLE_PATH;
use super::state::{PreviewState, RenderedBody};
use crate::diagnostics::{Diagnostic, RenderStyle, render_one};
use crate::text::push_escaped_html;

/// The route of the site at a path of the server.
pub(super) fn route_at(state: &PreviewState, path: &str) -> Option<String> {
    path.strip_prefix(state.site.config().base.path()).map(|inner| format!("/{inner}"))
}

/// The page at a path of the server, else the 404 page; `None` for a file.
pub(super) fn page_at(state: &PreviewState, path: &str) -> Option<Bytes> {
    let page = route_at(state, path).and_then(|route| state.body(&route));
    match page.or_else(|| state.body("/404.html"))? {
        Ok(RenderedBody::Bytes(bytes)) => Some(bytes),
        Ok(RenderedBody::File(_)) => None,
        Err(problem) => Some(error_page(state, &problem).into()),
    }
}

/// A page that shows why a page could not be rendered.
pub(super) fn error_page(state: &PreviewState, problem: &Diagnostic) -> String {
    let text = render_one(problem, &**state.site.snapshot(), RenderStyle::Plain);
    let mut page = format!(
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <title>This page cannot be rendered</title>\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"stylesheet\" href=\"{STYLE_PATH}\">\n</head>\n<body class=\"problem-page\">\n\
         <main>\n<h1>This page cannot be rendered</h1>\n<pre tabindex=\"0\">"
    );
    push_escaped_html(&text, &mut page);
    page.push_str("</pre>\n</main>\n</body>\n</html>\n");
    page
}
