//! Replaces addresses of pictures in a file by names of files, and changes nothing else.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;

use super::{file_on_disk, temporary_file};
use crate::config::SiteToml;
use crate::data::decode_toml;
use crate::document::{Document, LinkForm, parse};
use crate::text::{ArenaStr, SourcePath, Span};

/// The new references of one file.
#[derive(Debug, Default)]
pub(super) struct Replacements {
    /// Where an address stands, with what takes its place.
    spans: BTreeMap<Span, String>,
    /// The new reference of each address, which is as the author wrote it.
    references: BTreeMap<String, String>,
    /// How many pictures get a new reference. Several may share a link definition.
    count: usize,
}

/// Why a file was not changed.
#[derive(Debug)]
pub(super) enum ReplaceError {
    /// It is not what was read before.
    Changed,
    /// More or less than the addresses would change.
    Inexact,
    Io(io::Error),
}

impl std::fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            ReplaceError::Changed => f.write_str("it was changed meanwhile"),
            ReplaceError::Inexact => f.write_str("the address is written in an unusual way"),
            ReplaceError::Io(error) => error.fmt(f),
        }
    }
}

impl Replacements {
    /// Adds the address of one picture.
    pub(super) fn add(&mut self, address: Span, written: &str, reference: &str) {
        self.spans.insert(address, reference.to_owned());
        self.references.insert(written.to_owned(), reference.to_owned());
        self.count += 1;
    }

    fn apply(&self, text: &str) -> Option<String> {
        let (mut new, mut at) = (String::with_capacity(text.len()), 0);
        for (span, reference) in &self.spans {
            new.push_str(text.get(at..span.range().start)?);
            new.push_str(reference);
            at = span.range().end;
        }
        new.push_str(text.get(at..)?);
        Some(new)
    }

    /// True if the pictures of two versions of a file differ by these replacements.
    fn lead_from(&self, old: &[Address], new: &[Address]) -> bool {
        let is_replaced = |old: &Address, new: &Address| {
            self.references.get(&old.address).is_some_and(|reference| *reference == new.address)
        };
        let pairs = || old.iter().zip(new);
        let replaced = pairs().filter(|(old, new)| old.is_picture && is_replaced(old, new));
        let is_good = |(old, new): (&Address, &Address)| {
            old.is_picture == new.is_picture && (old == new || is_replaced(old, new))
        };
        old.len() == new.len() && pairs().all(is_good) && replaced.count() == self.count
    }
}

/// The address of a picture or link.
#[derive(PartialEq)]
struct Address {
    is_picture: bool,
    address: String,
}

impl Address {
    fn of_picture(address: impl Into<String>) -> Self {
        Address { is_picture: true, address: address.into() }
    }
}

/// The addresses in a page.
fn page_addresses(page: &Document) -> Vec<Address> {
    let pictures = page.key_pictures().map(|picture| Address::of_picture(&*picture.value));
    let links = page.outlines.iter().flat_map(|outline| &outline.links);
    let links = links.map(|link| Address {
        is_picture: link.form == LinkForm::Image,
        address: link.address().into_owned(),
    });
    pictures.chain(links).collect()
}

/// The addresses of pictures in `site.toml`.
fn site_addresses(path: &SourcePath, text: &str) -> Vec<Address> {
    let site: Option<SiteToml> = decode_toml(SiteToml::SCHEMA, path, text, &mut Vec::new());
    let Some(site) = site else { return Vec::new() };
    let logo = site.publisher.and_then(|publisher| publisher.logo);
    let portraits = site.authors.into_values().filter_map(|author| author.image);
    logo.into_iter().chain(portraits).map(|picture| Address::of_picture(picture.value)).collect()
}

/// Replaces addresses in the file of a page, whose text is that of the document.
pub(super) fn replace_in_page(
    root: &Path,
    page: &Document,
    replacements: &Replacements,
) -> Result<(), ReplaceError> {
    let new = replacements.apply(&page.text).ok_or(ReplaceError::Inexact)?;
    let parsed = parse(&page.path, &ArenaStr::from(new.as_str()), page.parse_options);
    let is_good = |new: &Document| {
        let has_same_text = page.problems.len() >= new.problems.len()
            && page.body_outline().headings.len() == new.body_outline().headings.len();
        has_same_text && replacements.lead_from(&page_addresses(page), &page_addresses(new))
    };
    if !parsed.is_ok_and(|parsed| is_good(&parsed)) {
        return Err(ReplaceError::Inexact);
    }
    overwrite(root, &page.path, &page.text, &new)
}

/// Replaces addresses in `site.toml`.
pub(super) fn replace_in_site_toml(
    root: &Path,
    (path, text): (&SourcePath, &str),
    replacements: &Replacements,
) -> Result<(), ReplaceError> {
    let new = replacements.apply(text).ok_or(ReplaceError::Inexact)?;
    if !replacements.lead_from(&site_addresses(path, text), &site_addresses(path, &new)) {
        return Err(ReplaceError::Inexact);
    }
    overwrite(root, path, text, &new)
}

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// Writes the new text of a file, if it still has the old one: all of it or nothing. Permissions, a
/// symbolic link to the file and a byte order mark stay.
fn overwrite(root: &Path, path: &SourcePath, old: &str, new: &str) -> Result<(), ReplaceError> {
    let file = file_on_disk(root, path).ok_or(ReplaceError::Changed)?;
    let file = fs::canonicalize(file).map_err(ReplaceError::Io)?;
    let permissions = fs::metadata(&file).map_err(ReplaceError::Io)?.permissions();
    if permissions.readonly() {
        return Err(ReplaceError::Io(io::ErrorKind::PermissionDenied.into()));
    }
    let bytes = fs::read(&file).map_err(ReplaceError::Io)?;
    let text = bytes.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&bytes);
    if text != old.as_bytes() {
        return Err(ReplaceError::Changed);
    }
    let mark = &bytes[..bytes.len() - text.len()];
    let temporary = temporary_file(&file);
    let write = || {
        let mut writer = fs::File::create(&temporary)?;
        writer.write_all(mark)?;
        writer.write_all(new.as_bytes())?;
        writer.set_permissions(permissions)?;
        writer.sync_all()?;
        fs::rename(&temporary, &file)
    };
    write().inspect_err(|_| drop(fs::remove_file(&temporary))).map_err(ReplaceError::Io)
}
