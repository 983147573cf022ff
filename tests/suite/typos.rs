//! One mistake is told once.

use std::collections::BTreeMap;
use std::fs;

use backgrounder::diagnostics::Severity;
use backgrounder::engine::BuildOptions;

use super::random_edits::Dice;
use super::harness::{build_in_memory, problems, repository};

/// How many mistakes are made.
const MISTAKES: usize = 400;

fn demonstration() -> BTreeMap<String, String> {
    let files = walkdir::WalkDir::new(repository().join("content"))
        .into_iter()
        .map(|entry| entry.expect("walk").into_path());
    let texts = files.chain([repository().join("site.toml")]).filter_map(|path| {
        let text = fs::read_to_string(&path).ok()?;
        Some((
            path.strip_prefix(repository()).expect("below").to_str().expect("text").to_owned(),
            text,
        ))
    });
    texts.collect()
}

/// The lines of front matter, or of all of a TOML file, in which a slip of the finger is a mistake.
fn lines(path: &str, text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().map(str::to_owned).enumerate();
    let those: Vec<(usize, String)> = match path.ends_with(".md") {
        true => lines.skip(1).take_while(|(_, line)| line != "---").collect(),
        false => lines.collect(),
    };
    // Whoever writes another id has lost the one that pages cite; they are told of it, each for
    // itself.
    those
        .into_iter()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("id ="))
        .collect()
}

/// A line with a slip of the finger in it; `None` where it has no place for that one.
fn slip(dice: &mut Dice, line: &str) -> Option<String> {
    let all: Vec<char> = line.chars().collect();
    let places =
        |is: &dyn Fn(usize) -> bool| (0..all.len()).filter(|at| is(*at)).collect::<Vec<usize>>();
    let mut changed = all.clone();
    match dice.below(3) {
        0 => {
            let signs = places(&|at| "\"'[]{}:=,".contains(all[at]));
            changed.remove(*signs.get(dice.below(signs.len().max(1)))?);
        }
        1 => {
            let key = line.split([':', '=']).next().filter(|key| key.len() < line.len())?;
            let first = places(&|at| {
                at + 1 < key.chars().count()
                    && all[at].is_alphabetic()
                    && all[at + 1].is_alphabetic()
            });
            let at = *first.first()?;
            changed.swap(at, at + 1);
        }
        _ => {
            let spaces = places(&|at| at > all.len() / 2 && all[at] == ' ');
            changed.insert(*spaces.get(dice.below(spaces.len().max(1)))?, ':');
        }
    }
    Some(changed.into_iter().collect())
}

#[test]
fn a_single_typo_causes_at_most_one_error() {
    let files = demonstration();
    let mut dice = Dice(7);
    // Half of the slips are made in the two files that many pages rest on.
    let paths: Vec<&String> = files.keys().filter(|path| path.ends_with(".md")).collect();
    let shared = ["content/sources.toml".to_owned(), "site.toml".to_owned()];
    let (mut made, mut told) = (0, 0);
    while made < MISTAKES {
        let path = if dice.below(2) == 0 { dice.pick(&shared) } else { *dice.pick(&paths) };
        let text = &files[path];
        let Some((number, line)) = Some(lines(path, text))
            .filter(|lines| !lines.is_empty())
            .map(|lines| dice.pick(&lines).clone())
        else {
            continue;
        };
        let Some(changed) = slip(&mut dice, &line).filter(|changed| *changed != line) else {
            continue;
        };
        let all: Vec<&str> = text
            .lines()
            .enumerate()
            .map(|(at, line)| if at == number { changed.as_str() } else { line })
            .collect();
        let text = all.join("\n") + "\n";
        let site = files.iter().map(|(other, before)| {
            (other.as_str(), if other == path { text.as_str() } else { before.as_str() })
        });
        let built = build_in_memory(site, &BuildOptions::default());
        let errors =
            built.diagnostics.iter().filter(|problem| problem.severity == Severity::Error).count();
        assert!(errors <= 1, "{path}, line {}: {changed}\n{}", number + 1, problems(&built));
        made += 1;
        told += errors;
    }
    // Not every slip is a mistake that anybody can see: a text may have one colon more, or lack an
    // apostrophe.
    assert!(told * 5 > made * 4, "{told} of {made} were told");
}
