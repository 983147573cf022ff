//! The house: each room names only those above it, and only some touch the world outside.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::harness::repository;

/// The rooms, from the ground up. A room may name itself and those before it.
const ROOMS: &[&str] = &[
    "text",
    "diagnostics",
    "input",
    "cache",
    "time",
    "data",
    "locale",
    "config",
    "document",
    "catalog",
    "link",
    "graph",
    "prose",
    "page",
    "theme",
    "render",
    "check",
    "link_check",
    "engine",
    "publish",
    "edit",
    "preview",
    "cli",
];

/// What belongs to some rooms alone.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["input", "cache", "link_check", "publish", "edit", "preview"]),
    ("std::env", &["publish", "cli"]),
    ("Instant::now", &["link_check", "engine", "publish", "preview", "cli"]),
    ("SystemTime::now", &["input", "preview", "cli"]),
    ("std::net", &["link_check", "preview"]),
    ("ureq", &["link_check"]),
    ("tokio", &["preview"]),
    ("hyper", &["preview"]),
    ("notify", &["preview"]),
    ("rayon", &["input", "engine", "publish", "cli"]),
    ("tera::", &["theme", "render"]),
    ("pulldown_cmark", &["document", "link", "prose"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["diagnostics"]),
    ("granit_parser", &["data"]),
    ("toml::", &["data"]),
    ("edtf_core", &["time"]),
    ("icu_", &["locale"]),
    ("println!", &["cli"]),
    ("process::exit", &[]),
];

/// True where the words stand in the code, and not at the end of a longer word.
fn uses(code: &str, what: &str) -> bool {
    code.match_indices(what)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The source of each file without its tests and comments.
fn sources() -> Vec<(String, String, String)> {
    let root = repository().join("src");
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("walk")) {
        let path =
            entry.path().strip_prefix(&root).expect("below").to_str().expect("text").to_owned();
        let Some((room, _)) = path.split_once('/').filter(|_| path.ends_with(".rs")) else {
            continue;
        };
        let text = fs::read_to_string(entry.path()).expect("read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: String = code
            .lines()
            .filter(|line| !line.trim_start().starts_with("//"))
            .map(|line| format!("{line}\n"))
            .collect();
        sources.push((room.to_owned(), path.clone(), code));
    }
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

#[test]
fn a_room_names_only_those_above_it() {
    for (room, path, code) in sources() {
        let own = ROOMS
            .iter()
            .position(|known| **known == room)
            .unwrap_or_else(|| panic!("{path}: the room {room} has no place in the order"));
        for (below, other) in ROOMS.iter().enumerate().skip(own + 1) {
            assert!(
                !code.contains(&format!("crate::{other}::"))
                    && !code.contains(&format!("crate::{other};")),
                "{path} names `{other}`, which is below it ({below} > {own})"
            );
        }
    }
}

#[test]
fn only_some_rooms_touch_the_world_outside() {
    for (room, path, code) in sources() {
        for (what, rooms) in ONLY_IN {
            assert!(rooms.contains(&room.as_str()) || !uses(&code, what), "{path} uses {what}");
        }
    }
}

#[test]
fn lib_rs_lists_the_rooms_in_their_order() {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("lib.rs");
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| {
            line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')
        })
        .collect();
    assert_eq!(listed, ROOMS);
}

/// Where a name that a file uses is written: a file of the room other than a `mod.rs`. `at` is the
/// folder that the path is read from.
fn file_of(sources: &BTreeMap<String, String>, at: &str, path: &[&str]) -> Option<String> {
    let (&first, rest) = path.split_first()?;
    let inside = format!("{at}/{first}");
    if first == "super" {
        return file_of(sources, at.rsplit_once('/')?.0, rest);
    }
    if sources.contains_key(&format!("{inside}.rs")) {
        return Some(format!("{inside}.rs"));
    }
    if sources.contains_key(&format!("{inside}/mod.rs")) {
        return file_of(sources, &inside, rest);
    }
    let module = sources.get(&format!("{at}/mod.rs"))?;
    let exports = imports(module)
        .into_iter()
        .find(|import| import.len() > 1 && import.last() == Some(&first) && import[0] != "super")?;
    file_of(sources, at, &exports)
}

/// The paths that the `use` items of a file name, without `self` and with braces taken apart.
fn imports(code: &str) -> Vec<Vec<&str>> {
    fn take_apart<'a>(prefix: &[&'a str], tree: &'a str, all: &mut Vec<Vec<&'a str>>) {
        let tree = tree.trim();
        let Some((head, list)) = tree.split_once('{') else {
            let path = tree.split(" as ").next().unwrap_or_default();
            all.push(
                prefix
                    .iter()
                    .copied()
                    .chain(path.split("::").map(str::trim))
                    .filter(|part| *part != "self")
                    .collect(),
            );
            return;
        };
        let prefix: Vec<&str> = prefix
            .iter()
            .copied()
            .chain(head.split("::").map(str::trim))
            .filter(|part| !part.is_empty())
            .collect();
        let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
        let (mut depth, mut from) = (0, 0);
        for (at, c) in list.char_indices().chain([(list.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    if !list[from..at].trim().is_empty() {
                        take_apart(&prefix, &list[from..at], all);
                    }
                    from = (at + 1).min(list.len());
                }
                _ => {}
            }
        }
    }
    let mut all = Vec::new();
    let starts_line = |at: usize| {
        matches!(
            code[..at].rsplit('\n').next().map(str::trim),
            Some("" | "pub" | "pub(super)" | "pub(crate)")
        )
    };
    for (at, _) in code.match_indices("use ").filter(|(at, _)| starts_line(*at)) {
        if let Some(end) = code[at..].find(';') {
            take_apart(&[], &code[at + 4..at + end], &mut all);
        }
    }
    all
}

/// The files of the same room that each file names.
fn named_files() -> BTreeMap<String, BTreeSet<String>> {
    let sources: BTreeMap<String, String> =
        sources().into_iter().map(|(_, path, code)| (path, code)).collect();
    let mut named = BTreeMap::new();
    for (path, code) in sources.iter().filter(|(path, _)| !path.ends_with("/mod.rs")) {
        let (folder, _) = path.rsplit_once('/').expect("in a room");
        let inline = code.match_indices("super::").map(|(at, _)| {
            code[at..]
                .split(|c: char| !c.is_alphanumeric() && c != '_' && c != ':')
                .next()
                .unwrap_or_default()
        });
        let paths = imports(code).into_iter().chain(inline.map(|path| path.split("::").collect()));
        let files = paths.filter_map(|path| match path[..] {
            ["super", ref rest @ ..] => file_of(&sources, folder, rest),
            ["crate", ref rest @ ..] => file_of(&sources, rest.first()?, &rest[1..])
                .filter(|file| file.split('/').next() == path.get(1).copied()),
            _ => None,
        });
        let room = path.split('/').next();
        let files = files.filter(|file| file != path && file.split('/').next() == room).collect();
        named.insert(path.clone(), files);
    }
    named
}

#[test]
fn no_two_files_of_a_room_need_each_other() {
    let mut left = named_files();
    assert!(left.values().map(BTreeSet::len).sum::<usize>() > 100, "the imports were not found");
    // A file in no circle is, once those like it are gone, one that names nothing or that nothing
    // names.
    loop {
        let in_no_circle = |file: &String| {
            left[file].iter().all(|other| !left.contains_key(other))
                || !left.values().any(|named| named.contains(file))
        };
        let Some(file) = left.keys().find(|file| in_no_circle(file)).cloned() else { break };
        left.remove(&file);
    }
    let files: BTreeSet<String> = left.keys().cloned().collect();
    left.values_mut().for_each(|named| named.retain(|file| files.contains(file)));
    assert!(left.is_empty(), "circles of files: {left:#?}");
}
