//! Building again gives what building anew would give.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use backgrounder::catalog::Choice;
use backgrounder::engine::{Build, Engine, Wishes, build};
use backgrounder::input::Snapshot;

use super::edits::{Edit, Story};
use super::harness::{all_bytes, problems};

fn snapshot(files: &BTreeMap<String, String>) -> Arc<Snapshot> {
    Arc::new(Snapshot::from_memory(files.iter().map(|(path, text)| (path.as_str(), text.as_bytes()))))
}

/// All that a build says and shows.
fn all(build: &Build) -> (String, BTreeMap<String, Vec<u8>>) {
    (problems(build), all_bytes(build))
}

fn wishes(seed: u64) -> Wishes {
    Wishes { choice: Choice { unready: seed.is_multiple_of(2), now: backgrounder::time::Day::parse("2020-12-01") }, ..Wishes::default() }
}

/// The number of edits: as asked for in the environment, else so many.
pub fn edits(short: usize) -> usize {
    std::env::var("SOAK_EDITS").ok().and_then(|edits| edits.parse().ok()).unwrap_or(short)
}

#[test]
fn building_again_after_random_edits_gives_what_building_anew_gives() {
    let mut moved: BTreeMap<String, usize> = BTreeMap::new();
    for seed in 0..4 {
        let mut story = Story::new(seed);
        let mut engine = Engine::new(wishes(seed));
        let mut before = all(&engine.build(&snapshot(&story.files())));
        let mut history: Vec<String> = Vec::new();
        for _ in 0..edits(1_200) / 4 {
            let Edit { dimension, files } = story.edit();
            history.push(format!("{dimension}: {files:?}"));
            let snapshot = snapshot(&story.files());
            let again = all(&engine.build(&snapshot));
            let anew = all(&build(&snapshot, &wishes(seed)));
            if again != anew {
                let different: Vec<&String> = anew.1.iter().filter(|(route, bytes)| again.1.get(*route) != Some(bytes)).map(|(route, _)| route).collect();
                let last = &history[history.len().saturating_sub(5)..];
                let page = different.first().map(|route| {
                    let text = |all: &BTreeMap<String, Vec<u8>>| all.get(*route).map(|bytes| String::from_utf8_lossy(bytes).into_owned()).unwrap_or_default();
                    let (again, anew) = (text(&again.1), text(&anew.1));
                    let line = again.lines().zip(anew.lines()).find(|(one, other)| one != other).map(|(one, other)| format!("again {one}\nanew  {other}"));
                    line.unwrap_or_default()
                });
                panic!("seed {seed}, edit {}: {different:?}\n{page:?}\n{last:#?}\n--- again\n{}\n--- anew\n{}", history.len(), again.0, anew.0);
            }
            *moved.entry(dimension).or_default() += usize::from(again != before);
            before = again;
        }
    }
    // The control: a memory that did not see a dimension would have been caught by it, for each has changed what is shown.
    let idle: BTreeSet<&String> = moved.iter().filter(|(_, times)| **times == 0).map(|(dimension, _)| dimension).collect();
    assert!(idle.is_empty() && moved.len() > 60, "{} dimensions; these changed nothing: {idle:?}", moved.len());
}
