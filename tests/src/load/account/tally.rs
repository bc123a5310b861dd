//! What a phase counts, and what must never be.

use serde::{Deserialize, Serialize};

use crate::times::Times;

/// What must never be. Any of these fails a run, however fast it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wrong {
    /// Acknowledged, and not delivered to somebody.
    pub missing: u64,
    /// Delivered to a socket again.
    pub doubled: u64,
    /// After one that follows it in the room, or under another number than others were told.
    pub out_of_order: u64,
    /// Delivered to somebody who is not in the room, or never sent.
    pub stray: u64,
    /// Sockets that the server closed.
    pub cut: u64,
}

impl Wrong {
    pub fn is_nothing(self) -> bool {
        self == Self::default()
    }

    pub fn add(&mut self, other: Self) {
        self.missing += other.missing;
        self.doubled += other.doubled;
        self.out_of_order += other.out_of_order;
        self.stray += other.stray;
        self.cut += other.cut;
    }
}

/// What a phase counted.
#[derive(Default)]
pub struct Tally {
    pub announced: u64,
    pub accepted: u64,
    /// Answered with an error, or not at all.
    pub refused: u64,
    pub first_refusal: Option<String>,
    pub delivered: u64,
    /// Messages that everybody has.
    pub complete: u64,
    /// From when a message was due to its answer, to each delivery, and until everybody had it.
    pub accept: Times,
    pub delivery: Times,
    pub to_all: Times,
    pub wrong: Wrong,
}
