//! Watching sources: newly published statements are found, read, tagged, kept and told.
//!
//! Every source has a thread and goes its own pace; one that cannot be reached waits longer each time and stops no
//! other. All that must outlive the program is in the store: it may be killed at any moment.

mod feed;
mod folder;
mod listing;
mod pages;
mod round;
mod sources;
mod stop;
mod web;

pub use sources::{List, Next, Place, Source, Sources};
pub use stop::Stop;

use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::announce::announce;
use crate::error::Result;
use crate::fetch::Fetcher;
use crate::model::Model;
use crate::store::{Filter, Store};
use round::Round;

/// How often the channels are looked after.
const TELLING: Duration = Duration::from_secs(1);

/// The longest wait for a source that cannot be reached.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 3600);

/// How often what was not told is tried in a run that ends after one round, and the pause before each further attempt.
const LAST_ATTEMPTS: (u32, Duration) = (3, Duration::from_secs(6));

/// Watches with what all threads share.
#[derive(Debug)]
pub struct Watcher<'a> {
    /// What is watched, and who is told.
    pub sources: &'a Sources,
    /// The store's file.
    pub store: &'a Path,
    /// The model that tags.
    pub model: &'a Model,
    /// What fetches.
    pub fetcher: &'a Fetcher,
    /// Ends the watch.
    pub stop: &'a Stop,
    /// Whether to end after one round of every source.
    pub once: bool,
    health: Mutex<Vec<Health>>,
}

/// How things stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Health {
    /// Rounds that failed one after the other; 0 when the last one went well.
    pub failures: u32,
    /// Documents that could not be had or read in the last round.
    pub missed: usize,
}

impl<'a> Watcher<'a> {
    /// A watcher that polls until it is stopped.
    #[must_use]
    pub fn new(sources: &'a Sources, store: &'a Path, model: &'a Model, fetcher: &'a Fetcher, stop: &'a Stop) -> Self {
        let health = Mutex::new(vec![Health::default(); sources.sources.len()]);
        Self { sources, store, model, fetcher, stop, once: false, health }
    }

    /// Watches until it is stopped or, with `once`, until every source had its round; whether all went well then.
    ///
    /// # Errors
    /// A store that cannot be used at the start. What fails later is logged and tried again.
    pub fn run(&self) -> Result<bool> {
        let store = Store::open(self.store)?;
        let told = thread::scope(|scope| {
            let watches: Vec<_> = (0..self.sources.sources.len()).map(|i| scope.spawn(move || self.watch(i))).collect();
            while watches.iter().any(|watch| !watch.is_finished()) {
                self.tell(&store);
                self.stop.wait(if self.once { Duration::from_millis(50) } else { TELLING });
                if self.stop.is_set() {
                    break;
                }
            }
            drop(watches);
            self.stop.is_set() || !self.once
        }) || self.tell_all(&store);
        self.log_health(&store);
        let health = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        Ok(told && health.iter().all(|health| health.failures == 0 && health.missed == 0))
    }

    /// Watches one source.
    fn watch(&self, index: usize) {
        let source = &self.sources.sources[index];
        let mut failures = 0_u32;
        loop {
            match Store::open(self.store).and_then(|mut store| Round::new(self, source, &mut store).run()) {
                Ok(missed) => {
                    failures = 0;
                    self.note(index, Health { failures, missed });
                }
                Err(error) => {
                    failures = failures.saturating_add(1);
                    tracing::warn!(source = source.name, failures, "cannot be watched now: {error}");
                    self.note(index, Health { failures, missed: 0 });
                }
            }
            if let Ok(store) = Store::open(self.store) {
                self.log_health(&store);
            }
            if self.once || self.stop.wait(delay(source.every, failures)) {
                return;
            }
        }
    }

    fn note(&self, index: usize, now: Health) {
        let mut all = self.health.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(health) = all.get_mut(index) {
            *health = now;
        }
    }

    /// Tells what is due; a store that cannot be used for now is logged.
    fn tell(&self, store: &Store) {
        match announce(store, &self.sources.channels) {
            Ok((0, 0)) => {}
            Ok((told, failed)) => tracing::info!(told, failed, "announced"),
            Err(error) => tracing::warn!("cannot announce now: {error}"),
        }
    }

    /// Tells until nothing is left, a few times; whether nothing is.
    fn tell_all(&self, store: &Store) -> bool {
        for attempt in 1..=LAST_ATTEMPTS.0 {
            self.tell(store);
            match store.untold() {
                Ok(0) => return true,
                Ok(untold) if attempt == LAST_ATTEMPTS.0 => tracing::warn!(untold, "left for the next run to tell"),
                _ if self.stop.wait(LAST_ATTEMPTS.1) => return false,
                _ => {}
            }
        }
        false
    }

    /// The health line.
    fn log_health(&self, store: &Store) {
        let (sources, failing, missed) = {
            let all = self.health.lock().unwrap_or_else(PoisonError::into_inner);
            let failing = all.iter().filter(|health| health.failures > 0).count();
            (all.len(), failing, all.iter().map(|health| health.missed).sum::<usize>())
        };
        let documents = store.count(&Filter::default()).unwrap_or_default();
        let untold = store.untold().unwrap_or_default();
        tracing::info!(sources, failing, missed, documents, untold, "health");
    }
}

/// How long to wait for the next round: the source's interval, doubled for each failure up to a day, give or take a
/// tenth, so that many watchers do not ask at the same moment.
fn delay(every: Duration, failures: u32) -> Duration {
    let doubled = every.saturating_mul(1 << failures.min(16)).min(LONGEST_WAIT.max(every));
    doubled.mul_f64(0.9 + 0.2 * fastrand::f64())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn failures_double_the_wait_up_to_a_day() {
        let minute = Duration::from_secs(60);
        let around = |found: Duration, expected: u64| {
            let expected = Duration::from_secs(expected);
            assert!(
                found >= expected.mul_f64(0.9) && found <= expected.mul_f64(1.1),
                "{found:?} is not near {expected:?}"
            );
        };
        around(delay(minute, 0), 60);
        around(delay(minute, 3), 480);
        around(delay(minute, u32::MAX), 24 * 3600);
        around(delay(Duration::from_secs(7 * 24 * 3600), 2), 7 * 24 * 3600);
    }
}
