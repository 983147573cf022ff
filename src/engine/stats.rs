//! Time and amount of work per build stage, for `--timings` and the preview. Never part of the site.

use std::time::{Duration, Instant};

/// Statistics of one stage.
#[derive(Clone, Copy, Debug)]
pub struct StageStats {
    /// As printed by `--timings`.
    pub name: &'static str,
    /// Wall time.
    pub time: Duration,
    /// Items processed (files, pages, problems); 0 if not counted.
    pub count: usize,
    /// Bytes processed; 0 if not counted.
    pub bytes: u64,
}

/// Statistics of a build.
#[derive(Clone, Debug, Default)]
pub struct BuildStats {
    /// In the order they ran.
    pub stages: Vec<StageStats>,
    /// Documents that were parsed, not reused.
    pub documents_parsed: usize,
    /// Pages whose links were resolved, not reused.
    pub pages_linked: usize,
}

impl BuildStats {
    /// Runs a stage and records its time.
    pub fn time<T>(&mut self, name: &'static str, stage: impl FnOnce() -> T) -> T {
        let start = Instant::now();
        let result = stage();
        self.stages.push(StageStats { name, time: start.elapsed(), count: 0, bytes: 0 });
        result
    }

    /// Records how much the last stage processed.
    pub fn set_last_counts(&mut self, count: usize, bytes: u64) {
        if let Some(stage) = self.stages.last_mut() {
            (stage.count, stage.bytes) = (count, bytes);
        }
    }
}
