//! When to ask whom: one question at a time to each host, with a pause between two, several hosts at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use url::Url;

use super::verdict::{Try, Verdict, ask};
use super::web::Web;

/// How other machines are treated.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// Between two questions to one host.
    pub pause: Duration,
    /// Before what failed is tried again, the first and the second time.
    pub again: [Duration; 2],
    /// The longest that a host may ask to be left alone for before it is tried again.
    pub longest: Duration,
    /// How many hosts are asked at once.
    pub hosts: usize,
}

impl Default for Manners {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        Manners { pause: Duration::from_millis(500), again: [seconds(1), seconds(4)], longest: seconds(20), hosts: 16 }
    }
}

/// Asks each address, and counts in `done` those that are. Addresses that cannot be read as such are told as unreached.
pub fn ask_all(urls: &[&str], web: &Web, manners: Manners, done: &AtomicUsize) -> BTreeMap<String, Verdict> {
    let mut verdicts = BTreeMap::new();
    let mut hosts: BTreeMap<String, Vec<(&str, Url)>> = BTreeMap::new();
    for written in urls {
        match Url::parse(written) {
            Ok(url) => hosts.entry(host(&url)).or_default().push((written, url)),
            Err(error) => drop(verdicts.insert((*written).to_owned(), Verdict::Unreached(format!("it is no web address: {error}")))),
        }
    }
    let threads = manners.hosts.min(hosts.len());
    let (waiting, verdicts, slots) = (Mutex::new(hosts.into_values()), Mutex::new(verdicts), Slots { pause: manners.pause, next: Mutex::default() });
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(of_host) = locked(&waiting).next() else { return };
                    for (written, url) in of_host {
                        let verdict = ask_again(web, &url, manners, &slots);
                        locked(&verdicts).insert(written.to_owned(), verdict);
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn ask_again(web: &Web, url: &Url, manners: Manners, slots: &Slots) -> Verdict {
    let mut waits = manners.again.into_iter();
    loop {
        match (ask(web, url, &|url| slots.wait(url)), waits.next()) {
            (Try::Settled(verdict), _) | (Try::Again(verdict, _), None) => return verdict,
            (Try::Again(_, wanted), Some(wait)) => thread::sleep(wanted.unwrap_or(wait).clamp(wait, manners.longest.max(wait))),
        }
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn locked<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When each host may be asked next: a host is also asked by those who are sent on to it.
struct Slots {
    pause: Duration,
    next: Mutex<FxHashMap<String, Instant>>,
}

impl Slots {
    fn wait(&self, url: &Url) {
        let now = Instant::now();
        let slot = {
            let mut next = locked(&self.next);
            let slot = next.get(&host(url)).map_or(now, |next| now.max(*next));
            next.insert(host(url), slot + self.pause);
            slot
        };
        thread::sleep(slot.saturating_duration_since(now));
    }
}
