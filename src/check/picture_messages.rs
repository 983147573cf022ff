//! Messages about pictures.

use super::messages::{
    ANIMATED_PICTURE, HEAVY_PICTURE, IGNORED_HEIGHT, MISSING_ALT, MISSING_CREDIT, SAME_PICTURE,
    SMALL_PICTURE,
};
use crate::diagnostics::{Code, Diagnostic};
use crate::media::PictureKind;
use crate::text::{SourcePath, Span};

pub(super) fn missing_alt(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    let message =
        format!("the picture `{src}` has no alternative text for people who cannot see it");
    Diagnostic::new(MISSING_ALT, path, span, message)
}

fn without_credit(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    Diagnostic::new(MISSING_CREDIT, path, span, format!("the picture `{src}` has no credit"))
}

/// A picture in a text. Its credit is read from the sidecar of its `file`.
pub(super) fn missing_credit(
    path: &SourcePath,
    span: Span,
    src: &str,
    file: &SourcePath,
) -> Diagnostic {
    let name = file.file_name();
    without_credit(path, span, src).help(format!(
        "say who made it: write `credit = \"Name\"` into a file `{name}.toml` next to the picture"
    ))
}

/// The picture of a page.
pub(super) fn missing_key_credit(path: &SourcePath, span: Span, src: &str) -> Diagnostic {
    without_credit(path, span, src).help("say who made it: add `credit` beside its `src`")
}

/// Where a country has an emoji or a code as its flag.
pub(super) const FLAG_IS_A_FILE: &str =
    "leave out `flag`, since `iso` brings it, or name a picture of another flag";

/// An image with a height in pixels that would distort it, and the one that it has.
pub(super) fn ignored_height(
    path: &SourcePath,
    span: Span,
    src: &str,
    (written, shown): (u32, u32),
) -> Diagnostic {
    let message = format!("the height {written} would distort the image `{src}`");
    Diagnostic::new(IGNORED_HEIGHT, path, span, message).help(format!(
        "only the width counts, and the image is {shown} pixels high; leave out the height"
    ))
}

fn about_file(code: Code, path: &SourcePath, message: String) -> Diagnostic {
    Diagnostic::new(code, path, Span::default(), message)
}

/// A GIF of several frames.
pub(super) fn animated_picture(path: &SourcePath) -> Diagnostic {
    let name = path.file_name();
    let (video, markdown) = (video_name(path), video_markdown(path));
    about_file(ANIMATED_PICTURE, path, format!("{name} moves, and readers cannot stop it")).help(
        format!(
            "a video is smaller and has a stop button: `ffmpeg -i \"{name}\" -vf \"scale=trunc(iw/2)*2:trunc(ih/2)*2\" -pix_fmt yuv420p \"{video}\"`, then write `{markdown}`"
        ),
    )
}

/// An animation of another format than GIF.
pub(super) fn lost_animation(path: &SourcePath) -> Diagnostic {
    let message = format!("{} moves, but only its first picture is published", path.file_name());
    about_file(ANIMATED_PICTURE, path, message).help(format!(
        "export it as a video, which has a stop button, and write `{}`; or as a picture that does not move",
        video_markdown(path)
    ))
}

/// The name of a video in place of an animation.
fn video_name(path: &SourcePath) -> String {
    let name = path.file_name();
    format!("{}.mp4", name.rsplit_once('.').map_or(name, |(stem, _)| stem))
}

fn video_markdown(path: &SourcePath) -> String {
    let video = video_name(path);
    match video.contains(char::is_whitespace) {
        true => format!("![description](<{video}>)"),
        false => format!("![description]({video})"),
    }
}

/// A picture that is published unchanged, with its size in bytes.
pub(super) fn heavy_picture(path: &SourcePath, bytes: u64, kind: PictureKind) -> Diagnostic {
    let help = match kind {
        PictureKind::Vector => "simplify the drawing, or export it as PNG",
        _ => {
            "export it as JPEG or PNG, of which smaller sizes are made; or export it smaller: 1,600 pixels suffice"
        }
    };
    let megabytes = bytes as f64 / 1e6;
    let message = format!("{} is {megabytes:.1} MB, and is published unchanged", path.file_name());
    about_file(HEAVY_PICTURE, path, message).help(help)
}

/// The picture of a page, with its width in pixels.
pub(super) fn small_picture(path: &SourcePath, span: Span, src: &str, width: u32) -> Diagnostic {
    let message = format!("the picture `{src}` is only {width} pixels wide");
    Diagnostic::new(SMALL_PICTURE, path, span, message).help(
        "use one at least 800 pixels wide, better 1,600: narrower ones look blurred at the top of a page",
    )
}

pub(super) fn same_picture(first: &SourcePath, other: &SourcePath) -> Diagnostic {
    about_file(SAME_PICTURE, other, format!("this is the same picture as {first}"))
        .help("keep one of them, and refer to it from both pages: readers then load it once")
}
