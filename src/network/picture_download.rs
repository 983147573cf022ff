//! Downloads one picture, and makes sure that it is one.

use std::fmt;

use url::Url;

use super::http_client::{HttpClient, ResponseBody};
use super::link_status::{LinkStatus, follow};
use super::retries::{RateLimiter, RetryPolicy, with_retries};
use crate::catalog::sanitize;
use crate::media::{MOST_BYTES, PictureError, PictureFacts, PictureFormat};

/// Downloads pictures, with the limits of a [`RetryPolicy`] on the load of other machines.
#[derive(Debug)]
pub struct PictureDownloader<'a> {
    client: &'a HttpClient,
    policy: RetryPolicy,
    limiter: RateLimiter,
}

/// A picture that pages can show.
#[derive(Clone, PartialEq, Eq)]
pub struct DownloadedPicture {
    /// Of the file; an SVG is without comments and metadata, in which script might hide.
    pub bytes: Vec<u8>,
    /// What the name of such a file ends in, without a dot.
    pub extension: &'static str,
}

impl fmt::Debug for DownloadedPicture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes of {}", self.bytes.len(), self.extension)
    }
}

/// Why there is no picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DownloadError {
    /// The server does not give it.
    Status(LinkStatus),
    /// It has more than [`MOST_BYTES`].
    TooLong,
    /// It is a web page.
    WebPage,
    /// It cannot be published, for this reason.
    Unusable(PictureError),
    /// It is an SVG that may do more than show a picture, for this reason.
    UnsafeSvg(String),
}

impl<'a> PictureDownloader<'a> {
    /// A downloader that has contacted no host.
    pub fn new(client: &'a HttpClient, policy: RetryPolicy) -> Self {
        PictureDownloader { client, policy, limiter: RateLimiter::new(policy) }
    }

    /// Downloads a picture.
    ///
    /// # Errors
    /// If it cannot be reached or is not a picture that pages can show.
    pub fn download(&self, url: &str) -> Result<DownloadedPicture, DownloadError> {
        let url = Url::parse(url).map_err(|error| {
            DownloadError::Status(LinkStatus::Unreachable(format!("not a web address: {error}")))
        })?;
        let request = |url: &Url| {
            self.limiter.wait_for_slot(url);
            self.client.download_picture(url, MOST_BYTES as u64)
        };
        match with_retries(self.policy, || follow(&url, request)) {
            (_, Some(ResponseBody::Whole(bytes))) => to_picture(bytes),
            (_, Some(ResponseBody::TooLong)) => Err(DownloadError::TooLong),
            (status, Some(ResponseBody::Unread) | None) => Err(DownloadError::Status(status)),
        }
    }
}

fn to_picture(bytes: Vec<u8>) -> Result<DownloadedPicture, DownloadError> {
    let extension = match PictureFacts::read(&bytes) {
        Ok(facts) => match facts.format {
            PictureFormat::Jpeg => "jpg",
            PictureFormat::Png => "png",
            PictureFormat::Webp => "webp",
            PictureFormat::Gif => "gif",
            PictureFormat::Avif => "avif",
            PictureFormat::Svg => "svg",
        },
        Err(PictureError::NoPicture) => {
            return match root_element(&bytes) {
                Some("svg") => {
                    let bytes = sanitize(&bytes).map_err(DownloadError::UnsafeSvg)?;
                    Ok(DownloadedPicture { bytes, extension: "svg" })
                }
                Some(_) => Err(DownloadError::WebPage),
                None => Err(DownloadError::Unusable(PictureError::NoPicture)),
            };
        }
        Err(error) => return Err(DownloadError::Unusable(error)),
    };
    Ok(DownloadedPicture { bytes, extension })
}

/// The name of the first element of XML or HTML.
fn root_element(bytes: &[u8]) -> Option<&str> {
    let mut rest = std::str::from_utf8(bytes).ok()?.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ if rest.starts_with("<!") => ">",
            _ => break,
        };
        rest = rest[rest.find(end)? + end.len()..].trim_start();
    }
    let name = rest.strip_prefix('<')?.split(|c: char| !c.is_ascii_alphanumeric()).next();
    name.filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_element_tells_svg_from_html() {
        for (text, name) in [
            ("\u{FEFF} <?xml version=\"1.0\"?><!-- <b> --><!DOCTYPE svg><svg>", Some("svg")),
            ("<!doctype html>\n<html lang=en>", Some("html")),
            ("{\"error\": \"<svg>\"}", None),
            ("<!-- <svg>", None),
            ("", None),
        ] {
            assert_eq!(root_element(text.as_bytes()), name, "{text}");
        }
    }

    #[test]
    fn a_drawing_is_kept_without_what_is_hidden_in_it() {
        let svg = b"<svg><metadata><script>x()</script></metadata><g/></svg>".to_vec();
        let picture = to_picture(svg).expect("a picture");
        assert_eq!((&picture.bytes[..], picture.extension), (&b"<svg><g/></svg>"[..], "svg"));
    }
}
