//! How much each workload does: the sizes of `docs/performance.md`, or small ones for a first look.

use std::time::Duration;

use clap::ValueEnum;
use serde::{Deserialize, Serialize};

/// The workloads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, ValueEnum, Serialize, Deserialize)]
pub enum Work {
    /// Many rooms of ten, whose members all are online.
    W1,
    /// One room of a thousand.
    W2,
    /// Idle sockets.
    W3,
    /// Somebody comes back who was away for thousands of messages.
    W4,
    /// The list of a thousand rooms.
    W5,
    /// Pages of a long history.
    W6,
}

impl Work {
    pub const ALL: [Self; 6] = [Self::W1, Self::W2, Self::W3, Self::W4, Self::W5, Self::W6];
}

/// The sizes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Plan {
    pub is_quick: bool,
    /// How long a phase is measured, and how long it runs before without being measured.
    pub secs: f64,
    pub warm_up_secs: f64,
    /// W1: rooms and members of each; senders of the closed loop; messages a second of the open one.
    pub rooms: usize,
    pub members: usize,
    pub senders: Vec<usize>,
    pub rates: Vec<u32>,
    /// W2: members; messages on their way at once; messages a second.
    pub large: usize,
    pub widths: Vec<u64>,
    pub large_rates: Vec<u32>,
    /// W3: how many sockets, and how long they are watched.
    pub idle: Vec<usize>,
    pub idle_secs: f64,
    /// W4: rooms, messages missed, and how often somebody comes back.
    pub away_rooms: usize,
    pub missed: Vec<usize>,
    pub returns: usize,
    /// W5: rooms; one in ten has three messages that are unread. How often the list is asked for.
    pub listed: usize,
    pub asks: usize,
    /// W6: messages in the room, and how many pages back.
    pub history: usize,
    pub pages: usize,
}

impl Plan {
    pub fn new(is_quick: bool, secs: Option<f64>) -> Self {
        let plan = if is_quick { Self::quick() } else { Self::full() };
        Self { secs: secs.unwrap_or(plan.secs), ..plan }
    }

    fn full() -> Self {
        Self {
            is_quick: false,
            secs: 10.0,
            warm_up_secs: 2.0,
            rooms: 20,
            members: 10,
            senders: vec![1, 16, 64],
            rates: vec![200, 1_000, 5_000, 10_000],
            large: 1_000,
            widths: vec![1, 8],
            large_rates: vec![10, 50, 100, 200, 400, 800],
            idle: vec![1_000, 5_000, 10_000],
            idle_secs: 10.0,
            away_rooms: 50,
            missed: vec![1_000, 10_000],
            returns: 11,
            listed: 1_000,
            asks: 500,
            history: 100_000,
            pages: 400,
        }
    }

    fn quick() -> Self {
        Self {
            is_quick: true,
            secs: 2.0,
            warm_up_secs: 0.5,
            rooms: 5,
            senders: vec![1, 16],
            rates: vec![200, 1_000],
            large: 100,
            large_rates: vec![50],
            idle: vec![500],
            idle_secs: 2.0,
            missed: vec![500],
            returns: 5,
            listed: 100,
            asks: 50,
            history: 2_000,
            pages: 40,
            ..Self::full()
        }
    }

    pub fn span(&self) -> Duration {
        Duration::from_secs_f64(self.secs)
    }

    pub fn warm_up(&self) -> Duration {
        Duration::from_secs_f64(self.warm_up_secs)
    }

    /// How many runs a workload makes at most, for the progress bar.
    pub fn runs(&self, work: Work) -> usize {
        match work {
            Work::W1 => self.senders.len() + self.rates.len(),
            Work::W2 => self.widths.len() + self.large_rates.len(),
            Work::W3 => self.idle.len(),
            Work::W4 => self.missed.len(),
            Work::W5 => 1,
            Work::W6 => 2,
        }
    }
}
