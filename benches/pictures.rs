//! Building a site with many photographs, compared with a bare loop over the same crates:
//! `cargo bench --bench pictures [-- --photographs N] [--dir DIR]`.
//!
//! With 200 photographs of 12 megapixels, the default, it takes some ten minutes; `--photographs 6` is
//! enough to try it. Photographs are generated once and kept in DIR (by default in the
//! folder for temporary files; not inside this repository, because the repository is itself a site),
//! where the sites are made anew by each run. Both the loop and the builds have two threads.
//!
//! Ten photographs are on each article, every second of which has one as its lead. Each has a position
//! in its metadata, which no published picture may have.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write;
use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use rayon::prelude::*;

#[path = "pictures/bare_loop.rs"]
mod bare_loop;
#[path = "shared/cost.rs"]
mod cost;
#[path = "shared/files.rs"]
mod files;
#[path = "generate.rs"]
#[allow(dead_code, reason = "its own `main`")]
mod generate;
#[path = "pictures/photograph.rs"]
mod photograph;

use cost::{Cost, median, run};
use files::files;
use photograph::Camera;

// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const THREADS: usize = 2;
const PHOTOGRAPHS_OF_ARTICLE: usize = 10;
/// How often short builds are repeated.
const ROUNDS: usize = 5;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|a| a != "--bench").collect();
    let given = |flag: &str| {
        let at = arguments.iter().position(|argument| argument == flag)?;
        arguments.get(at + 1)
    };
    let count: usize = given("--photographs").map_or(Ok(200), |number| number.parse())?;
    let folder = given("--dir")
        .map_or_else(|| std::env::temp_dir().join("backgrounder-pictures"), PathBuf::from);
    fs::create_dir_all(&folder)?;
    let folder = fs::canonicalize(folder)?;
    rayon::ThreadPoolBuilder::new().num_threads(THREADS).build_global()?;

    // One more, to replace another.
    let mut photographs = take_photographs(&folder.join("photographs"), count + 1)?;
    let replacement = photographs.pop().ok_or("no photograph")?;
    let (plain, site) = (folder.join("plain"), folder.join("site"));
    let articles = count.div_ceil(PHOTOGRAPHS_OF_ARTICLE);
    for site in [&plain, &site] {
        empty(site)?;
        let options = generate::Options { articles, ..generate::Options::default() };
        generate::write_site(site, &options)?;
    }
    for (article, photographs) in photographs.chunks(PHOTOGRAPHS_OF_ARTICLE).enumerate() {
        illustrate(&site.join("content/articles"), article, photographs)?;
    }
    let megabytes = total_bytes(&photographs)? as f64 / 1e6;
    println!("{count} photographs of {megabytes:.0} MB on {articles} articles\n");
    compare_with_loop(&photographs, &site, &folder.join("bare"))?;
    compare_with_plain(&site, &plain)?;
    change_photograph(&site, &replacement)
}

fn compare_with_loop(
    photographs: &[PathBuf],
    site: &Path,
    bare: &Path,
) -> Result<(), Box<dyn Error>> {
    let count = photographs.len() as f64;
    let megapixels = count * (photograph::WIDTH * photograph::HEIGHT) as f64 / 1e6;
    let line = |name: &str, cost: Cost| {
        println!(
            "| {name} | {:.1} | {:.2} | {:.1} | {} |",
            cost.seconds,
            count / cost.seconds,
            megapixels / cost.seconds,
            cost.memory.map_or_else(|| "–".to_owned(), |mb| format!("{mb:.0}"))
        );
    };
    println!("| | seconds | photographs/s | megapixels/s | peak memory, MB |");
    println!("|---|---|---|---|---|");
    empty(bare)?;
    let start = Instant::now();
    bare_loop::publish_all(photographs, bare)?;
    let bare_cost = Cost { seconds: start.elapsed().as_secs_f64(), memory: None };
    line("bare loop", bare_cost);
    let cold = build(site)?;
    line("cold build", cold);
    println!("\nA cold build takes {:.2} times the bare loop.", cold.seconds / bare_cost.seconds);
    print_published("bare loop", bare)?;
    print_published("build", &site.join("public"))
}

fn compare_with_plain(site: &Path, plain: &Path) -> Result<(), Box<dyn Error>> {
    println!("\n| median of {ROUNDS} | without pictures, s | with, s | ratio |");
    println!("|---|---|---|---|");
    let line = |name: &str, without: Cost, with: Cost| {
        let ratio = with.seconds / without.seconds;
        println!("| {name} | {:.3} | {:.3} | {ratio:.2} |", without.seconds, with.seconds);
    };
    let build_anew = |site: &Path| {
        empty(&site.join("public"))?;
        build(site)
    };
    line(
        "anew, with the cache",
        median_of(|_| build_anew(plain))?,
        median_of(|_| build_anew(site))?,
    );
    line(
        "one text edited",
        median_of(|round| edit(plain, round))?,
        median_of(|round| edit(site, round))?,
    );
    line("nothing changed", median_of(|_| build(plain))?, median_of(|_| build(site))?);
    Ok(())
}

fn change_photograph(site: &Path, replacement: &Path) -> Result<(), Box<dyn Error>> {
    let (output, cache) = (site.join("public"), site.join(".backgrounder/cache"));
    let (output_before, cache_before) = (contents(&output)?, contents(&cache)?);
    let changed = site.join("content/articles").join(file_name(0, 0));
    // What is there is a link to the photograph that is kept.
    fs::remove_file(&changed)?;
    fs::copy(replacement, &changed)?;
    let cost = build(site)?;
    let (output, cache) = (contents(&output)?, contents(&cache)?);
    let made = new_files(&output_before, &output);
    println!(
        "\nOne photograph changed: {:.2} s; {} files of the output are new or other, {} of them pictures; {} of the cache.",
        cost.seconds,
        made.len(),
        made.iter().filter(|file| is_picture(file)).count(),
        new_files(&cache_before, &cache).len()
    );
    Ok(())
}

/// Photographs in a folder; those that are there are not taken again.
fn take_photographs(folder: &Path, count: usize) -> Result<Vec<PathBuf>, Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    let files: Vec<PathBuf> = (0..count).map(|at| folder.join(format!("{at}.jpg"))).collect();
    let camera = Camera::new();
    files.par_iter().enumerate().filter(|(_, file)| !file.exists()).try_for_each(
        |(number, file)| {
            let bytes = camera.take(number).map_err(|error| error.to_string())?;
            // A run that is stopped leaves no half of one.
            let part = file.with_extension("part");
            fs::write(&part, bytes)
                .and_then(|()| fs::rename(&part, file))
                .map_err(|error| error.to_string())
        },
    )?;
    Ok(files)
}

fn file_name(article: usize, number: usize) -> String {
    format!("article-{article}-photograph-{number}.jpg")
}

/// Puts photographs between the paragraphs of an article.
fn illustrate(
    folder: &Path,
    article: usize,
    photographs: &[PathBuf],
) -> Result<(), Box<dyn Error>> {
    let file = folder.join(format!("article-{article}.md"));
    let text = fs::read_to_string(&file)?;
    // The first is the front matter.
    let mut pieces: Vec<String> = text.trim_end().split("\n\n").map(str::to_owned).collect();
    if article.is_multiple_of(2) {
        let lead =
            format!("\nimage: {{ src: {}, alt: What is there }}\n---", file_name(article, 0));
        pieces[0] = pieces[0].strip_suffix("\n---").unwrap_or(&pieces[0]).to_owned() + &lead;
    }
    let paragraphs = pieces.len() - 1;
    for (number, photograph) in photographs.iter().enumerate() {
        let name = file_name(article, number);
        fs::hard_link(photograph, folder.join(&name))?;
        fs::write(
            folder.join(format!("{name}.toml")),
            format!(
                "credit = \"Photographer {article}\"\ncaption = \"Photograph {number}\"\nlicense = \"CC BY 4.0\"\n"
            ),
        )?;
        let after = 1 + paragraphs * number / photographs.len();
        let _ = write!(pieces[after], "\n\n![What photograph {number} shows]({name})");
    }
    fs::write(file, pieces.join("\n\n") + "\n")?;
    Ok(())
}

fn build(site: &Path) -> Result<Cost, Box<dyn Error>> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_backgrounder"));
    command.args(["build", "--root"]).arg(site).env("RAYON_NUM_THREADS", THREADS.to_string());
    run(&mut command)
}

fn edit(site: &Path, round: usize) -> Result<Cost, Box<dyn Error>> {
    let file = site.join("content/articles/article-0.md");
    let text = fs::read_to_string(&file)?;
    fs::write(&file, format!("{text}\nA word more, number {round}.\n"))?;
    build(site)
}

fn median_of(
    mut build: impl FnMut(usize) -> Result<Cost, Box<dyn Error>>,
) -> Result<Cost, Box<dyn Error>> {
    let costs = (0..ROUNDS).map(&mut build).collect::<Result<Vec<Cost>, _>>()?;
    Ok(median(&costs))
}

/// Makes a folder that has no files.
fn empty(folder: &Path) -> std::io::Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)?;
    }
    fs::create_dir_all(folder)
}

fn is_picture(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "jpg" || extension == "avif")
}

fn total_bytes(files: &[PathBuf]) -> std::io::Result<u64> {
    files.iter().map(|file| Ok(file.metadata()?.len())).sum()
}

fn print_published(name: &str, folder: &Path) -> Result<(), Box<dyn Error>> {
    let mut line = format!("Pictures of the {name}:");
    let files = files(folder);
    for extension in ["jpg", "avif"] {
        let files: Vec<PathBuf> = files
            .iter()
            .filter(|file| file.extension().is_some_and(|it| it == extension))
            .cloned()
            .collect();
        let bytes = total_bytes(&files)? as f64 / 1e6;
        let _ = write!(line, " {} .{extension} of {bytes:.1} MB,", files.len());
    }
    let mut positions = 0;
    for file in files.iter().filter(|file| is_picture(file)) {
        let fields = exif::Reader::new().read_from_container(&mut Cursor::new(fs::read(file)?));
        positions += usize::from(fields.is_ok_and(|fields| {
            fields.fields().any(|field| field.tag.context() == exif::Context::Gps)
        }));
    }
    println!("{line} {positions} with a position.");
    Ok(())
}

/// The hash of each file below a folder.
fn contents(folder: &Path) -> std::io::Result<BTreeMap<PathBuf, blake3::Hash>> {
    files(folder)
        .into_iter()
        .map(|file| Ok((file.clone(), blake3::hash(&fs::read(file)?))))
        .collect()
}

/// The files that were not there before, or had another content.
fn new_files<'a>(
    before: &BTreeMap<PathBuf, blake3::Hash>,
    after: &'a BTreeMap<PathBuf, blake3::Hash>,
) -> Vec<&'a Path> {
    after
        .iter()
        .filter(|(file, hash)| before.get(*file) != Some(hash))
        .map(|(file, _)| file.as_path())
        .collect()
}
