//! Progress: only on long work, and only for somebody who watches.

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How long work goes on before anything is said of it.
const INITIAL_DELAY: Duration = Duration::from_secs(1);
/// How often it is said anew.
const UPDATE_INTERVAL: Duration = Duration::from_millis(100);

/// Counts what is done of `total`, and says so while `work` goes on: "Rendering 3 of 10".
pub(super) fn with_progress<T>(
    doing: &str,
    total: usize,
    work: impl FnOnce(&AtomicUsize) -> T,
) -> T {
    let done = AtomicUsize::new(0);
    if !io::stderr().is_terminal() {
        return work(&done);
    }
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        scope.spawn(|| {
            let start = Instant::now();
            let mut said = false;
            while !over.load(Ordering::Relaxed) {
                std::thread::park_timeout(UPDATE_INTERVAL);
                if start.elapsed() > INITIAL_DELAY {
                    said = true;
                    let _ = write!(
                        io::stderr(),
                        "\r{doing} {} of {total} ",
                        done.load(Ordering::Relaxed)
                    );
                }
            }
            if said {
                let _ = write!(io::stderr(), "\r\x1b[K");
            }
        });
        let result = work(&done);
        over.store(true, Ordering::Relaxed);
        result
    })
}
