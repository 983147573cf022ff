//! Cache of links that worked recently and need no new check.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::link_status::LinkStatus;

/// One week.
const MAX_AGE_SECONDS: u64 = 7 * 24 * 60 * 60;

/// Version of the file format; other versions are ignored.
const VERSION: u32 = 1;

/// URLs that worked, with the time of the check. Failures are not cached.
#[derive(Debug)]
pub struct LinkCache {
    file: Option<PathBuf>,
    now: u64,
    answered: BTreeMap<String, u64>,
}

#[derive(Serialize, Deserialize)]
struct CacheFile {
    version: u32,
    answered: BTreeMap<String, u64>,
}

impl LinkCache {
    /// Reads the cache in `file`; an unreadable file counts as empty. `now` is in seconds since 1970.
    /// Without a file nothing is cached.
    pub fn load(file: Option<PathBuf>, now: u64) -> Self {
        let bytes = file.as_ref().and_then(|file| fs::read(file).ok()).unwrap_or_default();
        let mut answered = match serde_json::from_slice(&bytes) {
            Ok(CacheFile { version: VERSION, answered }) => answered,
            _ => BTreeMap::new(),
        };
        // Times in the future come from a wrong clock.
        answered.retain(|_, at| *at <= now && now - *at < MAX_AGE_SECONDS);
        LinkCache { file, now, answered }
    }

    /// True if a URL worked within the last week.
    pub fn is_fresh(&self, url: &str) -> bool {
        self.answered.contains_key(url)
    }

    /// Adds the links that work and writes the file.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save<'a>(
        mut self,
        statuses: impl Iterator<Item = (&'a String, &'a LinkStatus)>,
    ) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        let working = statuses.filter(|(_, status)| **status == LinkStatus::Working);
        self.answered.extend(working.map(|(url, _)| (url.clone(), self.now)));
        let stored = CacheFile { version: VERSION, answered: self.answered };
        crate::cache::write_atomic(file, &serde_json::to_vec(&stored)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn working_links_are_cached_for_a_week_and_others_not_at_all() {
        let temporary = tempfile::tempdir().expect("a folder");
        let folder = temporary.path().join("deep");
        let file = folder.join("links.json");
        let statuses = BTreeMap::from([
            ("a".to_owned(), LinkStatus::Working),
            ("b".to_owned(), LinkStatus::Gone(404)),
            ("c".to_owned(), LinkStatus::Moved("d".to_owned())),
        ]);
        let load = |now: u64| LinkCache::load(Some(file.clone()), now);
        let is_fresh = |url: &str, age: u64| load(1_000_000 + age).is_fresh(url);
        load(1_000_000).save(statuses.iter()).expect("written");
        let fresh = ["a", "b", "c"].map(|url| is_fresh(url, MAX_AGE_SECONDS - 1));
        assert_eq!(fresh, [true, false, false]);
        assert!(!is_fresh("a", MAX_AGE_SECONDS));
        assert!(!load(999_999).is_fresh("a"), "a time in the future was accepted");
        for broken in [
            "",
            "{",
            "[]",
            "{\"version\":2,\"answered\":{\"a\":1000000}}",
            "{\"version\":1,\"answered\":{\"a\":-1}}",
        ] {
            fs::write(&file, broken).expect("write");
            assert!(!is_fresh("a", 0), "{broken}");
        }
        assert_eq!(fs::read_dir(folder).expect("read").count(), 1, "a temporary file was left");
    }
}
