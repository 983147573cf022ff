//! The rooms (top-level modules): their order, their access to the outside world, and no circular
//! imports between the files of a room.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;

use super::harness::{repository, repository_texts};

/// The rooms in order: a room may use itself and those before it.
const ROOMS: &[&str] = &[
    "text",
    "diagnostics",
    "input",
    "cache",
    "media",
    "share_card",
    "time",
    "storyline",
    "chart",
    "map",
    "data",
    "locale",
    "language",
    "config",
    "document",
    "catalog",
    "link",
    "graph",
    "prose",
    "page",
    "search",
    "theme",
    "render",
    "check",
    "network",
    "engine",
    "publish",
    "edit",
    "preview",
    "cli",
];

/// Items and crates that only some rooms may use.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["input", "cache", "network", "publish", "edit", "preview"]),
    ("std::env", &["publish", "cli"]),
    ("Instant::now", &["network", "engine", "publish", "preview", "cli"]),
    ("SystemTime::now", &["input", "preview", "cli"]),
    ("std::net", &["network", "preview"]),
    ("ureq", &["network"]),
    ("tokio", &["preview"]),
    ("hyper", &["preview"]),
    ("notify", &["preview"]),
    ("rayon", &["input", "media", "search", "engine", "publish", "cli"]),
    ("tera::", &["theme", "render"]),
    ("pulldown_cmark", &["document", "link", "prose"]),
    ("clap", &["cli"]),
    ("annotate_snippets", &["diagnostics"]),
    ("resvg", &["share_card"]),
    ("skrifa", &["share_card"]),
    ("granit_parser", &["data"]),
    ("toml::", &["language", "data"]),
    ("edtf_core", &["time"]),
    ("icu_", &["locale", "share_card"]),
    ("println!", &["cli"]),
    ("process::exit", &[]),
];

/// Whether `item` occurs in the code, not merely as the end of a longer word.
fn uses(code: &str, item: &str) -> bool {
    code.match_indices(item)
        .any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The files of all rooms without unit tests and comments: room, path below `src`, code.
fn sources() -> Vec<(String, String, String)> {
    let mut sources = Vec::new();
    for (path, text) in repository_texts("src") {
        let path = path.trim_start_matches("src/").to_owned();
        let Some((room, _)) = path.split_once('/').filter(|_| path.ends_with(".rs")) else {
            continue;
        };
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: String = code
            .split_inclusive('\n')
            .filter(|line| !line.trim_start().starts_with("//"))
            .collect();
        sources.push((room.to_owned(), path.clone(), code));
    }
    assert!(sources.len() > 50, "too few sources were found");
    sources
}

#[test]
fn a_room_uses_only_rooms_above_it() {
    for (room, path, code) in sources() {
        let own = ROOMS
            .iter()
            .position(|known| **known == room)
            .unwrap_or_else(|| panic!("{path}: the room {room} is not listed"));
        for (below, other) in ROOMS.iter().enumerate().skip(own + 1) {
            assert!(
                !code.contains(&format!("crate::{other}::"))
                    && !code.contains(&format!("crate::{other};")),
                "{path} uses `{other}`, which is below it ({below} > {own})"
            );
        }
    }
}

#[test]
fn only_listed_rooms_use_disk_clock_network_and_certain_crates() {
    for (room, path, code) in sources() {
        for (item, rooms) in ONLY_IN {
            assert!(rooms.contains(&room.as_str()) || !uses(&code, item), "{path} uses {item}");
        }
    }
}

#[test]
fn lib_rs_lists_the_rooms_in_order() {
    let lib = fs::read_to_string(repository().join("src/lib.rs")).expect("lib.rs");
    let listed: Vec<&str> = lib
        .lines()
        .filter_map(|line| {
            line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')
        })
        .collect();
    assert_eq!(listed, ROOMS);
}

/// The file that defines a path relative to a folder: follows modules and the exports of `mod.rs`.
fn file_of(sources: &BTreeMap<String, String>, folder: &str, path: &[&str]) -> Option<String> {
    let (&first, rest) = path.split_first()?;
    if first == "super" {
        return file_of(sources, folder.rsplit_once('/')?.0, rest);
    }
    let module = format!("{folder}/{first}");
    if sources.contains_key(&format!("{module}.rs")) {
        return Some(format!("{module}.rs"));
    }
    if sources.contains_key(&format!("{module}/mod.rs")) {
        return file_of(sources, &module, rest);
    }
    let exports = imports(sources.get(&format!("{folder}/mod.rs"))?)
        .into_iter()
        .find(|import| import.len() > 1 && import.last() == Some(&first) && import[0] != "super")?;
    file_of(sources, folder, &exports)
}

/// The paths in the `use` items of a file, braces expanded and `self` left out.
fn imports(code: &str) -> Vec<Vec<&str>> {
    fn expand<'a>(prefix: &[&'a str], tree: &'a str, paths: &mut Vec<Vec<&'a str>>) {
        let (head, list) = tree.split_once('{').unwrap_or((tree, ""));
        let head = head.split(" as ").next().unwrap_or_default();
        let parts = head.split("::").map(str::trim).filter(|part| !["", "self"].contains(part));
        let prefix: Vec<&str> = prefix.iter().copied().chain(parts).collect();
        if !tree.contains('{') {
            paths.push(prefix);
            return;
        }
        let list = list.rsplit_once('}').map_or(list, |(list, _)| list);
        let mut depth = 0;
        let is_separator = |c: char| {
            depth += i32::from(c == '{') - i32::from(c == '}');
            c == ',' && depth == 0
        };
        for subtree in list.split(is_separator).filter(|subtree| !subtree.trim().is_empty()) {
            expand(&prefix, subtree, paths);
        }
    }
    let mut paths = Vec::new();
    let starts_item = |at: usize| {
        let line = code[..at].rsplit('\n').next().map(str::trim);
        matches!(line, Some("" | "pub" | "pub(super)" | "pub(crate)"))
    };
    for (at, _) in code.match_indices("use ").filter(|(at, _)| starts_item(*at)) {
        if let Some(end) = code[at..].find(';') {
            expand(&[], &code[at + "use ".len()..at + end], &mut paths);
        }
    }
    paths
}

/// The files of the same room that each file uses.
fn used_files() -> BTreeMap<String, BTreeSet<String>> {
    let sources: BTreeMap<String, String> =
        sources().into_iter().map(|(_, path, code)| (path, code)).collect();
    let is_path = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let mut used = BTreeMap::new();
    for (path, code) in sources.iter().filter(|(path, _)| !path.ends_with("/mod.rs")) {
        let (folder, _) = path.rsplit_once('/').expect("in a room");
        let room = path.split('/').next();
        let inline = code.match_indices("super::").map(|(at, _)| {
            let end = code[at..].find(|c| !is_path(c)).unwrap_or(code.len() - at);
            code[at..at + end].split("::").collect()
        });
        let files = imports(code).into_iter().chain(inline).filter_map(|path| match path[..] {
            ["super", ref rest @ ..] => file_of(&sources, folder, rest),
            ["crate", room, ref rest @ ..] => file_of(&sources, room, rest),
            _ => None,
        });
        let files = files.filter(|file| file != path && file.split('/').next() == room).collect();
        used.insert(path.clone(), files);
    }
    used
}

#[test]
fn files_of_a_room_have_no_circular_imports() {
    let mut left = used_files();
    assert!(left.values().map(BTreeSet::len).sum::<usize>() > 100, "too few imports were found");
    // Removes files that use nothing or are used by nothing until only cycles are left.
    loop {
        let is_acyclic = |file: &String| {
            left[file].iter().all(|other| !left.contains_key(other))
                || !left.values().any(|used| used.contains(file))
        };
        let Some(file) = left.keys().find(|file| is_acyclic(file)).cloned() else { break };
        left.remove(&file);
    }
    let files: BTreeSet<String> = left.keys().cloned().collect();
    left.values_mut().for_each(|used| used.retain(|file| files.contains(file)));
    assert!(left.is_empty(), "circular imports: {left:#?}");
}
