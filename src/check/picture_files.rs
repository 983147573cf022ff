//! Rules about the picture files of the site, most of them about those that published pages show.

use std::collections::BTreeMap;

use super::picture_messages as messages;
use crate::catalog::{Picture, Resource, broken_picture, picture_with_position, unshowable_file};
use crate::diagnostics::Diagnostic;
use crate::input::is_media;
use crate::media::PictureKind;
use crate::page::SiteData;
use crate::text::{Route, SourcePath, Span};

/// A place in a file.
pub(super) type Place = (SourcePath, Span);

/// A picture that is published unchanged may have as many bytes.
const HEAVY_BYTES: u64 = 1_000_000;

pub(super) fn check(
    data: &SiteData<'_>,
    shown: &BTreeMap<&Route, Place>,
    problems: &mut Vec<Diagnostic>,
) {
    let pictures = &data.catalog.pictures;
    for (route, path, error) in pictures.broken() {
        if !is_copied_unchanged(path) || shown.contains_key(route) {
            problems.push(broken_picture(path, error));
        }
    }
    for (route, path) in pictures.with_position() {
        if is_copied_unchanged(path) {
            let user = shown.get(route).map(|(path, _)| path);
            problems.push(picture_with_position(path, user));
        }
    }
    let mut first_of: BTreeMap<[u8; 32], &Picture> = BTreeMap::new();
    for route in shown.keys() {
        // Files of `content/` have been reported.
        if let Some(Resource::File(path)) = data.catalog.routes().get(route.as_str())
            && is_copied_unchanged(path)
            && !is_media(path)
        {
            problems.push(unshowable_file(path));
        }
        let Some(picture) = pictures.get(route) else { continue };
        match picture.kind() {
            PictureKind::Animation => problems.push(messages::animated_picture(&picture.path)),
            kind @ (PictureKind::Avif | PictureKind::Vector) if picture.file.size > HEAVY_BYTES => {
                problems.push(messages::heavy_picture(&picture.path, picture.file.size, kind));
            }
            _ => {}
        }
        if picture.facts.loses_motion {
            problems.push(messages::lost_animation(&picture.path));
        }
        let first = first_of.entry(*picture.file.content.as_bytes()).or_insert(picture);
        if first.path != picture.path {
            problems.push(messages::same_picture(&first.path, &picture.path));
        }
    }
}

fn is_copied_unchanged(path: &SourcePath) -> bool {
    path.strip_prefix("static").is_some()
}
