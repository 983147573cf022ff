//! The files that belong to a video or recording: those beside it with its name.

use super::{Catalog, PictureVersion, Resource};
use crate::input::MediaElement;
use crate::text::{Route, SourcePath, parse_language_tag};

/// The extensions of the picture that a video shows before it plays; the first that is there.
const POSTERS: [&str; 5] = ["jpg", "jpeg", "png", "webp", "avif"];

/// The extensions of what was said, as a text to read; the first that is there.
const TRANSCRIPTS: [&str; 2] = ["txt", "pdf"];

/// In pixels.
const WIDEST_POSTER: u32 = 1_200;

/// A video or recording with its files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MediaFiles<'a> {
    pub element: MediaElement,
    /// The picture that a video shows before it plays.
    pub poster: Option<&'a Route>,
    /// The captions of a video, those in the language of the page first, then by language.
    pub captions: Vec<Captions<'a>>,
    pub transcript: Option<&'a Route>,
}

/// A file of WebVTT.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Captions<'a> {
    pub path: &'a SourcePath,
    pub route: &'a Route,
    /// BCP 47.
    pub language: String,
}

impl<'a> MediaFiles<'a> {
    /// The routes of the captions and the transcript.
    pub fn texts(&self) -> impl Iterator<Item = &'a Route> {
        self.captions.iter().map(|captions| captions.route).chain(self.transcript)
    }
}

impl Catalog {
    /// The files of a video or recording at a route, which a page in `language` plays; `None` for a
    /// route of something else.
    ///
    /// Of `clip.mp4` these are `clip.jpg`, `clip.vtt` in the language of the page, `clip.de.vtt` in
    /// German, and `clip.txt`. A recording shows no captions, so they are its transcript.
    pub fn media_files(&self, route: &Route, language: &str) -> Option<MediaFiles<'_>> {
        let Resource::File(path) = self.routes().get(route.as_str())? else { return None };
        let element = MediaElement::for_extension(path.extension())?;
        let beside = self.files_beside(path);
        let with_extension = |extensions: &[&str]| {
            let routes = extensions.iter().map(|extension| {
                let named = |(rest, ..): &&Beside<'_>| rest.eq_ignore_ascii_case(extension);
                beside.iter().find(named).map(|(_, _, route)| *route)
            });
            routes.flatten().next()
        };
        let captions = captions(&beside, language);
        let transcript = with_extension(&TRANSCRIPTS);
        Some(match element {
            MediaElement::Video => {
                MediaFiles { element, poster: with_extension(&POSTERS), captions, transcript }
            }
            MediaElement::Audio => {
                let own_words = captions.first().map(|captions| captions.route);
                let transcript = transcript.or(own_words);
                MediaFiles { element, poster: None, captions: Vec::new(), transcript }
            }
        })
    }

    /// The file that is published of a poster; `None` of a file that cannot be shown. A browser loads
    /// it with the page, so it is as small as a text needs.
    pub fn poster(&self, route: &Route) -> Option<&PictureVersion> {
        self.pictures.get(route)?.sizes.widest_within(WIDEST_POSTER)
    }

    /// The files whose name begins with the stem of another and a dot.
    fn files_beside(&self, path: &SourcePath) -> Vec<Beside<'_>> {
        let folder = path.as_str().strip_suffix(path.file_name()).unwrap_or_default();
        let start = format!("{folder}{}.", path.stem());
        let files = self.routes().files_that_begin(&start);
        files
            .filter(|(path, route)| {
                // Another file may have the route.
                matches!(self.routes().get(route.as_str()), Some(Resource::File(owner)) if owner == *path)
            })
            .map(|(path, route)| (&path.as_str()[start.len()..], path, route))
            .collect()
    }
}

/// What follows the common start of the name, the path and the route.
type Beside<'a> = (&'a str, &'a SourcePath, &'a Route);

/// `vtt` is in the language of the page, unless `xx.vtt` is.
fn captions<'a>(beside: &[Beside<'a>], page_language: &str) -> Vec<Captions<'a>> {
    let mut captions: Vec<Captions<'a>> = Vec::new();
    let mut unnamed = None;
    for (rest, path, route) in beside {
        let Some(stem) = rest.to_ascii_lowercase().strip_suffix("vtt").map(str::len) else {
            continue;
        };
        match rest[..stem].strip_suffix('.') {
            Some(tag) => captions.extend(parse_language_tag(tag).map(|language| Captions {
                path,
                route,
                language,
            })),
            None if stem == 0 => unnamed = Some((*path, *route)),
            None => {}
        }
    }
    let is_own = |captions: &Captions<'_>| captions.language.eq_ignore_ascii_case(page_language);
    if !captions.iter().any(is_own)
        && let Some((path, route)) = unnamed
    {
        captions.push(Captions { path, route, language: page_language.to_owned() });
    }
    captions.sort_by_cached_key(|captions| {
        (!is_own(captions), captions.language.clone(), captions.path.clone())
    });
    // `clip.en.vtt` and `clip.EN.vtt` are one language, and a menu shows it once.
    captions.dedup_by(|other, first| other.language == first.language);
    captions
}
