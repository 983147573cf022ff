//! The format of a picture, by its first bytes: extensions are often wrong.

use serde::{Deserialize, Serialize};

/// A format that pictures may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PictureFormat {
    /// ITU-T T.81.
    Jpeg,
    /// W3C PNG, third edition.
    Png,
    /// RFC 9649.
    Webp,
    /// GIF89a.
    Gif,
    /// AV1 Image File Format 1.1.
    Avif,
    /// SVG 2.
    Svg,
}

/// What the first bytes of a file say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sniffed {
    Supported(PictureFormat),
    /// A format that browsers do not show, by the name that people use.
    Unsupported(&'static str),
    Unknown,
}

pub(super) fn sniff(bytes: &[u8]) -> Sniffed {
    use PictureFormat::{Avif, Gif, Jpeg, Png, Webp};
    let brand = bytes.get(4..8).filter(|it| *it == b"ftyp").and_then(|_| bytes.get(8..12));
    match brand {
        Some(b"avif" | b"avis") => return Sniffed::Supported(Avif),
        Some(b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1") => {
            return Sniffed::Unsupported("HEIC");
        }
        Some(b"crx ") => return Sniffed::Unsupported("RAW"),
        _ => {}
    }
    let is_webp = bytes.get(8..12) == Some(b"WEBP");
    let supported = |format| Sniffed::Supported(format);
    match bytes {
        [0xFF, 0xD8, 0xFF, ..] => supported(Jpeg),
        [0x89, b'P', b'N', b'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => supported(Png),
        [b'G', b'I', b'F', b'8', ..] => supported(Gif),
        [b'R', b'I', b'F', b'F', ..] if is_webp => supported(Webp),
        // Raw files of most cameras are TIFF too.
        [b'I', b'I', 0x2A, 0, ..] | [b'M', b'M', 0, 0x2A, ..] => {
            Sniffed::Unsupported("TIFF or RAW")
        }
        [b'B', b'M', ..] => Sniffed::Unsupported("BMP"),
        [b'8', b'B', b'P', b'S', ..] => Sniffed::Unsupported("Photoshop"),
        [0xFF, 0x0A, ..] | [0, 0, 0, 0x0C, b'J', b'X', b'L', b' ', ..] => {
            Sniffed::Unsupported("JPEG XL")
        }
        _ => Sniffed::Unknown,
    }
}
