//! The breaking changes found so far, each at its place.

use std::collections::BTreeSet;

/// Which way a value goes: what clients send may become wider, what they get may become narrower.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    Sent,
    Got,
}

/// Gathers breaking changes.
#[derive(Default)]
pub struct Found(BTreeSet<String>);

impl Found {
    pub fn add(&mut self, place: &str, what: impl std::fmt::Display) {
        self.0.insert(format!("{place}: {what}"));
    }

    pub fn into_set(self) -> BTreeSet<String> {
        self.0
    }
}
