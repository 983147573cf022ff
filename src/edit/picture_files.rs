//! Writes downloaded pictures beside pages, with what is known of them.

use std::fs;
use std::io;
use std::path::Path;

use percent_encoding::percent_decode_str;
use url::Url;

use super::{CreateError, create_file};
use crate::network::DownloadedPicture;
use crate::text::{Slug, SourcePath, nfc_lowercase};

/// Longer names are cut to so many bytes.
const LONGEST_NAME: usize = 90;

/// What happened to the `.toml` beside a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SidecarOutcome {
    /// It was written, with the address that the picture came from.
    Written,
    /// There was one, which was not changed.
    Kept,
    /// In `static/` there is none.
    None,
}

/// A picture on disk.
#[derive(Debug)]
pub(super) struct PictureFile {
    pub(super) path: SourcePath,
    /// False if the same picture was there already.
    pub(super) is_new: bool,
    pub(super) sidecar: SidecarOutcome,
}

/// Why a file was not written, with its name.
pub(super) type SaveError = (String, io::Error);

/// Saves a picture in a folder of the site in `root`, which on disk is `folder_on_disk`. A file of the
/// same name with other contents stays: the picture gets a number.
pub(super) fn save_picture(
    root: &Path,
    (folder, folder_on_disk): (&str, &Path),
    url: &str,
    picture: &DownloadedPicture,
) -> Result<PictureFile, SaveError> {
    let stem = name_from_url(url);
    for number in 1.. {
        let name = match number {
            1 => format!("{stem}.{}", picture.extension),
            _ => format!("{stem}-{number}.{}", picture.extension),
        };
        let file = folder_on_disk.join(&name);
        let path = format!("{folder}/{name}");
        let error = |error: io::Error| (path.clone(), error);
        let is_new = match same_name(folder_on_disk, &name).map_err(error)? {
            // Also another case of the letters would be the same file on some systems.
            Some(other) if other != name => continue,
            Some(_) if !has_content(&file, &picture.bytes).map_err(error)? => continue,
            Some(_) => false,
            None if has_address_elsewhere(root, folder, &name) => continue,
            None => match create_file(&file, &picture.bytes) {
                Ok(()) => true,
                Err(CreateError::Io(_, reason)) => return Err(error(reason)),
                // It has appeared just now.
                Err(_) => continue,
            },
        };
        let sidecar = match folder {
            // What lies there is published.
            "static" => SidecarOutcome::None,
            _ => write_sidecar(&folder_on_disk.join(format!("{name}.toml")), url)
                .map_err(|error| (format!("{path}.toml"), error))?,
        };
        if let Some(path) = SourcePath::new(&path) {
            return Ok(PictureFile { path, is_new, sidecar });
        }
    }
    Err((format!("{folder}/{stem}"), io::ErrorKind::AlreadyExists.into()))
}

/// The name in a folder that is the same but for case and Unicode normal form.
fn same_name(folder: &Path, name: &str) -> io::Result<Option<String>> {
    let wanted = nfc_lowercase(name);
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let other = entry?.file_name().to_string_lossy().into_owned();
        if nfc_lowercase(&other) == wanted {
            return Ok(Some(other));
        }
    }
    Ok(None)
}

fn has_content(file: &Path, bytes: &[u8]) -> io::Result<bool> {
    let metadata = fs::metadata(file)?;
    Ok(metadata.is_file() && metadata.len() == bytes.len() as u64 && fs::read(file)? == bytes)
}

/// True if a file of the other folder for pictures would have the same address: `content/logo.png` and
/// `static/logo.png`.
fn has_address_elsewhere(root: &Path, folder: &str, name: &str) -> bool {
    let (top, inner) = folder.split_once('/').unwrap_or((folder, ""));
    let other = if top == "static" { "content" } else { "static" };
    same_name(&root.join(other).join(inner), name).is_ok_and(|found| found.is_some())
}

fn write_sidecar(file: &Path, url: &str) -> io::Result<SidecarOutcome> {
    let url = url.replace('\\', "\\\\").replace('"', "\\\"");
    let text = format!(
        "source = \"{url}\"\n# credit = \"Who made it\"\n# license = \"The licence that lets you use it\"\n"
    );
    match create_file(file, text.as_bytes()) {
        Ok(()) => Ok(SidecarOutcome::Written),
        Err(CreateError::Io(_, error)) => Err(error),
        Err(_) => Ok(SidecarOutcome::Kept),
    }
}

/// A name for the file of a picture: the last part of the path that makes a slug, else the host.
fn name_from_url(url: &str) -> String {
    let url = Url::parse(url).ok();
    let segments = url.iter().flat_map(|url| url.path().rsplit('/')).map(|segment| {
        let decoded = percent_decode_str(segment).decode_utf8_lossy().into_owned();
        without_extension(&decoded).to_owned()
    });
    let host = url.iter().filter_map(|url| url.host_str()).map(str::to_owned);
    let names = segments
        .chain(host)
        .filter_map(|name| Slug::from_text(&name[..name.floor_char_boundary(LONGEST_NAME)]).ok());
    names.map(|slug| slug.to_string()).next().unwrap_or_else(|| "picture".to_owned())
}

/// `IMG.1` of `IMG.1.jpeg`.
fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if (2..=5).contains(&extension.len())
                && extension.bytes().all(|byte| byte.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::name_from_url;

    #[test]
    fn a_name_is_the_slug_of_the_last_part_of_the_url() {
        for (url, name) in [
            ("https://a.example/pics/Crew%20of%2011.JPEG?size=large", "crew-of-11"),
            ("https://a.example/thumb/Flag.svg/640px-Flag.svg.png", "640px-flag-svg"),
            ("https://a.example/wiki/%EA%B9%80%EC%A0%95%EC%9D%80.jpg", "김정은"),
            ("https://a.example/photos/1234/", "1234"),
            ("https://a.example/photos/__.jpg", "photos"),
            ("https://a.example/?id=1", "a-example"),
            ("https://a.example/image.php?id=1", "image"),
            ("https://a.example/v1.2", "v1-2"),
            ("nonsense", "picture"),
        ] {
            assert_eq!(name_from_url(url), name, "{url}");
        }
        assert_eq!(name_from_url(&format!("https://a.example/{}.jpg", "x".repeat(300))).len(), 90);
    }
}
