//! The least that any build must do: read a site's sources, and write the bytes of its output, with as many threads as the build has.
//! `cargo bench --bench floor -- SITE OUTPUT SCRATCH`: reads SITE/content, then writes what OUTPUT holds to SCRATCH.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use rayon::prelude::*;

fn files(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()).map(|entry| entry.into_path()).collect()
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let [site, output, scratch] = &arguments[..] else {
        eprintln!("usage: cargo bench --bench floor -- SITE OUTPUT SCRATCH");
        return Ok(());
    };
    let (output, scratch) = (Path::new(output), Path::new(scratch));
    // What will be written is read before the clock starts: a build has its bytes from rendering.
    let mut written: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for file in files(output) {
        written.push((scratch.join(file.strip_prefix(output)?), fs::read(&file)?));
    }
    let start = Instant::now();
    let read: usize = files(&Path::new(site).join("content")).into_par_iter().map(|file| fs::read(file).map_or(0, |bytes| bytes.len())).sum();
    let reading = start.elapsed();
    let folders: BTreeSet<&Path> = written.iter().filter_map(|(file, _)| file.parent()).collect();
    for folder in folders {
        fs::create_dir_all(folder)?;
    }
    written.par_iter().try_for_each(|(file, bytes)| fs::write(file, bytes))?;
    let all = start.elapsed();
    let bytes: usize = written.iter().map(|(_, bytes)| bytes.len()).sum();
    let ms = |time: std::time::Duration| time.as_secs_f64() * 1e3;
    println!(
        "read {:.1} MB in {:.0} ms; and wrote {} files of {:.1} MB: {:.0} ms together",
        read as f64 / 1e6,
        ms(reading),
        written.len(),
        bytes as f64 / 1e6,
        ms(all)
    );
    Ok(())
}
