//! Rules about the picture files that published pages show.

use std::collections::BTreeMap;

use super::picture_messages as messages;
use crate::catalog::{Picture, broken_picture};
use crate::diagnostics::Diagnostic;
use crate::media::PictureKind;
use crate::page::SiteData;
use crate::text::Route;

/// A picture that is published unchanged may have as many bytes.
const HEAVY_BYTES: u64 = 1_000_000;

pub(super) fn check<'a>(
    data: &SiteData<'_>,
    shown: impl Iterator<Item = &'a Route>,
    problems: &mut Vec<Diagnostic>,
) {
    let pictures = &data.catalog.pictures;
    let mut first_of: BTreeMap<[u8; 32], &Picture> = BTreeMap::new();
    for route in shown {
        if let Some((path, error)) = pictures.broken(route) {
            problems.push(broken_picture(path, error));
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
