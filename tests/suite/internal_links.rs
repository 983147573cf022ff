//! Promise 18: no internal link or anchor of the output is broken. The checker reads only HTML and
//! shares no code with the program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::harness::{Folder, assert_success, program, read_tree, repetitions, repository};
use super::random::Rng;

/// Links and ids of a page.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    ids: BTreeSet<String>,
    duplicate_ids: Vec<String>,
}

/// Scans tags for attributes; enough for the HTML we write.
fn page(html: &str) -> Page {
    let mut page = Page::default();
    let mut rest = html;
    while let Some(open) = rest.find('<') {
        rest = &rest[open + 1..];
        let Some(close) = rest.find('>') else { break };
        let tag = &rest[..close];
        for (name, value) in attributes(tag) {
            match name.as_str() {
                "href" | "src" => page.links.push(value),
                "id" if !page.ids.insert(value.clone()) => {
                    page.duplicate_ids.push(value);
                }
                _ => {}
            }
        }
        if let Some(url) = tag
            .strip_prefix("meta http-equiv=\"refresh\"")
            .and_then(|rest| rest.split("url=").nth(1))
        {
            page.links.push(unescape(url.trim_end_matches(['"', '/', ' '])) + "/");
        }
        rest = &rest[close..];
    }
    page
}

fn attributes(tag: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = tag;
    while let Some(at) = rest.find("=\"") {
        let name = rest[..at].rsplit([' ', '\n', '\t']).next().unwrap_or_default().to_owned();
        let value = &rest[at + 2..];
        let Some(end) = value.find('"') else { break };
        found.push((name, unescape(&value[..end])));
        rest = &value[end + 1..];
    }
    found
}

fn unescape(text: &str) -> String {
    text.replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x2F;", "/")
        .replace("&amp;", "&")
}

fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match (bytes[at], path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok()))
        {
            (b'%', Some(byte)) => {
                out.push(byte);
                at += 3;
            }
            (byte, _) => {
                out.push(byte);
                at += 1;
            }
        }
    }
    String::from_utf8(out).expect("addresses are UTF-8")
}

/// The broken links of a folder that is served under `base`.
pub fn broken_links(public: &Path, base: &str, origin: &str) -> Vec<String> {
    broken_among(&read_tree(public), base, origin)
}

/// The target of a link on the page at `path`: file and anchor. `None` for an external link, an error
/// for one outside `base`.
fn destination<'a>(
    path: &str,
    link: &'a str,
    base: &str,
    origin: &str,
) -> Result<Option<(String, Option<&'a str>)>, String> {
    let link = link.strip_prefix(origin).unwrap_or(link);
    if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
        return Ok(None);
    }
    let (address, anchor) =
        link.split_once('#').map_or((link, None), |(address, anchor)| (address, Some(anchor)));
    let file = match (address, address.strip_prefix(base)) {
        ("", _) => path.to_owned(),
        (_, Some(inner)) if inner.is_empty() || inner.ends_with('/') => {
            format!("{}index.html", decode(inner))
        }
        (_, Some(inner)) => decode(inner),
        (_, None) => return Err(format!("{path}: {link} is outside {base}")),
    };
    Ok(Some((file, anchor)))
}

/// The files of the site to which a page links.
pub fn files_linked(path: &str, html: &str, base: &str, origin: &str) -> Vec<String> {
    let links = page(html).links;
    links
        .iter()
        .filter_map(|link| destination(path, link, base, origin).ok()?)
        .map(|(file, _)| file)
        .collect()
}

fn broken_among(files: &BTreeMap<String, Vec<u8>>, base: &str, origin: &str) -> Vec<String> {
    let pages: BTreeMap<&String, Page> = files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, bytes)| (path, page(&String::from_utf8_lossy(bytes))))
        .collect();
    let mut broken = Vec::new();
    let mut checked = 0;
    for (path, page) in &pages {
        broken.extend(
            page.duplicate_ids.iter().map(|id| format!("{path}: two elements have the id {id}")),
        );
        for link in &page.links {
            match destination(path, link, base, origin) {
                Ok(None) => continue,
                Ok(Some((file, anchor))) => {
                    match (files.contains_key(&file), anchor, pages.get(&file)) {
                        (false, ..) => broken.push(format!("{path}: {link} has no target")),
                        (true, Some(anchor), Some(target))
                            if !target.ids.contains(&decode(anchor)) =>
                        {
                            broken.push(format!("{path}: {link} has no such anchor"))
                        }
                        _ => {}
                    }
                }
                Err(problem) => broken.push(problem),
            }
            checked += 1;
        }
    }
    assert!(checked > pages.len(), "too few links were found: the checker is broken");
    broken
}

/// Links to missing files on all pages reachable from the home page.
pub fn dead_reachable_links(
    files: &BTreeMap<String, Vec<u8>>,
    base: &str,
    origin: &str,
) -> Vec<String> {
    let mut reached = BTreeSet::new();
    let mut waiting = vec!["index.html".to_owned()];
    let mut dead = Vec::new();
    while let Some(path) = waiting.pop() {
        if !path.ends_with(".html") || !reached.insert(path.clone()) {
            continue;
        }
        for link in page(&String::from_utf8_lossy(&files[&path])).links {
            match destination(&path, &link, base, origin) {
                Ok(Some((file, _))) if files.contains_key(&file) => waiting.push(file),
                Ok(Some(_)) => dead.push(format!("{path}: {link} has no target")),
                Ok(None) => {}
                Err(problem) => dead.push(problem),
            }
        }
    }
    assert!(reached.len() > 10, "too few pages were reached: the checker is broken");
    dead
}

#[test]
fn the_demonstration_has_no_broken_links_or_anchors() {
    let folder = Folder::new();
    let root = repository();
    let out = folder.path().join("public");
    for base in ["/", "https://example.org/korea/"] {
        let (root, to) = (root.to_str().unwrap(), out.to_str().unwrap());
        let arguments =
            ["build", "--root", root, "--output-dir", to, "--base-url", base, "--strict"];
        let output = program(&folder.path(), &arguments).output().unwrap();
        assert_success(&output);
        let path = if base == "/" { "/" } else { "/korea/" };
        assert_eq!(broken_links(&out, path, "https://example.org"), Vec::<String>::new());
    }
}

#[test]
fn the_small_site_has_no_broken_links_and_planted_faults_are_found() {
    let folder = Folder::with_story();
    folder.build();
    let public = folder.path().join("public");
    assert_eq!(broken_links(&public, "/s/", "https://example.org"), Vec::<String>::new());
    let page = folder.read("public/articles/talks/index.html");
    let anchor = "m-countries-north-korea";
    assert!(page.contains(anchor), "{page}");
    folder.write(
        "public/articles/talks/index.html",
        page.replace(&format!("id=\"{anchor}\""), "id=\"x\""),
    );
    folder.remove("public/terms/armistice/index.html");
    let broken = broken_links(&public, "/s/", "https://example.org");
    assert!(
        broken.iter().any(|fault| fault.contains(anchor))
            && broken.iter().any(|fault| fault.contains("armistice")),
        "{broken:?}"
    );
}

/// Breaks a random link or anchor and returns what the checker must report; `None` if the random
/// choice does not fit.
fn plant_fault(files: &mut BTreeMap<String, Vec<u8>>, rng: &mut Rng) -> Option<String> {
    let pages: Vec<String> = files.keys().filter(|path| path.ends_with(".html")).cloned().collect();
    let path = rng.pick(&pages).clone();
    let html = String::from_utf8(files[&path].clone()).ok()?;
    let links: Vec<String> = page(&html)
        .links
        .into_iter()
        .filter(|link| link.starts_with('/') || link.starts_with('#'))
        .collect();
    let link = rng.pick(&links).clone();
    let (address, anchor) = link
        .split_once('#')
        .map_or((link.as_str(), None), |(address, anchor)| (address, Some(anchor)));
    let target = if address.is_empty() {
        path.clone()
    } else {
        format!(
            "{}{}",
            decode(&address[1..]),
            if address.ends_with('/') { "index.html" } else { "" }
        )
    };
    match (rng.below(4), anchor) {
        // Remove the target file.
        (0, _) if target != path => {
            files.remove(&target)?;
            Some(address.to_owned())
        }
        // Remove the anchor.
        (1, Some(anchor)) => {
            let there = String::from_utf8(files.get(&target)?.clone()).ok()?;
            let gone = there.replacen(&format!("id=\"{}\"", decode(anchor)), "data-x=\"\"", 1);
            (gone != there).then(|| files.insert(target, gone.into_bytes()))?;
            Some(format!("#{anchor}"))
        }
        // Change the address of the link, or its anchor.
        (2, _) => {
            let changed = html.replacen(&format!("href=\"{address}"), "href=\"/no/such/page/", 1);
            (changed != html && !address.is_empty())
                .then(|| files.insert(path, changed.into_bytes()))?;
            Some("/no/such/page/".to_owned())
        }
        (3, Some(anchor)) => {
            let changed = html.replacen(&format!("#{anchor}\""), "#no-such-place\"", 1);
            (changed != html).then(|| files.insert(path, changed.into_bytes()))?;
            Some("#no-such-place".to_owned())
        }
        _ => None,
    }
}

#[test]
fn promise_18_every_planted_fault_is_found() {
    let folder = Folder::new();
    let out = folder.path().join("public");
    let root = repository();
    let (root, to) = (root.to_str().unwrap(), out.to_str().unwrap());
    let arguments = ["build", "--root", root, "--output-dir", to, "--base-url", "/"];
    assert_success(&program(&folder.path(), &arguments).output().unwrap());
    let whole = read_tree(&out);
    assert_eq!(broken_among(&whole, "/", "https://example.org"), Vec::<String>::new());
    let mut rng = Rng(18);
    let mut planted = 0;
    while planted < repetitions("FAULTS", 40) {
        let mut files = whole.clone();
        let Some(named) = plant_fault(&mut files, &mut rng) else { continue };
        planted += 1;
        let broken = broken_among(&files, "/", "https://example.org");
        assert!(
            broken.iter().any(|fault| fault.contains(&named)),
            "{named} was not found: {broken:?}"
        );
    }
}
