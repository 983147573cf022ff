//! The search of a published site in Chromium: bytes and time of the first query, and of answers:
//! `cargo bench --bench search -- FOLDER [QUERY…]`, with a folder that `build` made.
//!
//! The network of the first part has 150 ms and 1.6 Mbit/s, without compression, and the processor of
//! the second is as it is, then slowed four times.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde_json::{Value, json};

#[path = "../tests/suite/browser.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
mod browser;
#[path = "../tests/suite/harness.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
mod harness;
#[path = "../tests/suite/preview_server.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
mod preview_server;
#[path = "../tests/suite/random.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
mod random;
#[path = "../tests/suite/static_server.rs"]
#[allow(dead_code, reason = "not every benchmark uses all methods")]
mod static_server;

use browser::Browser;
use static_server::StaticServer;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|it| it != "--bench").collect();
    let Some((folder, queries)) = arguments.split_first() else {
        eprintln!("usage: cargo bench --bench search -- FOLDER [QUERY…]");
        return;
    };
    let folder = std::fs::canonicalize(folder).expect("a folder");
    let queries: Vec<(&str, String)> = match queries {
        [] => queries_of_all_kinds(&folder),
        queries => queries.iter().map(|query| ("given", query.clone())).collect(),
    };
    let server = StaticServer::serve(folder.clone());
    first_answers(&server, &folder, &queries);
    answers(&server, &queries);
}

fn read_json(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON")
}

/// Queries of each kind, with words of the site itself.
fn queries_of_all_kinds(folder: &Path) -> Vec<(&'static str, String)> {
    let index = read_json(&folder.join("search/search.json"));
    let file = |hash: &Value| {
        let hash = hash.as_str().expect("a hash");
        read_json(&folder.join(format!("assets/search/{hash}.json")))
    };
    let names = file(&index["names"]);
    let names = names.as_array().expect("names");
    let name = |at: usize| names[names.len() * at / 10][1][0].as_str().expect("a name").to_owned();
    // Words of what results show, and how often they are there.
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for block in index["blocks"].as_array().expect("blocks").iter().take(40) {
        for brief in file(block).as_array().expect("a block").iter().filter_map(|it| it[4].as_str())
        {
            for word in brief.split(|c: char| !c.is_ascii_lowercase()).filter(|it| !it.is_empty()) {
                *counts.entry(word.to_owned()).or_default() += 1;
            }
        }
    }
    let frequent = counts.iter().max_by_key(|(_, count)| **count).expect("words").0.clone();
    let long: Vec<&String> = counts.keys().filter(|word| word.len() >= 7).collect();
    let word = |at: usize| long[long.len() * at / 10].clone();
    let mistyped = |word: String| {
        let (start, rest) = word.split_at(3);
        let (one, other) = (&rest[..1], &rest[1..2]);
        format!("{start}{other}{one}{}", &rest[2..])
    };
    vec![
        ("one letter", word(5)[..1].to_owned()),
        ("two letters", word(3)[..2].to_owned()),
        ("two letters", word(6)[..2].to_owned()),
        ("three letters", word(6)[..3].to_owned()),
        ("a name", name(3)),
        ("a name", name(7)),
        ("a word", word(2)),
        ("a frequent word", frequent.clone()),
        ("a typing error", mistyped(word(4))),
        ("a typing error", mistyped(word(8))),
        ("two words", format!("{} {}", word(1), word(9))),
        ("nonsense", "sqzxvwk mqzxvwk".to_owned()),
        (
            "a long question",
            format!(
                "what did {} say about {} and {frequent} in {} before the {} of {}",
                name(2),
                word(2),
                name(8),
                word(6),
                mistyped(word(7))
            ),
        ),
    ]
}

const RESULTS: &str = "[data-search-results] a";

fn first_answers(server: &StaticServer, folder: &Path, queries: &[(&str, String)]) {
    println!(
        "First query at 150 ms and 1.6 Mbit/s, uncompressed: time from its letters to the first results and to all"
    );
    println!(
        "{:18} {:40} {:>9} {:>9} {:>6} {:>8} {:>8}",
        "", "", "first ms", "all ms", "files", "raw KB", "gzip KB"
    );
    let mut browser = Browser::open();
    browser.resize(1280, 900);
    for (kind, query) in queries {
        browser.call("Network.clearBrowserCache", json!({}));
        browser.call("Network.emulateNetworkConditions", json!({ "offline": false, "latency": 0, "downloadThroughput": -1, "uploadThroughput": -1 }));
        browser.go("about:blank");
        browser.go(&server.url("/"));
        browser.call("Network.emulateNetworkConditions", json!({ "offline": false, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 200_000 }));
        browser.value("document.querySelector('[data-search]').click() || true");
        browser.until("document.querySelector('dialog.search')?.open");
        server.requests();
        browser.value(&format!(
            "(() => {{ window.seen = []; const start = performance.now(); window.last = start; \
               new MutationObserver(() => {{ window.last = performance.now(); if (document.querySelector('{RESULTS}')) seen.push(performance.now() - start); }})\
                 .observe(document.querySelector('dialog.search'), {{ childList: true, subtree: true, characterData: true }}); \
               const field = document.querySelector('dialog.search input'); field.value = {}; field.dispatchEvent(new InputEvent('input', {{ bubbles: true }})); return true; }})()",
            json!(query)
        ));
        // All is here when nothing has changed for a while.
        let count = "performance.getEntriesByType('resource').length";
        let mut quiet = 0;
        let mut known = Value::Null;
        while quiet < 12 {
            std::thread::sleep(Duration::from_millis(100));
            let now = browser.value(&format!("[{count}, window.last]"));
            quiet = if now == known { quiet + 1 } else { 0 };
            known = now;
        }
        let seen = browser.value("[seen[0] ?? -1, seen.at(-1) ?? -1]");
        let paths: Vec<String> =
            server.requests().into_iter().filter(|path| path.contains("search/")).collect();
        let paths: Vec<PathBuf> =
            paths.iter().map(|path| folder.join(path.trim_start_matches('/'))).collect();
        let raw: u64 = paths.iter().map(|path| path.metadata().map_or(0, |it| it.len())).sum();
        let gzip: usize = paths.iter().map(|path| compressed(path)).sum();
        let shown: String = query.chars().take(40).collect();
        let [first, all] = [0, 1].map(|at| seen[at].as_f64().unwrap_or_default());
        println!(
            "{kind:18} {shown:40} {first:>9.0} {all:>9.0} {:>6} {:>8} {:>8}",
            paths.len(),
            raw / 1000,
            gzip / 1000
        );
    }
}

/// The bytes of a file after compression, if `gzip` is installed.
fn compressed(path: &Path) -> usize {
    Command::new("gzip").args(["-9", "-c"]).arg(path).output().map_or(0, |it| it.stdout.len())
}

fn answers(server: &StaticServer, queries: &[(&str, String)]) {
    println!("\nAnswers with all files loaded: median of 9, in ms");
    println!("{:18} {:40} {:>8} {:>8}", "", "", "1×", "4×");
    let mut browser = Browser::open();
    browser.go(&server.url("/"));
    browser.value(
        "import(document.querySelector('[data-search]').dataset.search).then(async ({ Engine }) => { \
           const site = new URL('..', new URL(document.querySelector('[data-search]').dataset.index, location.href)); \
           window.engine = new Engine(async (path) => new Uint8Array(await (await fetch(new URL(path, site))).arrayBuffer())); \
           await engine.open(); return true; })",
    );
    // Chromium compiles what runs often.
    browser.value(&format!(
        "(async () => {{ for (let at = 0; at < 8; at += 1) for (const query of {}) await engine.search(query); }})().then(() => true)",
        json!(queries.iter().map(|(_, query)| query).collect::<Vec<_>>())
    ));
    let mut times: Vec<Vec<f64>> = vec![Vec::new(); queries.len()];
    for slowed in [1, 4] {
        browser.call("Emulation.setCPUThrottlingRate", json!({ "rate": slowed }));
        for ((_, query), times) in queries.iter().zip(&mut times) {
            let median = browser.value(&format!(
                "(async () => {{ const times = []; for (let at = 0; at < 10; at += 1) {{ \
                   const start = performance.now(); await engine.search({}); times.push(performance.now() - start); }} \
                 return times.slice(1).sort((a, b) => a - b)[4]; }})()",
                json!(query)
            ));
            times.push(median.as_f64().unwrap_or_default());
        }
    }
    for ((kind, query), times) in queries.iter().zip(&times) {
        let shown: String = query.chars().take(40).collect();
        println!("{kind:18} {shown:40} {:>8.1} {:>8.1}", times[0], times[1]);
    }
}
