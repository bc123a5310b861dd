//! Time and chance: the only place that asks the system for either.
#![expect(clippy::disallowed_methods, reason = "this is the door to the system's clock and randomness")]

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use uuid::Uuid;

use super::time::Timestamp;

/// The wall clock of a node; it never goes back while the process lives.
#[derive(Default)]
pub struct Clock {
    last: AtomicI64,
}

impl Clock {
    /// The present instant, never before one that was given already.
    pub fn now(&self) -> Timestamp {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |d| d.as_millis() as i64);
        Timestamp(self.last.fetch_max(wall, Ordering::Relaxed).max(wall))
    }
}

/// The source of ids and secrets.
#[derive(Default)]
pub struct Ids;

impl Ids {
    /// A new UUIDv7, rising within this process.
    pub fn uuid(&self) -> Uuid {
        Uuid::now_v7()
    }
    /// `N` bytes from the operating system's generator.
    pub fn secret<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        getrandom::fill(&mut bytes).expect("the operating system gives random bytes once it has booted");
        bytes
    }
    /// A name for a life of the log: 53 bits, so that any client can hold it, and never 0.
    pub fn epoch(&self) -> i64 {
        (u64::from_le_bytes(self.secret()) >> 11) as i64 | 1
    }
    /// A number below `bound`, for jitter.
    pub fn below(&self, bound: u64) -> u64 {
        u64::from_le_bytes(self.secret()) % bound.max(1)
    }
}
