//! How much was played, and how fast.

use std::fmt;
use std::time::Duration;

use anyhow::Result;
use hdrhistogram::Histogram;

/// The sum of all days that were played.
pub struct Figures {
    pub days: usize,
    pub accounts: usize,
    pub lines: usize,
    pub messages: usize,
    pub moves: usize,
    pub empty_lines: usize,
    pub notices: usize,
    pub deliveries: u64,
    pub cuts: usize,
    pub resent: usize,
    /// From a day's first line until the last member had the last event.
    pub wall: Duration,
    /// From the call to the frame at each member who was live, in microseconds.
    pub delivery: Histogram<u64>,
    /// From the call to its answer.
    pub ack: Histogram<u64>,
}

impl Default for Figures {
    fn default() -> Self {
        let histogram = || Histogram::new_with_bounds(1, 600_000_000, 3).expect("the bounds are sound");
        Self {
            days: 0,
            accounts: 0,
            lines: 0,
            messages: 0,
            moves: 0,
            empty_lines: 0,
            notices: 0,
            deliveries: 0,
            cuts: 0,
            resent: 0,
            wall: Duration::ZERO,
            delivery: histogram(),
            ack: histogram(),
        }
    }
}

impl Figures {
    /// Adds those of another day.
    pub fn add(&mut self, day: Self) -> Result<()> {
        self.days += day.days;
        self.accounts += day.accounts;
        self.lines += day.lines;
        self.messages += day.messages;
        self.moves += day.moves;
        self.empty_lines += day.empty_lines;
        self.notices += day.notices;
        self.deliveries += day.deliveries;
        self.cuts += day.cuts;
        self.resent += day.resent;
        self.wall += day.wall;
        self.delivery.add(day.delivery)?;
        self.ack.add(day.ack)?;
        Ok(())
    }
}

/// Notes a time.
pub fn note(histogram: &mut Histogram<u64>, time: Duration) {
    histogram.saturating_record(u64::try_from(time.as_micros()).unwrap_or(u64::MAX));
}

fn quantiles(histogram: &Histogram<u64>) -> String {
    let at = |quantile: f64| histogram.value_at_quantile(quantile) as f64 / 1000.0;
    format!("p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms", at(0.5), at(0.95), at(0.99))
}

impl fmt::Display for Figures {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let secs = self.wall.as_secs_f64();
        writeln!(out, "days        {}", self.days)?;
        writeln!(out, "accounts    {}", self.accounts)?;
        writeln!(out, "messages    {} ({} lines, the rest are the room's own)", self.messages, self.lines)?;
        writeln!(out, "moves       {} joins, leaves and renames", self.moves)?;
        writeln!(out, "passed over {} lines without text, {} modes and topics", self.empty_lines, self.notices)?;
        writeln!(out, "deliveries  {} ({:.0}/s)", self.deliveries, self.deliveries as f64 / secs)?;
        writeln!(out, "cuts        {} ({} sends repeated)", self.cuts, self.resent)?;
        writeln!(out, "wall time   {secs:.1} s ({:.0} messages/s)", self.messages as f64 / secs)?;
        writeln!(out, "delivery    {}", quantiles(&self.delivery))?;
        write!(out, "ack         {}", quantiles(&self.ack))
    }
}
