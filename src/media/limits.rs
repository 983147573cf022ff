//! Limits on memory and time. They count bytes, pixels and frames, so that every machine decides
//! alike.

/// A picture of more pixels is refused: decoding it takes more memory than most machines of build
/// services have.
pub(super) const MOST_PIXELS: u64 = 120_000_000;
/// A higher picture is refused, in pixels: browsers and encoders of JPEG do not take it.
pub(super) const MOST_HEIGHT: u32 = 65_500;
/// Longer files are refused, in bytes.
pub const MOST_BYTES: usize = 100_000_000;
/// More frames are refused: such a film is a video.
pub(super) const MOST_FRAMES: usize = 1_000;
