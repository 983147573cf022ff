//! Messages about files as such.

use std::io;

use crate::diagnostics::{Code, Diagnostic, codes};
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
    EMPTY_FILE: error "empty-file",
}

fn about_file(code: Code, path: &SourcePath, message: impl Into<String>) -> Diagnostic {
    Diagnostic::new(code, path, Span::default(), message)
}

pub(super) fn not_text(path: &SourcePath, line: usize) -> Diagnostic {
    about_file(NOT_TEXT, path, format!("line {line} of this file is not UTF-8 text"))
        .help("save the file as UTF-8 (in most editors: “Save with encoding”)")
}

pub(super) fn contains_nul(path: &SourcePath, line: usize) -> Diagnostic {
    about_file(NOT_TEXT, path, format!("line {line} of this file contains a NUL byte"))
        .help("the file is probably binary or damaged; restore it, or move it to `static/`")
}

/// A control character that no page, feed or data file may contain (XML 1.0 §2.2, WHATWG HTML
/// §13.2.3.5).
pub fn control_character(path: &SourcePath, span: Span, character: char) -> Diagnostic {
    let code_point = u32::from(character);
    let message = format!("invisible control character (U+{code_point:04X})");
    Diagnostic::new(CONTROL_CHARACTER, path, span, message)
        .help("delete it; it was probably pasted with the text")
}

pub(super) fn unreadable(path: &SourcePath, error: &io::Error) -> Diagnostic {
    about_file(UNREADABLE, path, format!("cannot read this file: {}", io_reason(error)))
        .help("check the file's permissions, or remove it")
}

pub(super) fn empty_file(path: &SourcePath) -> Diagnostic {
    about_file(EMPTY_FILE, path, "this file is empty, so there is nothing to show")
        .help("save or copy it again; it may not have been written completely")
}

pub(super) fn not_a_regular_file(path: &SourcePath) -> Diagnostic {
    about_file(ODD_FILE, path, "this is a pipe, socket or device, not a file")
        .help("move it out of the site; a site contains only files and folders")
}

/// `one` and `other` are the names on disk.
pub(super) fn same_name_after_nfc(path: &SourcePath, one: &str, other: &str) -> Diagnostic {
    let message =
        format!("`{one}` and `{other}` have names that differ only in how accents are encoded");
    about_file(FILE_TWICE, path, message)
        .help("remove or rename one of them; many systems treat the two names as the same")
}

pub(super) fn name_not_utf8(path: &SourcePath) -> Diagnostic {
    about_file(ODD_FILE, path, "the name of this file is not UTF-8").help("rename it")
}

pub(super) fn symlink_leaves_site(path: &SourcePath, target: &str) -> Diagnostic {
    about_file(
        SYMLINK_LEAVES_SITE,
        path,
        format!("this symbolic link points out of the site, to `{target}`"),
    )
    .help("copy the file into the site; links are only followed within it")
}

pub(super) fn broken_symlink(path: &SourcePath, error: &io::Error) -> Diagnostic {
    let message = format!("this symbolic link is broken: {}", io_reason(error));
    about_file(SYMLINK_LEAVES_SITE, path, message).help("remove it, or correct its target")
}

pub(super) fn symlink_loop(path: &SourcePath) -> Diagnostic {
    about_file(SYMLINK_LEAVES_SITE, path, "this symbolic link points to a folder that contains it")
        .help("remove it")
}

pub(super) fn too_large(path: &SourcePath, bytes: u64, limit: u64) -> Diagnostic {
    let (size, limit) = (bytes >> 20, limit >> 20);
    about_file(TOO_LARGE, path, format!("this file has {size} MB; the limit is {limit} MB"))
        .help("split it into several pages")
}

pub(super) fn no_site() -> Diagnostic {
    about_file(NO_SITE, &SourcePath::from_static("site.toml"), "there is no `site.toml` here").help(
        "run this in the folder of a site, or name the folder with `--root DIR`; \
         `backgrounder new site NAME` creates a site",
    )
}

/// The system's message without its error number, which differs between systems.
fn io_reason(error: &io::Error) -> String {
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((reason, _)) => reason.to_lowercase(),
        None => text,
    }
}
