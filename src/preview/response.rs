//! Responses, conditional requests (RFC 9110 §13) and range requests (§14).

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

/// The part of a resource that a request asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestedPart {
    /// All of it.
    Whole,
    /// Nothing: the client has this version.
    NotModified,
    /// The bytes from the first to the last, inclusive.
    Range(u64, u64),
    /// A range outside of it.
    Unsatisfiable,
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

    /// Reduces the bytes to the part that a request asks for.
    pub(super) fn with_conditions(mut self, request: &HeaderMap) -> Self {
        let ResponseBody::Bytes(bytes) = &self.body else { return self };
        let bytes = bytes.clone();
        let version = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..24]);
        let part = self.select_part(&version, bytes.len() as u64, request);
        let index = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        self.body = ResponseBody::Bytes(match part {
            RequestedPart::Whole => bytes,
            RequestedPart::NotModified | RequestedPart::Unsatisfiable => Bytes::new(),
            RequestedPart::Range(first, last) => bytes.slice(index(first)..index(last + 1)),
        });
        self
    }

    /// The part that a request asks for of a resource with this version and length. Sets status and
    /// headers for it.
    pub(super) fn select_part(
        &mut self,
        version: &str,
        length: u64,
        request: &HeaderMap,
    ) -> RequestedPart {
        let value = |text: &str| {
            HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
        };
        self.headers.insert(ETAG, value(version));
        self.headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        if self.status != StatusCode::OK {
            return RequestedPart::Whole;
        }
        let part = requested_part(version, length, request);
        let (status, range) = match part {
            RequestedPart::Whole => return part,
            RequestedPart::NotModified => (StatusCode::NOT_MODIFIED, None),
            RequestedPart::Range(first, last) => {
                (StatusCode::PARTIAL_CONTENT, Some(format!("bytes {first}-{last}/{length}")))
            }
            RequestedPart::Unsatisfiable => {
                (StatusCode::RANGE_NOT_SATISFIABLE, Some(format!("bytes */{length}")))
            }
        };
        self.status = status;
        if let Some(range) = range {
            self.headers.insert(CONTENT_RANGE, value(&range));
        }
        part
    }
}

fn requested_part(version: &str, length: u64, request: &HeaderMap) -> RequestedPart {
    let mut known = request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','))
        .map(str::trim);
    if known.any(|known| known == "*" || known.trim_start_matches("W/") == version) {
        return RequestedPart::NotModified;
    }
    let is_same_version =
        request.get(IF_RANGE).is_none_or(|known| known.as_bytes() == version.as_bytes());
    // Several ranges, and other units, may be ignored.
    let range = request
        .get(RANGE)
        .filter(|_| is_same_version)
        .and_then(|range| range.to_str().ok()?.strip_prefix("bytes=")?.trim().split_once('-'));
    let Some((first, last)) = range else { return RequestedPart::Whole };
    let end = length.wrapping_sub(1);
    let (first, last) = match (first, last, first.parse::<u64>(), last.parse::<u64>()) {
        ("", _, _, Ok(0)) => return RequestedPart::Unsatisfiable,
        ("", _, _, Ok(count)) => (length.saturating_sub(count), end),
        (_, "", Ok(first), _) => (first, end),
        (_, _, Ok(first), Ok(last)) if first <= last => (first, last.min(end)),
        _ => return RequestedPart::Whole,
    };
    if first < length { RequestedPart::Range(first, last) } else { RequestedPart::Unsatisfiable }
}
