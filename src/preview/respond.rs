//! Requests to responses, as a pure function of the shown state. The path of a request is never used
//! as a path on disk; it is looked up among the routes of the site.

use bytes::Bytes;
use hyper::header::{
    ALLOW, CONTENT_SECURITY_POLICY, HeaderMap, HeaderName, HeaderValue, LOCATION, REFERRER_POLICY,
};
use hyper::{Method, StatusCode, Uri};
use percent_encoding::percent_decode_str;

use super::author_bar::bar_json_at;
use super::guard::{HostPolicy, admit};
use super::reload::{WORKER_SCRIPT, state_json, with_script};
use super::response::{PreviewResponse, ResponseBody};
use super::served_pages::{error_page, route_at};
use super::state::{PreviewState, RenderResult, RenderedBody};
use super::{
    AUTHOR_BAR_PATH, AUTHOR_BAR_STYLE_PATH, EVENTS_PATH, SCRIPT_PATH, STATE_PATH, STYLE_PATH,
    WORKER_PATH,
};
use crate::render::{REFERRERS, published_policy};
use crate::text::percent_encode_path;

/// The content of the one script that is added to each page.
const SCRIPT: &str = concat!(
    "\"use strict\";\n(() => {\n",
    include_str!("latest.js"),
    include_str!("preview.js"),
    include_str!("bar.js"),
    "})();\n"
);

const CSS: &str = "text/css; charset=utf-8";
const HTML: &str = "text/html; charset=utf-8";
const JAVASCRIPT: &str = "text/javascript; charset=utf-8";
const JSON: &str = "application/json";

/// Responds to a request.
pub fn respond(
    state: &PreviewState,
    hosts: &HostPolicy,
    method: &Method,
    uri: &Uri,
    headers: &HeaderMap,
) -> PreviewResponse {
    if let Err((status, text)) = admit(hosts, method, uri, headers) {
        let mut response = PreviewResponse::text(status, text.into_owned());
        if status == StatusCode::METHOD_NOT_ALLOWED {
            response.headers.insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        }
        return response;
    }
    let response = match uri.path() {
        SCRIPT_PATH => ok(SCRIPT, JAVASCRIPT),
        WORKER_PATH => ok(WORKER_SCRIPT, JAVASCRIPT),
        STYLE_PATH => ok(include_str!("preview.css"), CSS),
        AUTHOR_BAR_STYLE_PATH => ok(include_str!("bar.css"), CSS),
        EVENTS_PATH => {
            let mut response = PreviewResponse::new(StatusCode::OK, ResponseBody::Events)
                .with_content_type("text/event-stream");
            // Tells nginx not to buffer.
            let header = HeaderName::from_static("x-accel-buffering");
            response.headers.insert(header, HeaderValue::from_static("no"));
            response
        }
        STATE_PATH => ok(state_json(state, &queried_page(uri)), JSON),
        AUTHOR_BAR_PATH => ok(bar_json_at(state, &queried_page(uri)), JSON),
        path => percent_decode(path)
            .and_then(|path| site_response(state, &path, uri.query()))
            .unwrap_or_else(|| not_found(state)),
    };
    response.with_conditions(headers)
}

fn ok(body: impl Into<Bytes>, content_type: &str) -> PreviewResponse {
    PreviewResponse::new(StatusCode::OK, ResponseBody::Bytes(body.into()))
        .with_content_type(content_type)
}

/// `None` if the site has nothing at this path.
fn site_response(state: &PreviewState, path: &str, query: Option<&str>) -> Option<PreviewResponse> {
    let base = state.site.config().base.path();
    if path == "/" && base != "/" {
        return Some(redirect(StatusCode::TEMPORARY_REDIRECT, base, None));
    }
    let base_folder = base.trim_end_matches('/');
    if path == base_folder && base != "/" {
        return Some(redirect(StatusCode::MOVED_PERMANENTLY, base, query));
    }
    let route = route_at(state, path)?;
    if let Some(rendered) = state.body(&route) {
        return Some(body_response(state, &route, rendered, StatusCode::OK));
    }
    let folder = format!("{}/", route.strip_suffix("/index.html").unwrap_or(&route));
    state.site.resource(&folder)?;
    Some(redirect(StatusCode::MOVED_PERMANENTLY, &format!("{base_folder}{folder}"), query))
}

/// The path of the page that a request of the script is about.
fn queried_page(uri: &Uri) -> String {
    uri.query()
        .and_then(|query| query.strip_prefix("at="))
        .and_then(percent_decode)
        .unwrap_or_default()
}

fn body_response(
    state: &PreviewState,
    route: &str,
    rendered: RenderResult,
    status: StatusCode,
) -> PreviewResponse {
    let content_type = content_type(route);
    let (status, body, problem) = match rendered {
        Ok(RenderedBody::File(path)) => (status, ResponseBody::File(path), None),
        Ok(RenderedBody::Bytes(bytes)) if content_type != HTML => {
            (status, ResponseBody::Bytes(bytes), None)
        }
        Ok(RenderedBody::Bytes(page)) => {
            (status, ResponseBody::Bytes(with_script(state, &page).into()), None)
        }
        Err(problem) => {
            let page = with_script(state, error_page(state, &problem).as_bytes());
            (StatusCode::INTERNAL_SERVER_ERROR, ResponseBody::Bytes(page.into()), Some(problem))
        }
    };
    let content_type = if problem.is_some() { HTML } else { &*content_type };
    let mut response = PreviewResponse::new(status, body).with_content_type(content_type);
    if content_type == HTML {
        for (name, value) in page_headers(state) {
            response.headers.insert(name, value);
        }
    }
    PreviewResponse { problem, ..response }
}

/// The headers of pages, as in the file `_headers` of the site.
fn page_headers(state: &PreviewState) -> impl Iterator<Item = (HeaderName, HeaderValue)> {
    let policy = published_policy(&state.site.data());
    let headers = [
        (CONTENT_SECURITY_POLICY, HeaderValue::from_str(&policy)),
        (REFERRER_POLICY, HeaderValue::from_str(REFERRERS)),
    ];
    headers.into_iter().filter_map(|(name, value)| Some((name, value.ok()?)))
}

fn not_found(state: &PreviewState) -> PreviewResponse {
    match state.body("/404.html") {
        Some(page) => body_response(state, "/404.html", page, StatusCode::NOT_FOUND),
        None => PreviewResponse::text(StatusCode::NOT_FOUND, "There is no page at this address.\n"),
    }
}

fn redirect(status: StatusCode, path: &str, query: Option<&str>) -> PreviewResponse {
    let query = query.map(|query| format!("?{query}")).unwrap_or_default();
    let mut response = PreviewResponse::text(status, "");
    if let Ok(location) = HeaderValue::from_str(&(percent_encode_path(path) + &query)) {
        response.headers.insert(LOCATION, location);
    }
    response
}

fn content_type(route: &str) -> String {
    if route.ends_with('/') {
        return HTML.to_owned();
    }
    // Browsers expect these two; the registry has changed or has several.
    let content_type = match route.rsplit('.').next() {
        Some("js" | "mjs") => "text/javascript".to_owned(),
        Some("xml") => "application/xml".to_owned(),
        _ => mime_guess::from_path(route).first_or_octet_stream().essence_str().to_owned(),
    };
    let is_text = content_type.starts_with("text/")
        || matches!(&*content_type, "application/json" | "application/xml" | "image/svg+xml");
    if is_text { format!("{content_type}; charset=utf-8") } else { content_type }
}

/// Decodes a path (RFC 3986 §2.1); `None` if the encoding is invalid, or the result is not UTF-8 or
/// contains NUL.
fn percent_decode(path: &str) -> Option<String> {
    let is_encoded = |rest: &str| {
        rest.as_bytes().get(..2).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !path.split('%').skip(1).all(is_encoded) {
        return None;
    }
    let decoded = percent_decode_str(path).decode_utf8().ok()?.into_owned();
    (!decoded.contains('\0')).then_some(decoded)
}
