//! An answer before it is sent, and the parts of it that a request wants (RFC 9110 §13 and §14).

use std::path::PathBuf;

use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_RANGE, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG,
    HeaderMap, HeaderName, HeaderValue, IF_NONE_MATCH, IF_RANGE, RANGE, X_CONTENT_TYPE_OPTIONS,
};

use crate::diagnostics::Diagnostic;

/// Status, headers and content.
#[derive(Debug)]
pub struct PreviewResponse {
    /// Status.
    pub status: StatusCode,
    /// Headers, without the length of the content.
    pub headers: HeaderMap,
    /// Content.
    pub body: ResponseBody,
    /// Why a page could not be rendered, to be told in the terminal too.
    pub problem: Option<Box<Diagnostic>>,
}

/// What is sent.
#[derive(Debug)]
pub enum ResponseBody {
    /// These bytes.
    Bytes(Bytes),
    /// A file, read when it is sent; conditions and ranges are looked at then.
    File(PathBuf),
    /// The news that there is a new state, for as long as somebody listens.
    Events,
}

/// What a request wants of something that has a length and a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestedPart {
    /// All of it.
    Whole,
    /// Nothing: it has this version.
    NotModified,
    /// The bytes from the first to the last, both included.
    Range(u64, u64),
    /// A range that it does not have.
    Unsatisfiable,
}

impl PreviewResponse {
    /// An answer with the headers that every answer has.
    pub fn new(status: StatusCode, content: ResponseBody) -> Self {
        let mut headers = HeaderMap::new();
        for (name, value) in [
            (CACHE_CONTROL, "no-cache"),
            (X_CONTENT_TYPE_OPTIONS, "nosniff"),
            (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
            (CONTENT_SECURITY_POLICY, "frame-ancestors 'self'"),
        ] {
            headers.insert(name, HeaderValue::from_static(value));
        }
        PreviewResponse { status, headers, body: content, problem: None }
    }

    /// A short text.
    pub fn text(status: StatusCode, text: impl Into<Bytes>) -> Self {
        let mut answer = PreviewResponse::new(status, ResponseBody::Bytes(text.into()));
        answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
        answer
    }

    /// What a request wants of these bytes.
    pub(super) fn with_conditions(mut self, request: &HeaderMap) -> Self {
        let ResponseBody::Bytes(bytes) = &self.body else { return self };
        let bytes = bytes.clone();
        let version = format!("\"{}\"", &blake3::hash(&bytes).to_hex()[..24]);
        let range = self.select_part(&version, bytes.len() as u64, request);
        let at = |at: u64| usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
        self.body = ResponseBody::Bytes(match range {
            RequestedPart::Whole => bytes,
            RequestedPart::NotModified | RequestedPart::Unsatisfiable => Bytes::new(),
            RequestedPart::Range(first, last) => bytes.slice(at(first)..at(last + 1)),
        });
        self
    }

    /// Sets status and headers for the part of something that a request wants, and says which that
    /// is.
    pub(super) fn select_part(
        &mut self,
        version: &str,
        length: u64,
        request: &HeaderMap,
    ) -> RequestedPart {
        let header = |text: &str| {
            HeaderValue::from_str(text).unwrap_or_else(|_| HeaderValue::from_static(""))
        };
        self.headers.insert(ETAG, header(version));
        self.headers.insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let part = if self.status == StatusCode::OK {
            requested_part(version, length, request)
        } else {
            RequestedPart::Whole
        };
        match part {
            RequestedPart::Whole => {}
            RequestedPart::NotModified => self.status = StatusCode::NOT_MODIFIED,
            RequestedPart::Range(first, last) => {
                self.status = StatusCode::PARTIAL_CONTENT;
                self.headers
                    .insert(CONTENT_RANGE, header(&format!("bytes {first}-{last}/{length}")));
            }
            RequestedPart::Unsatisfiable => {
                self.status = StatusCode::RANGE_NOT_SATISFIABLE;
                self.headers.insert(CONTENT_RANGE, header(&format!("bytes */{length}")));
            }
        }
        part
    }
}

fn requested_part(version: &str, length: u64, request: &HeaderMap) -> RequestedPart {
    let known = request
        .get_all(IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|list| list.split(','));
    if known.map(str::trim).any(|known| known == "*" || known.trim_start_matches("W/") == version) {
        return RequestedPart::NotModified;
    }
    let same = request.get(IF_RANGE).is_none_or(|known| known.as_bytes() == version.as_bytes());
    let Some(range) = request.get(RANGE).filter(|_| same).and_then(|range| range.to_str().ok())
    else {
        return RequestedPart::Whole;
    };
    // Several ranges, or another unit, may be answered as if they had not been asked for.
    let Some((first, last)) =
        range.strip_prefix("bytes=").and_then(|range| range.trim().split_once('-'))
    else {
        return RequestedPart::Whole;
    };
    let range = match (first, last, first.parse::<u64>(), last.parse::<u64>()) {
        ("", _, _, Ok(0)) => return RequestedPart::Unsatisfiable,
        ("", _, _, Ok(count)) => (length.saturating_sub(count), length.wrapping_sub(1)),
        (_, "", Ok(first), _) => (first, length.wrapping_sub(1)),
        (_, _, Ok(first), Ok(last)) if first <= last => (first, last.min(length.wrapping_sub(1))),
        _ => return RequestedPart::Whole,
    };
    if range.0 < length {
        RequestedPart::Range(range.0, range.1)
    } else {
        RequestedPart::Unsatisfiable
    }
}
