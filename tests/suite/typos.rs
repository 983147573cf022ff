//! A single typo causes at most one error.

use std::collections::BTreeMap;

use backgrounder::diagnostics::Severity;

use super::harness::{SiteTest, repository_texts};
use super::random::Rng;

/// How many typos are tried.
const TYPOS: usize = 2_000;

/// Lines in which a typo is a mistake: front matter and TOML files.
fn lines(path: &str, text: &str) -> Vec<(usize, String)> {
    let lines = text.lines().map(str::to_owned).enumerate();
    let relevant: Vec<(usize, String)> = match path.ends_with(".md") {
        true => lines.skip(1).take_while(|(_, line)| line != "---").collect(),
        false => lines.collect(),
    };
    // Ids of sources are left out: a changed id is an error on every page that cites it.
    relevant
        .into_iter()
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("id ="))
        .collect()
}

/// A line with a random typo; `None` where that kind of typo does not fit.
fn with_typo(rng: &mut Rng, line: &str) -> Option<String> {
    let all: Vec<char> = line.chars().collect();
    let places =
        |is: &dyn Fn(usize) -> bool| (0..all.len()).filter(|at| is(*at)).collect::<Vec<usize>>();
    let mut changed = all.clone();
    match rng.below(3) {
        0 => {
            let punctuation = places(&|at| "\"'[]{}:=,".contains(all[at]));
            changed.remove(*punctuation.get(rng.below(punctuation.len().max(1)))?);
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
            changed.insert(*spaces.get(rng.below(spaces.len().max(1)))?, ':');
        }
    }
    Some(changed.into_iter().collect())
}

#[test]
fn a_single_typo_causes_at_most_one_error() {
    let files: BTreeMap<String, String> =
        ["content", "site.toml"].iter().flat_map(|path| repository_texts(path)).collect();
    let mut rng = Rng(7);
    // Half of the typos are in the two files that all pages depend on.
    let paths: Vec<&String> = files.keys().filter(|path| path.ends_with(".md")).collect();
    let shared = ["content/sources.toml".to_owned(), "site.toml".to_owned()];
    let (mut made, mut reported) = (0, 0);
    while made < TYPOS {
        let path = if rng.below(2) == 0 { rng.pick(&shared) } else { *rng.pick(&paths) };
        let text = &files[path];
        let Some((number, line)) = Some(lines(path, text))
            .filter(|lines| !lines.is_empty())
            .map(|lines| rng.pick(&lines).clone())
        else {
            continue;
        };
        let Some(changed) = with_typo(&mut rng, &line).filter(|changed| *changed != line) else {
            continue;
        };
        let all: Vec<&str> = text
            .lines()
            .enumerate()
            .map(|(at, line)| if at == number { changed.as_str() } else { line })
            .collect();
        let text = all.join("\n") + "\n";
        let built = SiteTest::empty().files(&files).file(path, text).build();
        let errors =
            built.diagnostics.iter().filter(|problem| problem.severity == Severity::Error).count();
        assert!(errors <= 1, "{path}, line {}: {changed}\n{}", number + 1, built.diagnostics());
        made += 1;
        reported += errors;
    }
    // Some typos are invisible to the program, such as an additional colon in a text.
    assert!(reported * 5 > made * 4, "only {reported} of {made} typos were reported");
}

/// Keys of other generators, and other words for keys.
const FOREIGN_KEYS: [&str; 30] = [
    "tags",
    "aliases",
    "redirects",
    "author",
    "summary",
    "lastmod",
    "published",
    "pubDate",
    "weight",
    "permalink",
    "layout",
    "lang",
    "name",
    "cover",
    "topics",
    "nickname",
    "actors",
    "citations",
    "venue",
    "birthdate",
    "date_of_death",
    "nationality",
    "office",
    "surname",
    "iso_code",
    "when",
    "start_date",
    "end",
    "photo",
    "kind",
];

#[test]
fn help_on_a_key_of_another_tool_can_be_followed() {
    let folders = ["articles", "countries", "figures", "events", "organisations", "terms", "legal"];
    let mut suggested = 0;
    for folder in folders {
        let path = format!("content/{folder}/a.md");
        let problem = |key: &str| {
            let text = format!("---\ntitle: Some title\n{key}: x\n---\n");
            let built = SiteTest::new().file(&path, text).build();
            let mut problems = built.diagnostics.iter();
            problems.find(|problem| problem.code.name == "unknown-key").cloned()
        };
        for foreign in FOREIGN_KEYS {
            let found = problem(foreign).unwrap_or_else(|| panic!("{folder}: {foreign} is a key"));
            let help = found.help.expect("help");
            let Some(rest) = help.strip_prefix("write `") else {
                let is_known = help.starts_with("leave it out") || help.contains("under `extra`");
                assert!(is_known, "{folder}: {foreign}: {help}");
                continue;
            };
            let key = rest.split('`').next().unwrap_or_default();
            assert!(problem(key).is_none(), "{folder}: {foreign}: {help}");
            suggested += 1;
        }
    }
    assert!(suggested > 100, "{suggested}");
}
