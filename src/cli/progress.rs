//! Progress display for long work, if standard error is a terminal.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Shorter work shows no progress.
const INITIAL_DELAY: Duration = Duration::from_secs(1);
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

/// Runs `work`, which counts finished items in the counter, and shows "Rendering 3 of 10".
pub(super) fn with_count<T>(doing: &str, total: usize, work: impl FnOnce(&AtomicUsize) -> T) -> T {
    let done = AtomicUsize::new(0);
    let describe = |_| format!("{doing} {} of {total}", done.load(Ordering::Relaxed));
    with_progress(describe, || work(&done))
}

/// Runs `work` and shows the line that `describe` makes of the time so far, which
/// says how far it is.
pub(super) fn with_progress<T>(
    describe: impl Fn(Duration) -> String + Sync,
    work: impl FnOnce() -> T,
) -> T {
    if !io::stderr().is_terminal() {
        return work();
    }
    let is_finished = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let start = Instant::now();
            let mut is_shown = false;
            while !is_finished.load(Ordering::Relaxed) {
                std::thread::park_timeout(UPDATE_INTERVAL);
                if start.elapsed() > INITIAL_DELAY {
                    is_shown = true;
                    // Clears what a longer line left.
                    let _ = write!(io::stderr(), "\r\x1b[K{} ", describe(start.elapsed()));
                }
            }
            if is_shown {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        let result = work();
        is_finished.store(true, Ordering::Relaxed);
        result
    })
}
