//! A request into an answer: a pure function of what is shown. No path of a request is ever a path on disk; it is looked up among the addresses of the site, or it is none.

use bytes::Bytes;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use hyper::{Method, StatusCode, Uri};

use super::answer::{Answer, Content};
use super::guard::{Bound, Refusal, admit};
use super::names::names_at;
use super::pages;
use super::reload;
use super::showing::{Made, MadeBody, Showing};
use super::{BAR_STYLE, EVENTS, NAMES, SCRIPT, STATE, STYLE, WORKER};
use crate::text::percent_encode_path;

/// What the one script tag of a page leads to.
const SCRIPTS: &str = concat!("\"use strict\";\n(() => {\n", include_str!("latest.js"), include_str!("preview.js"), include_str!("bar.js"), "})();\n");

/// Answers a request.
pub fn respond(showing: &Showing, bound: &Bound, method: &Method, uri: &Uri, headers: &HeaderMap) -> Answer {
    if let Err(refusal) = admit(bound, method, uri, headers) {
        let mut answer = Answer::text(refusal.status(), refusal.text().into_owned());
        if refusal == Refusal::Method {
            answer.headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        return answer;
    }
    match uri.path() {
        SCRIPT => return Answer::own(SCRIPTS, "text/javascript; charset=utf-8").conditional(headers),
        WORKER => return Answer::own(reload::WORKER_SCRIPT, "text/javascript; charset=utf-8").conditional(headers),
        STYLE => return Answer::own(include_str!("preview.css"), "text/css; charset=utf-8").conditional(headers),
        BAR_STYLE => return Answer::own(include_str!("bar.css"), "text/css; charset=utf-8").conditional(headers),
        EVENTS => {
            let mut answer = Answer::new(StatusCode::OK, Content::Events).typed("text/event-stream");
            // To nginx: send it on as it comes.
            answer.headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
            return answer;
        }
        STATE => {
            let state = reload::state(showing, &asked_at(uri));
            return Answer::new(StatusCode::OK, Content::Bytes(state.into())).typed("application/json");
        }
        NAMES => {
            let names = names_at(showing, &asked_at(uri));
            return Answer::new(StatusCode::OK, Content::Bytes(names.into())).typed("application/json").conditional(headers);
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
    let Some(route) = pages::route_of(showing, &path) else { return not_found(showing, headers) };
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

/// The page that a request of the script is about, decoded.
fn asked_at(uri: &Uri) -> String {
    uri.query().and_then(|query| query.strip_prefix("at=")).and_then(percent_decode).unwrap_or_default()
}

fn answer(showing: &Showing, route: &str, made: Made, status: StatusCode, headers: &HeaderMap) -> Answer {
    let content_type = content_type(route);
    let (bytes, answer) = match made {
        Ok(MadeBody::File(path)) => return Answer::new(status, Content::File(path)).typed(&content_type),
        Ok(MadeBody::Bytes(bytes)) if !content_type.starts_with("text/html") => {
            return Answer::new(status, Content::Bytes(bytes)).typed(&content_type).conditional(headers);
        }
        Ok(MadeBody::Bytes(bytes)) => (bytes, Answer::new(status, Content::Bytes(Bytes::new())).typed(&content_type)),
        Err(problem) => {
            let answer = Answer::new(StatusCode::INTERNAL_SERVER_ERROR, Content::Bytes(Bytes::new())).typed("text/html; charset=utf-8");
            (pages::problem_page(showing, &problem).into(), Answer { problem: Some(problem), ..answer })
        }
    };
    let page = reload::with_script(showing, &bytes);
    Answer { content: Content::Bytes(page.into()), ..answer }.conditional(headers)
}

fn not_found(showing: &Showing, headers: &HeaderMap) -> Answer {
    match showing.made("/404.html") {
        Some(made) => answer(showing, "/404.html", made, StatusCode::NOT_FOUND, headers),
        None => Answer::text(StatusCode::NOT_FOUND, "There is no page at this address.\n"),
    }
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
        Answer::new(StatusCode::OK, Content::Bytes(Bytes::from_static(text.as_bytes()))).typed(content_type)
    }

    fn typed(mut self, content_type: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(content_type) {
            self.headers.insert(CONTENT_TYPE, value);
        }
        self
    }
}
