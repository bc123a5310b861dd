//! What a run comes to.

use serde::{Deserialize, Serialize};

/// One run, as its process tells of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    pub seed: u64,
    /// Of all that happened.
    pub digest: String,
    pub lines: usize,
    pub figures: Figures,
    /// The rule that was broken, and how.
    pub violations: Vec<(String, String)>,
}

/// What was done.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// Messages, every one of which must be there.
    pub acknowledged: usize,
    /// Sockets that were opened after the first one of each device.
    pub reconnects: usize,
    pub resumes: usize,
    pub resyncs: usize,
    /// Pages of the log that were fetched to repair a gap.
    pub repairs: usize,
    pub refreshes: usize,
    /// Of the server, and of devices.
    pub crashes: usize,
    /// Devices that were cut off, in both directions or one, or whose messages were held.
    pub partitions: usize,
    pub simulated_ms: u64,
}

impl Figures {
    pub fn add(&mut self, other: &Self) {
        self.acknowledged += other.acknowledged;
        self.reconnects += other.reconnects;
        self.resumes += other.resumes;
        self.resyncs += other.resyncs;
        self.repairs += other.repairs;
        self.refreshes += other.refreshes;
        self.crashes += other.crashes;
        self.partitions += other.partitions;
        self.simulated_ms += other.simulated_ms;
    }
}
