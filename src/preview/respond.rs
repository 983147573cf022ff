//! A request into an answer: a pure function of what is shown. No path of a request is ever a path on disk; it is looked up among the addresses of the site, or it is none.

use hyper::header::{ALLOW, CONTENT_TYPE, HeaderMap, HeaderValue, LOCATION};
use hyper::{Method, StatusCode, Uri};

use super::answer::{Answer, Content};
use super::guard::{Bound, Refusal, admit};
use super::reload;
use super::showing::{Made, MadeBody, Showing};
use crate::diagnostics::{Diagnostic, Look, render_one};
use crate::text::{html, percent_encode_path};

/// Where the script that keeps a page up to date is. No page of a site can have an address below this folder.
pub const SCRIPT: &str = "/.backgrounder/preview.js";
/// The look of what that script shows.
pub const STYLE: &str = "/.backgrounder/preview.css";
/// Where open pages are told of changes (server-sent events, HTML Standard §9.2).
pub const EVENTS: &str = "/.backgrounder/events";

/// Answers a request.
pub fn respond(showing: &Showing, bound: &Bound, method: &Method, uri: &Uri, headers: &HeaderMap) -> Answer {
    if let Err(refusal) = admit(bound, method, uri, headers) {
        let mut answer = Answer::text(refusal.status(), refusal.text());
        if refusal == Refusal::Method {
            answer.headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        return answer;
    }
    match uri.path() {
        SCRIPT => return Answer::own(include_str!("preview.js"), "text/javascript; charset=utf-8").conditional(headers),
        STYLE => return Answer::own(include_str!("preview.css"), "text/css; charset=utf-8").conditional(headers),
        EVENTS => {
            let page = uri.query().and_then(|query| query.strip_prefix("at=")).and_then(percent_decode).unwrap_or_default();
            return Answer::new(StatusCode::OK, Content::Events { page }).typed("text/event-stream");
        }
        _ => {}
    }
    let base = showing.site.config().base.path();
    let Some(path) = percent_decode(uri.path()) else { return not_found(showing, headers) };
    if path == "/" && base != "/" {
        return redirect(StatusCode::TEMPORARY_REDIRECT, base, None);
    }
    if path == base.trim_end_matches('/') && base != "/" {
        return redirect(StatusCode::MOVED_PERMANENTLY, base, uri.query());
    }
    let Some(route) = route_of(showing, &path) else { return not_found(showing, headers) };
    if let Some(made) = showing.made(&route) {
        return answer(showing, &route, made, StatusCode::OK, headers);
    }
    let folder = match route.strip_suffix("/index.html") {
        Some(folder) => format!("{folder}/"),
        None => format!("{route}/"),
    };
    match showing.site.address(&folder) {
        Some(_) => redirect(StatusCode::MOVED_PERMANENTLY, &format!("{}{}", base.trim_end_matches('/'), folder), uri.query()),
        None => not_found(showing, headers),
    }
}

/// The address in the site that a path on the server means.
fn route_of(showing: &Showing, path: &str) -> Option<String> {
    path.strip_prefix(showing.site.config().base.path()).map(|inner| format!("/{inner}"))
}

/// What a reader at a path sees: the page there, else the page for addresses that are none.
pub(super) struct PageAt {
    pub(super) made: Made,
}

pub(super) fn page_at(showing: &Showing, path: &str) -> PageAt {
    let found = route_of(showing, path).and_then(|route| showing.made(&route)).or_else(|| showing.made("/404.html"));
    PageAt { made: found.unwrap_or_else(|| Ok(MadeBody::Bytes(bytes::Bytes::new()))) }
}

fn answer(showing: &Showing, route: &str, made: Made, status: StatusCode, headers: &HeaderMap) -> Answer {
    let content_type = content_type(route);
    match made {
        Ok(MadeBody::Bytes(bytes)) if content_type.starts_with("text/html") => {
            let page = reload::with_script(showing, &bytes, &reload::shows(showing, &bytes));
            Answer::new(status, Content::Bytes(page.into())).typed(&content_type).conditional(headers)
        }
        Ok(MadeBody::Bytes(bytes)) => Answer::new(status, Content::Bytes(bytes)).typed(&content_type).conditional(headers),
        Ok(MadeBody::File(asset)) => Answer::new(status, Content::File(asset)).typed(&content_type),
        Err(problem) => {
            let page = problem_page(showing, &problem);
            let page = reload::with_script(showing, page.as_bytes(), &reload::shows(showing, page.as_bytes()));
            Answer::new(StatusCode::INTERNAL_SERVER_ERROR, Content::Bytes(page.into())).typed("text/html; charset=utf-8")
        }
    }
}

fn not_found(showing: &Showing, headers: &HeaderMap) -> Answer {
    match showing.made("/404.html") {
        Some(made) => answer(showing, "/404.html", made, StatusCode::NOT_FOUND, &without_conditions(headers)),
        None => Answer::text(StatusCode::NOT_FOUND, "There is no page at this address.\n"),
    }
}

/// An error is not a version of a page that somebody may have already (RFC 9110 §13.2.1).
fn without_conditions(headers: &HeaderMap) -> HeaderMap {
    let mut headers = headers.clone();
    headers.remove(hyper::header::IF_NONE_MATCH);
    headers.remove(hyper::header::RANGE);
    headers
}

/// A page that says why there is none.
pub(super) fn problem_page(showing: &Showing, problem: &Diagnostic) -> String {
    let said = render_one(problem, &**showing.site.snapshot(), Look::Plain);
    let mut page = String::from("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>This page cannot be rendered</title>\n");
    page.push_str("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<link rel=\"stylesheet\" href=\"");
    page.push_str(STYLE);
    page.push_str("\">\n</head>\n<body class=\"problem-page\">\n<main>\n<h1>This page cannot be rendered</h1>\n<pre tabindex=\"0\">");
    html(&said, &mut page);
    page.push_str("</pre>\n</main>\n</body>\n</html>\n");
    page
}

fn redirect(status: StatusCode, path: &str, query: Option<&str>) -> Answer {
    let mut to = percent_encode_path(path);
    if let Some(query) = query {
        to.push('?');
        to.push_str(query);
    }
    let mut answer = Answer::text(status, "");
    if let Ok(to) = HeaderValue::from_str(&to) {
        answer.headers.insert(LOCATION, to);
    }
    answer
}

fn content_type(route: &str) -> String {
    if route.ends_with('/') {
        return "text/html; charset=utf-8".to_owned();
    }
    // What browsers want, where the registry of types has moved on or has several.
    let guessed = match route.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript".to_owned(),
        Some("xml") => "application/xml".to_owned(),
        _ => mime_guess::from_path(route).first_or_octet_stream().essence_str().to_owned(),
    };
    let is_text = guessed.starts_with("text/") || matches!(guessed.as_str(), "application/json" | "application/xml" | "image/svg+xml");
    if is_text { format!("{guessed}; charset=utf-8") } else { guessed }
}

/// A path without its percent encoding (RFC 3986 §2.1); `None` where that is broken, or what comes out is no text or has a NUL.
fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut decoded = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let (high, low) = (char::from(bytes.next()?).to_digit(16)?, char::from(bytes.next()?).to_digit(16)?);
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok().filter(|path| !path.contains('\0'))
}

impl Answer {
    /// One of the preview's own files.
    fn own(text: &'static str, content_type: &str) -> Self {
        Answer::new(StatusCode::OK, Content::Bytes(bytes::Bytes::from_static(text.as_bytes()))).typed(content_type)
    }

    fn typed(mut self, content_type: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(content_type) {
            self.headers.insert(CONTENT_TYPE, value);
        }
        self
    }
}
