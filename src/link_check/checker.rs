//! When to ask whom: one question at a time to each host, with a pause between two, several hosts
//! at once.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use url::Url;

use super::http_client::HttpClient;
use super::probe::{Attempt, LinkStatus, probe};

/// How other machines are treated.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// Between two questions to one host.
    pub host_interval: Duration,
    /// Before what failed is tried again, the first and the second time.
    pub retry_delays: [Duration; 2],
    /// The longest that a host may ask to be left alone for before it is tried again.
    pub max_retry_after: Duration,
    /// How many hosts are asked at once.
    pub max_parallel_hosts: usize,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        let seconds = Duration::from_secs;
        RetryPolicy {
            host_interval: Duration::from_millis(500),
            retry_delays: [seconds(1), seconds(4)],
            max_retry_after: seconds(20),
            max_parallel_hosts: 16,
        }
    }
}

/// Asks each address, and counts in `done` those that are. Addresses that cannot be read as such
/// are told as unreached.
pub fn check_all(
    urls: &[&str],
    web: &HttpClient,
    manners: RetryPolicy,
    done: &AtomicUsize,
) -> BTreeMap<String, LinkStatus> {
    let mut verdicts = BTreeMap::new();
    let mut hosts: BTreeMap<String, Vec<(&str, Url)>> = BTreeMap::new();
    for written in urls {
        match Url::parse(written) {
            Ok(url) => hosts.entry(host(&url)).or_default().push((written, url)),
            Err(error) => drop(verdicts.insert(
                (*written).to_owned(),
                LinkStatus::Unreachable(format!("it is no web address: {error}")),
            )),
        }
    }
    let threads = manners.max_parallel_hosts.min(hosts.len());
    let (waiting, verdicts, slots) = (
        Mutex::new(hosts.into_values()),
        Mutex::new(verdicts),
        RateLimiter { pause: manners.host_interval, next_slot: Mutex::default() },
    );
    thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(of_host) = lock(&waiting).next() else { return };
                    for (written, url) in of_host {
                        let verdict = check_with_retries(web, &url, manners, &slots);
                        lock(&verdicts).insert(written.to_owned(), verdict);
                        done.fetch_add(1, Ordering::Relaxed);
                    }
                }
            });
        }
    });
    verdicts.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn check_with_retries(
    web: &HttpClient,
    url: &Url,
    manners: RetryPolicy,
    slots: &RateLimiter,
) -> LinkStatus {
    let mut waits = manners.retry_delays.into_iter();
    loop {
        match (probe(web, url, &|url| slots.wait_for_slot(url)), waits.next()) {
            (Attempt::Final(verdict), _) | (Attempt::Retry(verdict, _), None) => return verdict,
            (Attempt::Retry(_, wanted), Some(wait)) => {
                thread::sleep(wanted.unwrap_or(wait).clamp(wait, manners.max_retry_after.max(wait)))
            }
        }
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn lock<T>(what: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    what.lock().unwrap_or_else(PoisonError::into_inner)
}

/// When each host may be asked next: a host is also asked by those who are sent on to it.
struct RateLimiter {
    pause: Duration,
    next_slot: Mutex<FxHashMap<String, Instant>>,
}

impl RateLimiter {
    fn wait_for_slot(&self, url: &Url) {
        let now = Instant::now();
        let slot = {
            let mut next = lock(&self.next_slot);
            let slot = next.get(&host(url)).map_or(now, |next| now.max(*next));
            next.insert(host(url), slot + self.pause);
            slot
        };
        thread::sleep(slot.saturating_duration_since(now));
    }
}
