//! What can be wrong with a file as a file.

use std::io;

use crate::diagnostics::{Diagnostic, codes};
use crate::text::{SourcePath, Span};

codes! {
    NOT_TEXT: error "not-text",
    UNREADABLE: error "unreadable-file",
    ODD_FILE: error "odd-file",
    SYMLINK_LEAVES_SITE: error "symlink-leaves-site",
    TOO_LARGE: error "file-too-large",
    CONTROL_CHARACTER: error "control-character",
    NO_SITE: error "no-site",
    FILE_TWICE: error "file-twice",
}

pub(super) fn not_text(path: &SourcePath, line: usize) -> Diagnostic {
    Diagnostic::new(
        NOT_TEXT,
        path,
        Span::default(),
        format!("line {line} of this file is not UTF-8 text"),
    )
    .help("save the file as UTF-8 (in most editors: “Save with encoding”)")
}

pub(super) fn contains_nul(path: &SourcePath, line: usize) -> Diagnostic {
    Diagnostic::new(
        NOT_TEXT,
        path,
        Span::default(),
        format!("line {line} of this file has a NUL byte"),
    )
    .help("this looks like a binary file or a damaged one; restore it, or move it to `static/`")
}

/// A control character that no page, feed or data file may hold (XML 1.0 §2.2, WHATWG HTML
/// §13.2.3.5).
pub fn control_character(path: &SourcePath, span: Span, sign: char) -> Diagnostic {
    Diagnostic::new(
        CONTROL_CHARACTER,
        path,
        span,
        format!("there is an invisible control character here (U+{:04X})", u32::from(sign)),
    )
    .help("delete it; it was most likely pasted with the text")
}

pub(super) fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        UNREADABLE,
        path,
        Span::default(),
        format!("this file cannot be read: {}", io_reason(error)),
    )
    .help("check who may read it, or remove it")
}

pub(super) fn not_a_regular_file(path: &SourcePath, what: &str) -> Diagnostic {
    Diagnostic::new(ODD_FILE, path, Span::default(), format!("this is {what}, not a file"))
        .help("only files and folders belong here; move it out of the site")
}

/// Two files whose names are `one` and `other` on disk.
pub(super) fn same_name_after_nfc(path: &SourcePath, one: &str, other: &str) -> Diagnostic {
    Diagnostic::new(FILE_TWICE, path, Span::default(), format!("`{one}` and `{other}` are two files: their names differ only in how letters are composed"))
        .help("remove one of them, or give it another name; many systems take the two for one file")
}

pub(super) fn name_not_utf8(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(ODD_FILE, path, Span::default(), "the name of this file is not UTF-8")
        .help("rename it")
}

pub(super) fn symlink_leaves_site(path: &SourcePath, target: &str) -> Diagnostic {
    Diagnostic::new(
        SYMLINK_LEAVES_SITE,
        path,
        Span::default(),
        format!("this symbolic link leads out of the site, to `{target}`"),
    )
    .help("copy the file into the site; a link is followed only inside it")
}

pub(super) fn broken_symlink(path: &SourcePath, error: &io::Error) -> Diagnostic {
    Diagnostic::new(
        SYMLINK_LEAVES_SITE,
        path,
        Span::default(),
        format!("this symbolic link leads nowhere: {}", io_reason(error)),
    )
    .help("remove it, or mend its target")
}

pub(super) fn symlink_loop(path: &SourcePath) -> Diagnostic {
    Diagnostic::new(
        SYMLINK_LEAVES_SITE,
        path,
        Span::default(),
        "this symbolic link leads back to a folder that it lies in",
    )
    .help("remove it")
}

pub(super) fn too_large(path: &SourcePath, bytes: u64, limit: u64) -> Diagnostic {
    Diagnostic::new(
        TOO_LARGE,
        path,
        Span::default(),
        format!("this file has {} MB; a text of a site may have {}", bytes >> 20, limit >> 20),
    )
    .help("split it into several pages")
}

pub(super) fn no_site() -> Diagnostic {
    Diagnostic::new(NO_SITE, &SourcePath::from_static("site.toml"), Span::default(), "there is no `site.toml` here")
        .help("run this in the folder of a site, name it with `--root DIR`, or begin one with `backgrounder new site NAME`")
}

/// The system's words for an error without its number, which differs between systems.
fn io_reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_lowercase(),
        None => text,
    }
}
