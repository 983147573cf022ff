//! How long each stage took. For people who ask; nothing of it reaches the site.

use std::time::{Duration, Instant};

/// A stage and its time.
#[derive(Clone, Copy, Debug)]
pub struct StageStats {
    /// Its name.
    pub name: &'static str,
    /// Wall time.
    pub time: Duration,
    /// How many things it worked on: files, pages, problems; 0 where nothing is counted.
    pub count: usize,
    /// The bytes of them; 0 where they are not counted.
    pub bytes: u64,
}

/// The stages, in the order they ran.
#[derive(Clone, Debug, Default)]
pub struct BuildStats {
    /// The stages.
    pub stages: Vec<StageStats>,
    /// How many documents were read: all, or those that had changed.
    pub documents_parsed: usize,
    /// Of how many pages the links were decided.
    pub pages_linked: usize,
}

impl BuildStats {
    /// Runs a stage and notes its time.
    pub fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = stage();
        self.stages.push(StageStats { name, time: start.elapsed(), count: 0, bytes: 0 });
        result
    }

    /// Notes what the last stage worked on.
    pub fn set_last_counts(&mut self, count: usize, bytes: u64) {
        if let Some(stage) = self.stages.last_mut() {
            (stage.count, stage.bytes) = (count, bytes);
        }
    }
}
