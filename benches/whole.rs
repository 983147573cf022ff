//! Whole builds of one site in turn: ours, the minimum for any build, and Zola and Hugo where they are
//! installed. `cargo bench --bench whole -- SITE SCRATCH [--rounds N]`: SITE as `generate` makes it;
//! SCRATCH is a folder that will be emptied.
//!
//! The minimum is reading the sources and writing our output, with as many threads as a build. Zola
//! and Hugo get the same prose, title, description and date, without citations, and minimal
//! templates; they do not link names.

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use rayon::prelude::*;

#[path = "shared/cost.rs"]
mod cost;
#[path = "shared/files.rs"]
mod files;

use cost::{Cost, median, run};
use files::files;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let rounds = arguments
        .iter()
        .position(|a| a == "--rounds")
        .and_then(|at| arguments.get(at + 1)?.parse().ok())
        .unwrap_or(3);
    let [site, scratch, ..] = &arguments[..] else {
        eprintln!("usage: cargo bench --bench whole -- SITE SCRATCH [--rounds N]");
        return Ok(());
    };
    let (site, scratch) = (fs::canonicalize(site)?, Path::new(scratch));
    fs::create_dir_all(scratch)?;
    let scratch = fs::canonicalize(scratch)?;
    let output = scratch.join("ours");
    let ours = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_backgrounder"));
        command.args(["build", "--root"]).arg(&site).arg("--output-dir").arg(&output);
        command
    };
    let mut competitors: Vec<(&str, PathBuf, Command)> = Vec::new();
    if on_path("zola") {
        let folder = scratch.join("zola");
        zola_site(&site, &folder)?;
        let mut command = Command::new("zola");
        command.arg("--root").arg(&folder).arg("build");
        competitors.push(("Zola", folder.join("public"), command));
    }
    if on_path("hugo") {
        let folder = scratch.join("hugo");
        hugo_site(&site, &folder)?;
        let mut command = Command::new("hugo");
        command.arg("--source").arg(&folder).arg("--quiet");
        competitors.push(("Hugo", folder.join("public"), command));
    }

    let (mut cold, mut warm, mut minimum, mut theirs) =
        (Vec::new(), Vec::new(), Vec::new(), vec![Vec::new(); competitors.len()]);
    for _ in 0..rounds {
        let _ = fs::remove_dir_all(&output);
        cold.push(run(&mut ours())?);
        warm.push(run(&mut ours())?);
        minimum.push(run_minimum(&site, &output, &scratch.join("minimum"))?);
        for ((_, public, command), times) in competitors.iter_mut().zip(&mut theirs) {
            let _ = fs::remove_dir_all(public);
            times.push(run(command)?);
        }
    }
    let ours = median(&cold);
    println!(
        "| build | seconds, median of {rounds} | times ours | peak memory, MB |\n|---|---|---|---|"
    );
    let line = |name: &str, times: &[Cost]| {
        let cost = median(times);
        let memory = cost.memory.map_or_else(|| "–".to_owned(), |mb| format!("{mb:.0}"));
        println!(
            "| {name} | {:.2} | {:.2} | {memory} |",
            cost.seconds,
            cost.seconds / ours.seconds
        );
    };
    line("ours, cold", &cold);
    line("ours, nothing changed", &warm);
    line("minimum", &minimum);
    for ((name, ..), times) in competitors.iter().zip(&theirs) {
        line(name, times);
    }
    Ok(())
}

fn on_path(program: &str) -> bool {
    std::env::var_os("PATH").is_some_and(|path| {
        std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
    })
}

/// Reads the sources and writes the contents of `output` to `to`.
fn run_minimum(site: &Path, output: &Path, to: &Path) -> Result<Cost, Box<dyn Error>> {
    let _ = fs::remove_dir_all(to);
    // The output is read in advance, since a build gets it from rendering.
    let mut written: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for file in files(output) {
        written.push((to.join(file.strip_prefix(output)?), fs::read(&file)?));
    }
    let start = Instant::now();
    let read: usize = files(&site.join("content"))
        .into_par_iter()
        .map(|file| fs::read(file).map_or(0, |bytes| bytes.len()))
        .sum();
    written.par_iter().try_for_each(|(file, bytes)| {
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        fs::write(file, bytes)
    })?;
    let seconds = start.elapsed().as_secs_f64();
    let bytes: usize = written.iter().map(|(_, bytes)| bytes.len()).sum();
    eprintln!(
        "read {:.1} MB, wrote {} files of {:.1} MB",
        read as f64 / 1e6,
        written.len(),
        bytes as f64 / 1e6
    );
    Ok(Cost { seconds, memory: None })
}

/// A page of the generated site.
struct Prose {
    section: String,
    name: String,
    title: String,
    description: String,
    date: Option<String>,
    body: String,
}

fn prose(site: &Path) -> Result<Vec<Prose>, Box<dyn Error>> {
    let content = site.join("content");
    let mut pages = Vec::new();
    for file in files(&content) {
        let text = fs::read_to_string(&file)?;
        let Some((front, body)) =
            text.strip_prefix("---\n").and_then(|text| text.split_once("\n---\n"))
        else {
            continue;
        };
        let key = |key: &str| {
            front
                .lines()
                .find_map(|line| line.strip_prefix(key)?.strip_prefix(": "))
                .map(|value| value.trim_matches('"').to_owned())
        };
        let below = file.strip_prefix(&content)?;
        pages.push(Prose {
            section: below.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
            name: below
                .file_stem()
                .map(|name| name.to_string_lossy().into_owned())
                .unwrap_or_default(),
            title: key("title").unwrap_or_default(),
            description: key("description").unwrap_or_default(),
            date: key("date"),
            body: body.replace(" [@one]", "").replace(" [@two]", ""),
        });
    }
    Ok(pages)
}

fn write(file: PathBuf, text: &str) -> std::io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(file, text)
}

fn zola_site(site: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let _ = fs::remove_dir_all(to);
    write(
        to.join("config.toml"),
        "base_url = \"https://example.org\"\ntitle = \"A generated story\"\ncompile_sass = false\nbuild_search_index = false\n",
    )?;
    write(
        to.join("templates/page.html"),
        "<!DOCTYPE html><title>{{ page.title }}</title><meta name=\"description\" content=\"{{ page.description }}\"><h1>{{ page.title }}</h1>{{ page.content | safe }}",
    )?;
    let list = "<!DOCTYPE html><title>{{ section.title }}</title><ul>{% for page in paginator.pages %}<li><a href=\"{{ page.permalink }}\">{{ page.title }}</a></li>{% endfor %}</ul>";
    write(to.join("templates/section.html"), list)?;
    write(to.join("templates/index.html"), "<!DOCTYPE html><title>{{ config.title }}</title>")?;
    write(to.join("content/_index.md"), "+++\n+++\n")?;
    for page in prose(site)? {
        let section = to.join("content").join(&page.section);
        write(
            section.join("_index.md"),
            &format!("+++\ntitle = {:?}\npaginate_by = 50\n+++\n", page.section),
        )?;
        let date = page
            .date
            .filter(|date| date.len() == 10)
            .map(|date| format!("date = {date}\n"))
            .unwrap_or_default();
        let front = format!(
            "+++\ntitle = {:?}\ndescription = {:?}\n{date}+++\n",
            page.title, page.description
        );
        write(section.join(format!("{}.md", page.name)), &(front + &page.body))?;
    }
    Ok(())
}

fn hugo_site(site: &Path, to: &Path) -> Result<(), Box<dyn Error>> {
    let _ = fs::remove_dir_all(to);
    write(
        to.join("hugo.toml"),
        "baseURL = \"https://example.org/\"\ntitle = \"A generated story\"\ndisableKinds = [\"taxonomy\", \"term\", \"rss\"]\n[pagination]\npagerSize = 50\n",
    )?;
    write(
        to.join("layouts/single.html"),
        "<!DOCTYPE html><title>{{ .Title }}</title><meta name=\"description\" content=\"{{ .Description }}\"><h1>{{ .Title }}</h1>{{ .Content }}",
    )?;
    let list = "<!DOCTYPE html><title>{{ .Title }}</title><ul>{{ range .Paginator.Pages }}<li><a href=\"{{ .RelPermalink }}\">{{ .Title }}</a></li>{{ end }}</ul>";
    write(to.join("layouts/list.html"), list)?;
    write(to.join("layouts/home.html"), "<!DOCTYPE html><title>{{ .Title }}</title>")?;
    for page in prose(site)? {
        let date = page
            .date
            .filter(|date| date.len() == 10)
            .map(|date| format!("date: {date}\n"))
            .unwrap_or_default();
        let front = format!(
            "---\ntitle: {:?}\ndescription: {:?}\n{date}---\n",
            page.title, page.description
        );
        write(
            to.join("content").join(&page.section).join(format!("{}.md", page.name)),
            &(front + &page.body),
        )?;
    }
    Ok(())
}
