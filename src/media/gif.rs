//! GIFs: how many frames they have; and animations without their comments and other metadata, copied
//! frame by frame.

use gif::{ColorOutput, DecodeOptions, Encoder, Frame, MemoryLimit, Repeat};

use super::error::{PictureError, damaged};
use super::limits::MOST_FRAMES;

/// The most memory for a frame.
const MOST_FRAME_BYTES: u64 = 64 * 1024 * 1024;

fn options() -> DecodeOptions {
    let mut options = DecodeOptions::new();
    options.set_color_output(ColorOutput::Indexed);
    let limit = MOST_FRAME_BYTES.try_into().unwrap_or(std::num::NonZeroU64::MAX);
    options.set_memory_limit(MemoryLimit::Bytes(limit));
    options
}

/// How many frames a GIF has, up to one more than [`MOST_FRAMES`].
pub(super) fn count_frames(bytes: &[u8]) -> Result<usize, PictureError> {
    let mut options = options();
    options.skip_frame_decoding(true);
    let mut decoder = options.read_info(bytes).map_err(damaged)?;
    let mut count = 0;
    while count <= MOST_FRAMES {
        match decoder.next_frame_info() {
            Ok(Some(_)) => count += 1,
            Ok(None) => break,
            Err(error) => return Err(damaged(error)),
        }
    }
    Ok(count)
}

/// The GIF with the same frames, times and colours, and nothing else.
pub(super) fn without_metadata(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut decoder = options().read_info(bytes).map_err(damaged)?;
    let palette = decoder.global_palette().unwrap_or_default().to_vec();
    let mut copy = Vec::with_capacity(bytes.len());
    let mut encoder =
        Encoder::new(&mut copy, decoder.width(), decoder.height(), &palette).map_err(damaged)?;
    let mut has_repeat = false;
    while let Some(frame) = decoder.read_next_frame().map_err(damaged)? {
        let frame: Frame<'static> = frame.clone();
        if !has_repeat {
            // Known once the first frame is read.
            has_repeat = true;
            if let Repeat::Infinite | Repeat::Finite(1..) = decoder.repeat() {
                encoder.set_repeat(decoder.repeat()).map_err(damaged)?;
            }
        }
        encoder.write_frame(&frame).map_err(damaged)?;
    }
    drop(encoder);
    Ok(copy)
}
