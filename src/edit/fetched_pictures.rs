//! Saves pictures of other sites beside the pages that show them, and writes their names there.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::file_on_disk;
use super::picture_files::{SidecarOutcome, save_picture};
use super::replaced_addresses::{Replacements, replace_in_page, replace_in_site_toml};
use crate::diagnostics::Diagnostic;
use crate::engine::Site;
use crate::network::{
    DownloadedPicture, PictureDownloader, PicturePlace, RemotePicture, RemotePictures,
    address_not_replaced, picture_not_fetched, picture_not_saved,
};
use crate::text::SourcePath;

/// What was done.
#[derive(Debug, Default)]
pub struct FetchReport {
    /// In the order of the pictures, and of their folders.
    pub saved: Vec<SavedPicture>,
    /// The files in which addresses were replaced, in the order of their paths.
    pub changed: Vec<SourcePath>,
    /// What was not done.
    pub problems: Vec<Diagnostic>,
}

/// A picture in a folder.
#[derive(Debug)]
pub struct SavedPicture {
    /// Where it came from.
    pub url: String,
    /// The file.
    pub file: SourcePath,
    /// False if the same picture was there already.
    pub is_new: bool,
    /// What happened to the `.toml` beside it.
    pub sidecar: SidecarOutcome,
    /// The files that name it, each once.
    pub used_in: Vec<SourcePath>,
}

/// Downloads pictures of other sites, one after the other, saves each in every folder in which a file
/// names it, and replaces its address there. Counts the pictures that are done in `done`.
pub fn fetch_pictures(
    root: &Path,
    site: &Site,
    found: &RemotePictures,
    downloader: &PictureDownloader<'_>,
    done: &AtomicUsize,
) -> FetchReport {
    let mut fetch = Fetch { root, report: FetchReport::default(), files: BTreeMap::new() };
    for picture in &found.pictures {
        match downloader.download(&picture.url) {
            Ok(downloaded) => fetch.save(picture, &downloaded),
            Err(error) => {
                let places = picture.places.iter();
                let problem = |place| picture_not_fetched(place, &picture.url, &error);
                fetch.report.problems.extend(places.map(problem));
            }
        }
        done.fetch_add(1, Ordering::Relaxed);
    }
    fetch.replace_addresses(site);
    fetch.report
}

struct Fetch<'a> {
    root: &'a Path,
    report: FetchReport,
    /// What is to be replaced in each file.
    files: BTreeMap<&'a SourcePath, FileChange<'a>>,
}

#[derive(Default)]
struct FileChange<'a> {
    replacements: Replacements,
    /// The places with their pictures and new references, for messages.
    places: Vec<(&'a PicturePlace, SourcePath, String)>,
}

impl<'a> Fetch<'a> {
    /// Saves a picture in each folder in which it is named.
    fn save(&mut self, picture: &'a RemotePicture, downloaded: &DownloadedPicture) {
        let mut folders: BTreeMap<&str, Vec<&PicturePlace>> = BTreeMap::new();
        for place in &picture.places {
            folders.entry(picture_folder(&place.path)).or_default().push(place);
        }
        for (folder, places) in folders {
            let page = file_on_disk(self.root, &places[0].path);
            let beside = page.as_deref().and_then(Path::parent).filter(|_| folder != "static");
            let on_disk = beside.map_or_else(|| self.root.join(folder), Path::to_owned);
            match save_picture(self.root, (folder, &on_disk), &picture.url, downloaded) {
                Ok(saved) => {
                    let name = saved.path.file_name();
                    let reference = match folder {
                        "static" => format!("/{name}"),
                        _ => name.to_owned(),
                    };
                    for place in &places {
                        self.plan_replacement(place, &saved.path, &reference);
                    }
                    let mut used_in: Vec<SourcePath> =
                        places.iter().map(|place| place.path.clone()).collect();
                    used_in.dedup();
                    self.report.saved.push(SavedPicture {
                        url: picture.url.clone(),
                        file: saved.path,
                        is_new: saved.is_new,
                        sidecar: saved.sidecar,
                        used_in,
                    });
                }
                Err((file, error)) => {
                    let why = error.to_string();
                    let problem = |place| picture_not_saved(place, &file, &why);
                    self.report.problems.extend(places.into_iter().map(problem));
                }
            }
        }
    }

    fn plan_replacement(&mut self, place: &'a PicturePlace, file: &SourcePath, reference: &str) {
        let Some(address) = place.address else {
            let why = "the address is written with escapes";
            self.report.problems.push(address_not_replaced(place, file, reference, why));
            return;
        };
        let change = self.files.entry(&place.path).or_default();
        change.replacements.add(address, &place.written, reference);
        change.places.push((place, file.clone(), reference.to_owned()));
    }

    fn replace_addresses(&mut self, site: &Site) {
        for (path, change) in std::mem::take(&mut self.files) {
            let replaced = match site.catalog().by_path(path.as_str()) {
                Some(page) => {
                    let page = &site.documents()[page.index()];
                    replace_in_page(self.root, page, &change.replacements)
                }
                None => {
                    let text = site.snapshot().text_at(path.as_str()).map_or("", |text| text);
                    replace_in_site_toml(self.root, (path, text), &change.replacements)
                }
            };
            match replaced {
                Ok(()) => self.report.changed.push(path.clone()),
                Err(error) => {
                    let why = error.to_string();
                    let problem = |(place, file, reference): &(&PicturePlace, _, String)| {
                        address_not_replaced(place, file, reference, &why)
                    };
                    self.report.problems.extend(change.places.iter().map(problem));
                }
            }
        }
    }
}

/// Where the pictures of a file are saved: beside a page; those of `site.toml` in `static/`.
fn picture_folder(path: &SourcePath) -> &str {
    match path.folder() {
        "" => "static",
        folder => folder,
    }
}
