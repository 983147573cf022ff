//! A request into an answer: a pure function of what is shown. No path of a request is ever a path
//! on disk; it is looked up among the addresses of the site, or it is none.

use bytes::Bytes;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, LOCATION};
use hyper::{Method, StatusCode, Uri};

use super::author_bar::bar_json_at;
use super::guard::{HostPolicy, Rejection, admit};
use super::pages;
use super::reload;
use super::response::{PreviewResponse, ResponseBody};
use super::state::{PreviewState, RenderResult, RenderedBody};
use super::{
    AUTHOR_BAR_PATH, AUTHOR_BAR_STYLE_PATH, EVENTS_PATH, SCRIPT_PATH, STATE_PATH, STYLE_PATH,
    WORKER_PATH,
};
use crate::text::percent_encode_path;

/// What the one script tag of a page leads to.
const SCRIPTS: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("latest.js"),
    include_str!("preview.js"),
    include_str!("bar.js"),
    "})();\n"
);

/// Answers a request.
pub fn respond(
    showing: &PreviewState,
    bound: &HostPolicy,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> PreviewResponse {
    if let Err(refusal) = admit(bound, method, uri, headers) {
        let mut answer = PreviewResponse::text(refusal.status(), refusal.text().into_owned());
        if refusal == Rejection::Method {
            answer.headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        return answer;
    }
    match uri.path() {
        SCRIPT_PATH => {
            return PreviewResponse::asset(SCRIPTS, "text/javascript; charset=utf-8")
                .with_conditions(headers);
        }
        WORKER_PATH => {
            return PreviewResponse::asset(reload::WORKER_SCRIPT, "text/javascript; charset=utf-8")
                .with_conditions(headers);
        }
        STYLE_PATH => {
            return PreviewResponse::asset(include_str!("preview.css"), "text/css; charset=utf-8")
                .with_conditions(headers);
        }
        AUTHOR_BAR_STYLE_PATH => {
            return PreviewResponse::asset(include_str!("bar.css"), "text/css; charset=utf-8")
                .with_conditions(headers);
        }
        EVENTS_PATH => {
            let mut answer = PreviewResponse::new(StatusCode::OK, ResponseBody::Events)
                .with_content_type("text/event-stream");
            // To nginx: send it on as it comes.
            answer.headers.insert(
                HeaderName::from_static("x-accel-buffering"),
                HeaderValue::from_static("no"),
            );
            return answer;
        }
        STATE_PATH => {
            let state = reload::state_json(showing, &queried_page(uri));
            return PreviewResponse::new(StatusCode::OK, ResponseBody::Bytes(state.into()))
                .with_content_type("application/json");
        }
        AUTHOR_BAR_PATH => {
            let names = bar_json_at(showing, &queried_page(uri));
            return PreviewResponse::new(StatusCode::OK, ResponseBody::Bytes(names.into()))
                .with_content_type("application/json")
                .with_conditions(headers);
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
    let Some(route) = pages::route_at(showing, &path) else { return not_found(showing, headers) };
    if let Some(made) = showing.body(&route) {
        return body_response(showing, &route, made, StatusCode::OK, headers);
    }
    let folder = match route.strip_suffix("/index.html") {
        Some(folder) => format!("{folder}/"),
        None => format!("{route}/"),
    };
    match showing.site.resource(&folder) {
        Some(_) => redirect(
            StatusCode::MOVED_PERMANENTLY,
            &format!("{}{}", base.trim_end_matches('/'), folder),
            uri.query(),
        ),
        None => not_found(showing, headers),
    }
}

/// The page that a request of the script is about, decoded.
fn queried_page(uri: &Uri) -> String {
    uri.query()
        .and_then(|query| query.strip_prefix("at="))
        .and_then(percent_decode)
        .unwrap_or_default()
}

fn body_response(
    showing: &PreviewState,
    route: &str,
    made: RenderResult,
    status: StatusCode,
    headers: &HeaderMap,
) -> PreviewResponse {
    let content_type = content_type(route);
    let (bytes, answer) = match made {
        Ok(RenderedBody::File(path)) => {
            return PreviewResponse::new(status, ResponseBody::File(path))
                .with_content_type(&content_type);
        }
        Ok(RenderedBody::Bytes(bytes)) if !content_type.starts_with("text/html") => {
            return PreviewResponse::new(status, ResponseBody::Bytes(bytes))
                .with_content_type(&content_type)
                .with_conditions(headers);
        }
        Ok(RenderedBody::Bytes(bytes)) => (
            bytes,
            PreviewResponse::new(status, ResponseBody::Bytes(Bytes::new()))
                .with_content_type(&content_type),
        ),
        Err(problem) => {
            let answer = PreviewResponse::new(
                StatusCode::INTERNAL_SERVER_ERROR,
                ResponseBody::Bytes(Bytes::new()),
            )
            .with_content_type("text/html; charset=utf-8");
            (
                pages::error_page(showing, &problem).into(),
                PreviewResponse { problem: Some(problem), ..answer },
            )
        }
    };
    let page = reload::with_script(showing, &bytes);
    PreviewResponse { body: ResponseBody::Bytes(page.into()), ..answer }.with_conditions(headers)
}

fn not_found(showing: &PreviewState, headers: &HeaderMap) -> PreviewResponse {
    match showing.body("/404.html") {
        Some(made) => body_response(showing, "/404.html", made, StatusCode::NOT_FOUND, headers),
        None => PreviewResponse::text(StatusCode::NOT_FOUND, "There is no page at this address.\n"),
    }
}

fn redirect(status: StatusCode, path: &str, query: Option<&str>) -> PreviewResponse {
    let mut to = percent_encode_path(path);
    if let Some(query) = query {
        to.push('?');
        to.push_str(query);
    }
    let mut answer = PreviewResponse::text(status, "");
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
    let is_text = guessed.starts_with("text/")
        || matches!(guessed.as_str(), "application/json" | "application/xml" | "image/svg+xml");
    if is_text { format!("{guessed}; charset=utf-8") } else { guessed }
}

/// A path without its percent encoding (RFC 3986 §2.1); `None` where that is broken, or what comes
/// out is no text or has a NUL.
fn percent_decode(path: &str) -> Option<String> {
    let mut bytes = path.bytes();
    let mut decoded = Vec::with_capacity(path.len());
    while let Some(byte) = bytes.next() {
        decoded.push(match byte {
            b'%' => {
                let (high, low) = (
                    char::from(bytes.next()?).to_digit(16)?,
                    char::from(bytes.next()?).to_digit(16)?,
                );
                u8::try_from(high * 16 + low).ok()?
            }
            byte => byte,
        });
    }
    String::from_utf8(decoded).ok().filter(|path| !path.contains('\0'))
}

impl PreviewResponse {
    /// One of the preview's own files.
    fn asset(text: &'static str, content_type: &str) -> Self {
        PreviewResponse::new(
            StatusCode::OK,
            ResponseBody::Bytes(Bytes::from_static(text.as_bytes())),
        )
        .with_content_type(content_type)
    }

    fn with_content_type(mut self, content_type: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(content_type) {
            self.headers.insert(CONTENT_TYPE, value);
        }
        self
    }
}
