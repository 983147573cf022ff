//! Time to rebuild a site after an edit, by stage: `cargo bench --bench rebuild -- DIR`, with a site
//! made by `generate`. Each edit is repeated; edited files are restored at the end.

use std::collections::BTreeSet;
use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use backgrounder::engine::BuildOptions;
use backgrounder::preview::{Preview, ScanScope};

const ROUNDS: usize = 9;

/// An edit of a file: its text in each round, from the original text (`None` for no file).
struct Edit {
    name: &'static str,
    file: PathBuf,
    text: Box<Rounds>,
}

type Rounds = dyn Fn(Option<&str>, usize) -> Option<String>;

fn main() -> Result<(), Box<dyn Error>> {
    let Some(site) = std::env::args().skip(1).find(|argument| argument != "--bench") else {
        eprintln!("usage: cargo bench --bench rebuild -- DIR");
        return Ok(());
    };
    let root = fs::canonicalize(site)?;
    let middle_file = |folder: &str| -> Result<PathBuf, Box<dyn Error>> {
        let mut files: Vec<PathBuf> = fs::read_dir(root.join("content").join(folder))?
            .map(|entry| entry.map(|entry| entry.path()))
            .collect::<Result<_, _>>()?;
        files.sort();
        Ok(files[files.len() / 2].clone())
    };
    let (article, figure) = (middle_file("articles")?, middle_file("figures")?);
    let name = title(&fs::read_to_string(&figure)?);
    let edits = [
        edit("a word of an article", &article, |text, round| {
            Some(format!("{}\n\nA word more, number {round}.\n", text?))
        }),
        edit("a name in an article", &article, move |text, round| {
            Some(format!(
                "{}\n\nOnce more {}.\n",
                text?,
                if round % 2 == 0 { &name } else { "nobody" }
            ))
        }),
        edit("the description of an article", &article, |text, round| {
            Some(text?.replacen("description: \"", &format!("description: \"{round} "), 1))
        }),
        edit("the date of an article", &article, |text, round| {
            Some(text?.replacen(
                "\ndate: ",
                &format!("\nas_of: 2020-01-0{}\ndate: ", 1 + round % 9),
                1,
            ))
        }),
        edit("the title of a figure", &figure, |text, round| {
            Some(text?.replacen("title: \"", &format!("title: \"Round{round} "), 1))
        }),
        edit(
            "a figure is added or removed",
            &root.join("content/figures/somebody-new.md"),
            |_, round| (round % 2 == 0).then(|| "---\ntitle: Somebody New\n---\n".to_owned()),
        ),
        edit("site.toml", &root.join("site.toml"), |text, round| {
            Some(text?.replacen("title = \"", &format!("title = \"{round} "), 1))
        }),
    ];
    let start = Instant::now();
    let (mut preview, first) = Preview::open(&root, BuildOptions::default());
    println!(
        "first: {:.0} ms for {} documents",
        ms(start.elapsed()),
        first.build.site.documents().len()
    );
    drop(first);
    println!("{:>30}  {:>7}  stages of the last round", "median of 9, in ms", "all");
    for edit in &edits {
        let before = fs::read_to_string(&edit.file).ok();
        let mut times = Vec::new();
        let mut report = String::new();
        let mut put = |text: Option<&str>,
                       times: &mut Vec<Duration>|
         -> Result<String, Box<dyn Error>> {
            match text {
                Some(text) => fs::write(&edit.file, text)?,
                None if edit.file.exists() => fs::remove_file(&edit.file)?,
                None => {}
            }
            let scan = preview.scan(&ScanScope::Paths(BTreeSet::from([edit.file.clone()])));
            let Some(rebuild) = preview.apply_scan(scan).map_err(|panic| panic.to_string())? else {
                return Ok("nothing changed".to_owned());
            };
            times.push(rebuild.time);
            let stats = &rebuild.build.stats;
            let stages: Vec<String> = stats
                .stages
                .iter()
                .map(|stage| format!("{} {:.1}", stage.name, ms(stage.time)))
                .collect();
            let all: Duration = stats.stages.iter().map(|stage| stage.time).sum();
            Ok(format!(
                "{}, other {:.1}; {} read, {} linked",
                stages.join(", "),
                ms(rebuild.time - all),
                stats.documents_parsed,
                stats.pages_linked
            ))
        };
        for round in 0..ROUNDS {
            report = put((edit.text)(before.as_deref(), round).as_deref(), &mut times)?;
        }
        let mut measured = times.clone();
        put(before.as_deref(), &mut times)?;
        measured.sort();
        println!("{:>30}  {:>7.1}  {report}", edit.name, ms(measured[measured.len() / 2]));
    }
    Ok(())
}

fn edit(
    name: &'static str,
    file: &Path,
    text: impl Fn(Option<&str>, usize) -> Option<String> + 'static,
) -> Edit {
    Edit { name, file: file.to_owned(), text: Box::new(text) }
}

fn title(text: &str) -> String {
    text.lines()
        .find_map(|line| line.strip_prefix("title: \"")?.strip_suffix('"'))
        .unwrap_or("Nobody")
        .to_owned()
}

fn ms(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
