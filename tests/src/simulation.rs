//! A network of which a seed chooses every delay and every fault: devices that run the Rust SDK, as it is, against a model of the
//! server, in simulated time. The same seed is the same run, to the last frame.
//!
//! The server that others run cannot take part: SQLite and PostgreSQL have threads and clocks of their own, and what they do when is
//! not a seed's to choose. The other fault commands are for it. What is judged here is the client's half of the promise: cursors,
//! resumption, reconnection, repair of gaps, tokens, and that what is sent again is there once.
//!
//! Nothing on the way draws from the system, so nothing of it need be replaced: hosts take turns on one thread, the SDK's clock and
//! chance are given to it, and neither it nor the model asks a map without an order. But the executor ends the tasks of a host that
//! crashes in the order of numbers that it gives out for the whole process. So each run has a process to itself, in which there was
//! no other executor before. That this is enough is checked: runs are repeated, and their digests compared.

mod cast;
mod command;
mod device;
mod judge;
mod model;
mod notes;
mod outcome;
mod plan;
mod run;
mod trace;
mod wire;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use chrono::{DateTime, Utc};

pub use self::command::{Simulate, Single};
pub use self::outcome::{Figures, Outcome};

/// When every run begins, by the calendar.
const EPOCH_MS: u64 = 1_795_000_000_001;

/// How long the run has been going on.
fn now() -> Duration {
    turmoil::sim_elapsed().unwrap_or_default()
}

/// The time by the calendar, as the service writes it.
fn clock() -> DateTime<Utc> {
    DateTime::UNIX_EPOCH + Duration::from_millis(EPOCH_MS + now().as_millis() as u64)
}

/// What panicked while it held it has ended the run.
fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
