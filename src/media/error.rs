//! Why a picture cannot be published.

use std::fmt;

use super::limits::{MOST_BYTES, MOST_FRAMES, MOST_HEIGHT, MOST_PIXELS};
use crate::text::group_digits;

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
    /// More pixels than can be decoded, by width and height.
    TooManyPixels(u32, u32),
    /// Higher than browsers and encoders take, in pixels.
    TooHigh(u32),
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
                let (width, height) =
                    (group_digits(*width as usize), group_digits(*height as usize));
                let most = MOST_PIXELS / 1_000_000;
                write!(f, "it has {width} × {height} pixels, more than {most} million")
            }
            PictureError::TooHigh(height) => {
                let [height, most] =
                    [height, &MOST_HEIGHT].map(|pixels| group_digits(*pixels as usize));
                write!(f, "it is {height} pixels high, more than {most}")
            }
            PictureError::TooLong(bytes) => {
                let (megabytes, most) = (*bytes as f64 / 1e6, MOST_BYTES / 1_000_000);
                write!(f, "the file has {megabytes:.1} MB, more than {most}")
            }
            PictureError::TooManyFrames => {
                write!(f, "the animation has more than {} frames", group_digits(MOST_FRAMES))
            }
            PictureError::HasMetadata => {
                f.write_str("it has metadata, which may contain the place where it was taken")
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
