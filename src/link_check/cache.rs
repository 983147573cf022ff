//! What was found good lately and need not be asked again.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::PathBuf;

use serde::{Deserialize, Serialize};

use super::probe::LinkStatus;

/// How long an answer is believed, in seconds: a week.
const MAX_AGE_SECONDS: u64 = 7 * 24 * 60 * 60;

/// The shape of the file; one of another shape is passed over.
const VERSION: u32 = 1;

/// Addresses that answered, and when. Only good answers are kept: what was wrong is asked again the
/// next time.
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
    /// Reads what is stored in `file`; what cannot be read counts as empty. `now` is in seconds
    /// since 1970 (Unix time). Without a file nothing is remembered.
    pub fn load(file: Option<PathBuf>, now: u64) -> Self {
        let stored: Option<CacheFile> = file
            .as_ref()
            .and_then(|file| fs::read(file).ok())
            .and_then(|bytes| serde_json::from_slice(&bytes).ok());
        let mut answered = stored
            .filter(|stored| stored.version == VERSION)
            .map(|stored| stored.answered)
            .unwrap_or_default();
        // What lies in the future comes from a clock that was wrong.
        answered.retain(|_, at| *at <= now && now - *at < MAX_AGE_SECONDS);
        LinkCache { file, now, answered }
    }

    /// True where an address answered within the last week.
    pub fn is_fresh(&self, url: &str) -> bool {
        self.answered.contains_key(url)
    }

    /// Remembers what was found.
    ///
    /// # Errors
    /// Those of the disk; then the next run asks again.
    pub fn save<'a>(
        mut self,
        verdicts: impl Iterator<Item = (&'a String, &'a LinkStatus)>,
    ) -> io::Result<()> {
        let Some(file) = &self.file else { return Ok(()) };
        self.answered.extend(
            verdicts
                .filter(|(_, verdict)| **verdict == LinkStatus::Working)
                .map(|(url, _)| (url.clone(), self.now)),
        );
        crate::cache::write_atomic(
            file,
            &serde_json::to_vec(&CacheFile { version: VERSION, answered: self.answered })?,
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good_answers_are_believed_for_a_week_and_others_not_at_all() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("deep/links.json");
        let verdicts = BTreeMap::from([
            ("a".to_owned(), LinkStatus::Working),
            ("b".to_owned(), LinkStatus::Gone(404)),
            ("c".to_owned(), LinkStatus::Moved("d".to_owned())),
        ]);
        LinkCache::load(Some(file.clone()), 1_000_000).save(verdicts.iter()).expect("written");
        let later = |seconds: u64| LinkCache::load(Some(file.clone()), 1_000_000 + seconds);
        assert_eq!(
            ["a", "b", "c"].map(|url| later(MAX_AGE_SECONDS - 1).is_fresh(url)),
            [true, false, false]
        );
        assert!(!later(MAX_AGE_SECONDS).is_fresh("a"));
        assert!(
            !LinkCache::load(Some(file.clone()), 999_999).is_fresh("a"),
            "an answer from the future was believed"
        );
        for broken in [
            "",
            "{",
            "[]",
            "{\"version\":2,\"answered\":{\"a\":1000000}}",
            "{\"version\":1,\"answered\":{\"a\":-1}}",
        ] {
            fs::write(&file, broken).expect("write");
            assert!(!later(0).is_fresh("a"), "{broken}");
        }
        assert_eq!(
            fs::read_dir(folder.path().join("deep")).expect("read").count(),
            1,
            "something was left behind"
        );
    }
}
