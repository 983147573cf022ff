//! Limits against files that take all memory or all time. No clock decides.

/// A picture of more pixels is refused: decoding it takes more memory than most machines of build
/// services have.
pub(super) const MOST_PIXELS: u64 = 120_000_000;
/// Longer files are refused, in bytes.
pub(super) const MOST_BYTES: usize = 100 * 1024 * 1024;
/// More frames are refused: such a film is a video.
pub(super) const MOST_FRAMES: usize = 1_000;
