//! Checks many links: one request at a time to each host, with a pause between two; several hosts in
//! parallel.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use rustc_hash::FxHashMap;
use url::Url;

use super::http_client::HttpClient;
use super::link_status::{Attempt, LinkStatus, probe};

/// Limits of the load on other machines.
#[derive(Clone, Copy, Debug)]
pub struct RetryPolicy {
    /// Minimum time between two requests to a host.
    pub host_interval: Duration,
    /// Pauses before the first and second retry.
    pub retry_delays: [Duration; 2],
    /// Upper limit for a `Retry-After` that is respected.
    pub max_retry_after: Duration,
    /// Hosts checked in parallel.
    pub max_parallel_hosts: usize,
}

impl Default for RetryPolicy {
    fn default() -> Self {
        RetryPolicy {
            host_interval: Duration::from_millis(500),
            retry_delays: [Duration::from_secs(1), Duration::from_secs(4)],
            max_retry_after: Duration::from_secs(20),
            max_parallel_hosts: 16,
        }
    }
}

/// Checks each URL and counts the checked ones in `done`. An invalid URL is unreachable.
pub fn check_all(
    urls: &[&str],
    client: &HttpClient,
    policy: RetryPolicy,
    done: &AtomicUsize,
) -> BTreeMap<String, LinkStatus> {
    let mut statuses = BTreeMap::new();
    let mut hosts: BTreeMap<String, Vec<(&str, Url)>> = BTreeMap::new();
    for written in urls {
        match Url::parse(written) {
            Ok(url) => hosts.entry(host(&url)).or_default().push((written, url)),
            Err(error) => {
                let status = LinkStatus::Unreachable(format!("not a web address: {error}"));
                statuses.insert((*written).to_owned(), status);
            }
        }
    }
    let threads = policy.max_parallel_hosts.min(hosts.len());
    let limiter = RateLimiter::new(policy);
    let (hosts, statuses) = (Mutex::new(hosts.into_values()), Mutex::new(statuses));
    let check_hosts = || {
        loop {
            let Some(urls) = lock(&hosts).next() else { return };
            for (written, url) in urls {
                let status = check_with_retries(client, &url, policy, &limiter);
                lock(&statuses).insert(written.to_owned(), status);
                done.fetch_add(1, Ordering::Relaxed);
            }
        }
    };
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(check_hosts))));
    statuses.into_inner().unwrap_or_else(PoisonError::into_inner)
}

fn check_with_retries(
    client: &HttpClient,
    url: &Url,
    policy: RetryPolicy,
    limiter: &RateLimiter,
) -> LinkStatus {
    with_retries(policy, || probe(client, url, &|url| limiter.wait_for_slot(url)))
}

/// The result of the first attempt that is final, or of the last.
pub(super) fn with_retries<T>(policy: RetryPolicy, attempt: impl Fn() -> Attempt<T>) -> T {
    let mut delays = policy.retry_delays.into_iter();
    loop {
        match (attempt(), delays.next()) {
            (Attempt::Final(result), _) | (Attempt::Retry(result, _), None) => return result,
            (Attempt::Retry(_, retry_after), Some(delay)) => {
                let longest = policy.max_retry_after.max(delay);
                thread::sleep(retry_after.unwrap_or(delay).clamp(delay, longest));
            }
        }
    }
}

fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Shared by all threads, because redirects from other hosts count as requests to a host, too.
#[derive(Debug)]
pub(super) struct RateLimiter {
    interval: Duration,
    next_slot: Mutex<FxHashMap<String, Instant>>,
}

impl RateLimiter {
    pub(super) fn new(policy: RetryPolicy) -> Self {
        RateLimiter { interval: policy.host_interval, next_slot: Mutex::default() }
    }

    /// Waits until a request to the host of a URL may follow the last one.
    pub(super) fn wait_for_slot(&self, url: &Url) {
        let now = Instant::now();
        let slot = {
            let mut next_slots = lock(&self.next_slot);
            let next = next_slots.entry(host(url)).or_insert(now);
            let slot = now.max(*next);
            *next = slot + self.interval;
            slot
        };
        thread::sleep(slot.saturating_duration_since(now));
    }
}
