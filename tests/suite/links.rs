//! Promise 18: no internal link or anchor of the written tree is broken. The checker knows nothing of the program: it reads HTML.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::harness::{Folder, program, repository, tree};

/// What one page links to, and the anchors it has.
#[derive(Default)]
struct Page {
    links: Vec<String>,
    ids: BTreeSet<String>,
    twice: Vec<String>,
}

/// Attributes by a plain scan of tags: enough for what we write, and independent of it.
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
                    page.twice.push(value);
                }
                _ => {}
            }
        }
        if let Some(url) = tag.strip_prefix("meta http-equiv=\"refresh\"").and_then(|rest| rest.split("url=").nth(1)) {
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
    text.replace("&quot;", "\"").replace("&#39;", "'").replace("&lt;", "<").replace("&gt;", ">").replace("&#x2F;", "/").replace("&amp;", "&")
}

fn decode(path: &str) -> String {
    let bytes = path.as_bytes();
    let (mut out, mut at) = (Vec::new(), 0);
    while at < bytes.len() {
        match (bytes[at], path.get(at + 1..at + 3).and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
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

/// Every broken link of a tree that is served under `base`.
pub fn broken_links(public: &Path, base: &str, origin: &str) -> Vec<String> {
    let files = tree(public);
    let pages: BTreeMap<&String, Page> =
        files.iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, bytes)| (path, page(&String::from_utf8_lossy(bytes)))).collect();
    let mut broken = Vec::new();
    let mut checked = 0;
    for (path, page) in &pages {
        broken.extend(page.twice.iter().map(|id| format!("{path}: two elements have the id {id}")));
        for link in &page.links {
            let link = link.strip_prefix(origin).unwrap_or(link);
            if link.starts_with("https://") || link.starts_with("http://") || link.starts_with("mailto:") {
                continue;
            }
            checked += 1;
            let (address, anchor) = link.split_once('#').map_or((link, None), |(address, anchor)| (address, Some(anchor)));
            let file = match (address, address.strip_prefix(base)) {
                ("", _) => (*path).clone(),
                (_, Some(inner)) if inner.is_empty() || inner.ends_with('/') => format!("{}index.html", decode(inner)),
                (_, Some(inner)) => decode(inner),
                (_, None) => {
                    broken.push(format!("{path}: {link} is outside {base}"));
                    continue;
                }
            };
            match (files.contains_key(&file), anchor, pages.get(&file)) {
                (false, ..) => broken.push(format!("{path}: {link} leads nowhere")),
                (true, Some(anchor), Some(target)) if !target.ids.contains(&decode(anchor)) => broken.push(format!("{path}: {link} has no such place")),
                _ => {}
            }
        }
    }
    assert!(checked > pages.len(), "hardly a link was found: the checker is broken");
    broken
}

#[test]
fn no_link_or_anchor_of_the_demonstration_is_broken() {
    let folder = Folder::new();
    let root = repository();
    let out = folder.path().join("public");
    for base in ["/", "https://example.org/korea/"] {
        let output =
            program(&folder.path(), &["build", "--root", root.to_str().unwrap(), "--output-dir", out.to_str().unwrap(), "--base-url", base, "--strict"])
                .output()
                .unwrap();
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let path = if base == "/" { "/" } else { "/korea/" };
        assert_eq!(broken_links(&out, path, "https://example.org"), Vec::<String>::new());
    }
}

#[test]
fn no_link_of_the_small_story_is_broken_and_the_checker_finds_planted_faults() {
    let folder = Folder::with_story();
    folder.build();
    let public = folder.path().join("public");
    assert_eq!(broken_links(&public, "/s/", "https://example.org"), Vec::<String>::new());
    let page = folder.read("public/articles/talks/index.html");
    let anchor = "m-countries-north-korea";
    assert!(page.contains(anchor), "{page}");
    folder.write("public/articles/talks/index.html", page.replace(&format!("id=\"{anchor}\""), "id=\"x\""));
    folder.remove("public/terms/armistice/index.html");
    let broken = broken_links(&public, "/s/", "https://example.org");
    assert!(broken.iter().any(|fault| fault.contains(anchor)) && broken.iter().any(|fault| fault.contains("armistice")), "{broken:?}");
}
