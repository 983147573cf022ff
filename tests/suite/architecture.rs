//! The house: each room names only those above it, and only some touch the world outside.

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
    "outside",
    "engine",
    "publish",
    "edit",
    "preview",
    "cli",
];

/// What belongs to some rooms alone.
const ONLY_IN: &[(&str, &[&str])] = &[
    ("std::fs", &["input", "cache", "outside", "publish", "edit", "preview"]),
    ("std::env", &["publish", "cli"]),
    ("Instant::now", &["outside", "engine", "publish", "preview", "cli"]),
    ("SystemTime::now", &["input", "preview", "cli"]),
    ("std::net", &["outside", "preview"]),
    ("ureq", &["outside"]),
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
    code.match_indices(what).any(|(at, _)| !code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_'))
}

/// The source of each file without its tests and comments.
fn sources() -> Vec<(String, String, String)> {
    let root = repository().join("src");
    let mut sources = Vec::new();
    for entry in walkdir::WalkDir::new(&root).into_iter().map(|entry| entry.expect("walk")) {
        let path = entry.path().strip_prefix(&root).expect("below").to_str().expect("text").to_owned();
        let Some((room, _)) = path.split_once('/').filter(|_| path.ends_with(".rs")) else { continue };
        let text = fs::read_to_string(entry.path()).expect("read");
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        let code: String = code.lines().filter(|line| !line.trim_start().starts_with("//")).map(|line| format!("{line}\n")).collect();
        sources.push((room.to_owned(), path.clone(), code));
    }
    assert!(sources.len() > 50, "the sources were not found");
    sources
}

#[test]
fn a_room_names_only_those_above_it() {
    for (room, path, code) in sources() {
        let own = ROOMS.iter().position(|known| **known == room).unwrap_or_else(|| panic!("{path}: the room {room} has no place in the order"));
        for (below, other) in ROOMS.iter().enumerate().skip(own + 1) {
            assert!(
                !code.contains(&format!("crate::{other}::")) && !code.contains(&format!("crate::{other};")),
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
    let listed: Vec<&str> = lib.lines().filter_map(|line| line.strip_prefix("pub ").unwrap_or(line).strip_prefix("mod ")?.strip_suffix(';')).collect();
    assert_eq!(listed, ROOMS);
}
