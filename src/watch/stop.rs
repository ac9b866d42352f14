//! The way to end a watch at once, whatever it is waiting for.

use std::sync::{Condvar, Mutex, PoisonError};
use std::time::Duration;

/// A flag that sleepers wake up for.
#[derive(Debug, Default)]
pub struct Stop {
    set: Mutex<bool>,
    changed: Condvar,
}

impl Stop {
    /// Ends the watch.
    pub fn set(&self) {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner) = true;
        self.changed.notify_all();
    }

    /// Whether the watch is to end.
    pub fn is_set(&self) -> bool {
        *self.set.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Sleeps, but no longer than until the watch is to end; whether it is.
    pub fn wait(&self, time: Duration) -> bool {
        let set = self.set.lock().unwrap_or_else(PoisonError::into_inner);
        let woken = self.changed.wait_timeout_while(set, time, |set| !*set);
        *woken.unwrap_or_else(PoisonError::into_inner).0
    }
}
