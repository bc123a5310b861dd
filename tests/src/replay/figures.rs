//! How much was played, and how fast.

use std::fmt;
use std::time::Duration;

use anyhow::Result;

use crate::times::Times;

/// The sum of all days that were played.
#[derive(Default)]
pub struct Figures {
    pub days: usize,
    pub accounts: usize,
    pub devices: usize,
    pub lines: usize,
    pub messages: usize,
    pub moves: usize,
    pub empty_lines: usize,
    pub notices: usize,
    pub deliveries: u64,
    /// How often devices acknowledged what they had, and people read, and saw how far a message had come.
    pub acknowledged: usize,
    pub read: usize,
    pub looked: usize,
    /// How many devices came back after half of the day.
    pub returns: usize,
    pub cuts: usize,
    pub resent: usize,
    /// From a day's first line until the last member had the last event.
    pub wall: Duration,
    /// From the call to the frame at each member who was live.
    pub delivery: Times,
    /// From the call to its answer.
    pub ack: Times,
}

impl Figures {
    /// Adds those of another day.
    pub fn add(&mut self, day: Self) -> Result<()> {
        self.days += day.days;
        self.accounts += day.accounts;
        self.devices += day.devices;
        self.lines += day.lines;
        self.messages += day.messages;
        self.moves += day.moves;
        self.empty_lines += day.empty_lines;
        self.notices += day.notices;
        self.deliveries += day.deliveries;
        self.acknowledged += day.acknowledged;
        self.read += day.read;
        self.looked += day.looked;
        self.returns += day.returns;
        self.cuts += day.cuts;
        self.resent += day.resent;
        self.wall += day.wall;
        self.delivery.add(&day.delivery)?;
        self.ack.add(&day.ack)
    }
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.wall.as_secs_f64();
        writeln!(out, "days        {}", self.days)?;
        writeln!(
            out,
            "accounts    {} with {} devices, of which {} came back after half of a day",
            self.accounts, self.devices, self.returns
        )?;
        writeln!(out, "messages    {} ({} lines, the rest are the room's own)", self.messages, self.lines)?;
        writeln!(out, "moves       {} joins, leaves and renames", self.moves)?;
        writeln!(out, "passed over {} lines without text, {} modes and topics", self.empty_lines, self.notices)?;
        writeln!(out, "read state  {} acknowledgements, {} readings, {} messages' receipts", self.acknowledged, self.read, self.looked)?;
        writeln!(out, "deliveries  {} ({:.0}/s)", self.deliveries, self.deliveries as f64 / secs)?;
        writeln!(out, "cuts        {} ({} sends repeated)", self.cuts, self.resent)?;
        writeln!(out, "wall time   {secs:.1} s ({:.0} messages/s)", self.messages as f64 / secs)?;
        writeln!(out, "delivery    {}", self.delivery)?;
        write!(out, "ack         {}", self.ack)
    }
}
