//! Responses, conditional requests (RFC 9110 §13) and range requests (§14).

use std::ops::Range;
use std::path::PathBuf;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};

use crate::diagnostics::Diagnostic;

/// A response before it is sent.
#[derive(Debug)]
pub struct PreviewResponse {
    /// The status code.
    pub status: StatusCode,
    /// All headers but `Content-Length`.
    pub headers: HeaderMap,
    /// The body.
    pub body: ResponseBody,
    /// Why a page could not be rendered, for the terminal.
    pub problem: Option<Box<Diagnostic>>,
}

/// The body of a response.
#[derive(Debug)]
pub enum ResponseBody {
    /// These bytes.
    Bytes(Bytes),
    /// A file, read when it is sent; conditions and ranges are applied then.
    File(PathBuf),
    /// The stream of server-sent events.
    Events,
}

impl PreviewResponse {
    /// A response with the headers that all responses have.
    pub fn new(status: StatusCode, body: ResponseBody) -> Self {
        let headers = [
            (CACHE_CONTROL, "no-cache"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
        ];
        let headers = headers.map(|(name, value)| (name, HeaderValue::from_static(value)));
        PreviewResponse { status, headers: headers.into_iter().collect(), body, problem: None }
    }

    /// A plain text.
    pub fn text(status: StatusCode, text: impl Into<Bytes>) -> Self {
        PreviewResponse::new(status, ResponseBody::Bytes(text.into()))
            .with_content_type("text/plain; charset=utf-8")
    }

    pub(super) fn with_content_type(mut self, content_type: &str) -> Self {
        if let Ok(value) = HeaderValue::from_str(content_type) {
            self.headers.insert(CONTENT_TYPE, value);
        }
        self
    }

    /// Reduces the bytes to the part that a request asks for. Does nothing to a file, which is
    /// reduced when it is sent.
    pub(super) fn with_conditions(mut self, request: &HeaderMap) -> Self {
        let ResponseBody::Bytes(bytes) = &self.body else { return self };
        let bytes = bytes.clone();
        let version = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..24]);
        let Range { start, end } = self.select_part(&version, bytes.len() as u64, request);
        self.body = ResponseBody::Bytes(bytes.slice(start as usize..end as usize));
        self
    }

    /// The bytes to send of a resource with this version and length. Sets status and headers.
    pub(super) fn select_part(
        &mut self,
        version: &str,
        length: u64,
        request: &HeaderMap,
    ) -> Range<u64> {
        let value = |text: &str| {
            HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
        };
        if self.status != StatusCode::OK {
            return 0..length;
        }
        self.headers.insert(ETAG, value(version));
        self.headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if has_version(version, request) {
            self.status = StatusCode::NOT_MODIFIED;
            return 0..0;
        }
        let Some(range) = requested_range(version, length, request) else { return 0..length };
        let (status, range, content_range) = if range.is_empty() {
            (StatusCode::RANGE_NOT_SATISFIABLE, 0..0, format!("bytes */{length}"))
        } else {
            let content_range = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            (StatusCode::PARTIAL_CONTENT, range, content_range)
        };
        self.status = status;
        self.headers.insert(CONTENT_RANGE, value(&content_range));
        range
    }
}

/// True if the client has this version.
fn has_version(version: &str, request: &HeaderMap) -> bool {
    let lists = request.get_all(IF_NONE_MATCH).iter().filter_map(|value| value.to_str().ok());
    let mut known = lists.flat_map(|list| list.split(',')).map(str::trim);
    known.any(|known| known == "*" || known.trim_start_matches("W/") == version)
}

/// The requested bytes, empty if the resource has none of them; `None` for all of it.
fn requested_range(version: &str, length: u64, request: &HeaderMap) -> Option<Range<u64>> {
    if request.get(IF_RANGE).is_some_and(|known| known.as_bytes() != version.as_bytes()) {
        return None;
    }
    // Several ranges, and other units, may be ignored.
    let range = request.get(RANGE)?.to_str().ok()?.strip_prefix("bytes=")?.trim();
    let (first, last) = range.split_once('-')?;
    match (first, last, first.parse::<u64>(), last.parse::<u64>()) {
        ("", _, _, Ok(count)) => Some(length.saturating_sub(count)..length),
        (_, "", Ok(first), _) => Some(first..length),
        (_, _, Ok(first), Ok(last)) if first <= last => {
            Some(first..length.min(last.saturating_add(1)))
        }
        _ => None,
    }
}
