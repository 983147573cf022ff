//! Messages about videos and recordings.

use super::messages::{BROKEN_CAPTIONS, MISSING_CAPTIONS, MISSING_TRANSCRIPT};
use crate::diagnostics::Diagnostic;
use crate::text::{SourcePath, Span};

/// The name of a file as written, without its extension.
fn stem(src: &str) -> &str {
    let name = src.rsplit('/').next().unwrap_or(src);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

pub(super) fn missing_captions(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    let (message, stem) = (format!("the video `{src}` has no captions"), stem(src));
    Diagnostic::new(MISSING_CAPTIONS, path, span, message).help(format!(
        "write what is said into `{stem}.vtt` (WebVTT) beside it, in another language into `{stem}.de.vtt`; if it has no sound, write `silent = true` into its `.toml` file"
    ))
}

pub(super) fn missing_transcript(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    let (message, stem) = (format!("the recording `{src}` has no transcript"), stem(src));
    Diagnostic::new(MISSING_TRANSCRIPT, path, span, message).help(format!(
        "write what is said into `{stem}.txt`, `{stem}.pdf` or `{stem}.vtt` beside it; if nothing is said, write `silent = true` into its `.toml` file"
    ))
}

pub(super) fn broken_captions(path: &SourcePath) -> Diagnostic {
    let message = format!("{} is not WebVTT, so browsers show no captions", path.file_name());
    Diagnostic::new(BROKEN_CAPTIONS, path, Span::default(), message).help(
        "its first line must be `WEBVTT`, and its text UTF-8; of SRT, `ffmpeg -i clip.srt clip.vtt` makes WebVTT",
    )
}
