//! The accounts that may be there, so that those that are left in the end can be named.

use std::collections::BTreeSet;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Their names.
#[derive(Default)]
pub struct Accounts(Mutex<BTreeSet<String>>);

impl Accounts {
    /// Notes one that may be there from now on.
    pub fn begin(&self, name: &str) {
        self.names().insert(name.to_owned());
    }

    /// Notes one that is not there, or not any more.
    pub fn end(&self, name: &str) {
        self.names().remove(name);
    }

    /// Those that may be there.
    pub fn left(&self) -> Vec<String> {
        self.names().iter().cloned().collect()
    }

    fn names(&self) -> MutexGuard<'_, BTreeSet<String>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
