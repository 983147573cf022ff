//! Files that a media element of HTML plays.

/// The media elements (WHATWG HTML, 4.8.8 and 4.8.9).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MediaElement {
    Video,
    Audio,
}

impl MediaElement {
    /// The element that plays files with this extension; `None` for other files.
    pub fn for_extension(extension: &str) -> Option<Self> {
        match &*extension.to_ascii_lowercase() {
            "mp4" | "webm" | "ogv" => Some(MediaElement::Video),
            "mp3" | "ogg" | "oga" | "m4a" | "wav" | "flac" => Some(MediaElement::Audio),
            _ => None,
        }
    }

    /// The element that plays a file, by the path or address of it.
    pub fn for_path(path: &str) -> Option<Self> {
        let name = path.rsplit('/').next().unwrap_or_default();
        Self::for_extension(name.rsplit_once('.')?.1)
    }
}
