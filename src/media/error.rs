//! Why a picture cannot be published.

use std::fmt;

use super::limits::MOST_FRAMES;

/// Why a picture cannot be published.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum PictureError {
    /// A format that browsers do not show, by its name.
    Unsupported(&'static str),
    /// The file is no picture.
    NoPicture,
    /// The file ends before the picture does.
    CutOff,
    /// The file is damaged, with what the decoder said.
    Damaged(String),
    /// More pixels than can be decoded.
    TooManyPixels(u32, u32),
    /// A longer file than is read, in bytes.
    TooLong(usize),
    /// An animation of too many frames.
    TooManyFrames,
    /// An AVIF file with metadata, which cannot be removed.
    HasMetadata,
    /// The file cannot be read, with the reason.
    Unreadable(String),
    /// The file has changed since it was read.
    Changed,
}

impl fmt::Display for PictureError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PictureError::Unsupported(format) => write!(f, "browsers do not show {format} files"),
            PictureError::NoPicture => f.write_str("the file is no picture"),
            PictureError::CutOff => f.write_str("the file is cut off"),
            // What a decoder said of it helps nobody to mend it.
            PictureError::Damaged(_) => f.write_str("the file is damaged"),
            PictureError::TooManyPixels(width, height) => {
                write!(f, "{width}×{height} pixels are more than 120 million")
            }
            PictureError::TooLong(bytes) => {
                write!(f, "the file has {} MB, more than 100", bytes / 1_000_000)
            }
            PictureError::TooManyFrames => {
                write!(f, "the animation has more than {MOST_FRAMES} frames")
            }
            PictureError::HasMetadata => {
                f.write_str("the file has metadata, which may tell where it was made")
            }
            PictureError::Unreadable(reason) => write!(f, "the file cannot be read: {reason}"),
            PictureError::Changed => f.write_str("the file was changed during the build"),
        }
    }
}

/// What a decoder said of a file.
pub(super) fn damaged(error: impl fmt::Display) -> PictureError {
    let text = error.to_string();
    let ends =
        ["unexpected end", "failed to fill", "eof", "end of file", "not enough", "no more bytes"];
    let lower = text.to_lowercase();
    match ends.iter().any(|end| lower.contains(end)) {
        true => PictureError::CutOff,
        false => PictureError::Damaged(text),
    }
}
