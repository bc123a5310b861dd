//! How long messages took from the call that was acknowledged to the frame at a listener on another node.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::time::Instant;

use super::stage::Outcome;
use crate::times::Times;

/// For how long after a fault what is late may be its doing.
const AFTER: Duration = Duration::from_secs(5);
/// How many messages a figure needs at least.
const FEW: u64 = 50;

/// The times at which something was away.
#[derive(Default)]
pub struct Absences(Vec<(Instant, Instant)>);

impl Absences {
    /// Notes an absence that has ended now.
    pub fn ended(&mut self, since: Instant) {
        self.0.push((since, Instant::now()));
    }
}

/// What deliveries took: with everything there, while something was away, and just after it had come back.
#[derive(Default)]
pub struct Deliveries {
    pub there: Times,
    pub away: Times,
    pub after: Times,
}

impl Deliveries {
    /// Of all messages that were sent before a moment, and heard on another node.
    pub fn of(outcome: &Outcome, absences: &Absences, before: Instant) -> Self {
        let sent: HashMap<&str, _> = outcome.acknowledged.iter().map(|sent| (sent.client_id.as_str(), sent)).collect();
        let mut deliveries = Self::default();
        for heard in &outcome.heard {
            for (client_id, at) in &heard.messages {
                let Some(sent) = sent.get(client_id.as_str()) else { continue };
                if sent.node != heard.node && sent.begun < before {
                    deliveries.at(sent.begun, absences).note(at.saturating_duration_since(sent.begun));
                }
            }
        }
        deliveries
    }

    fn at(&mut self, begun: Instant, absences: &Absences) -> &mut Times {
        let is_in = |after: Duration| absences.0.iter().any(|(from, to)| *from <= begun && begun < *to + after);
        if is_in(Duration::ZERO) {
            &mut self.away
        } else if is_in(AFTER) {
            &mut self.after
        } else {
            &mut self.there
        }
    }

    /// Prints the three, and holds them against what 99 in 100 may take.
    pub fn judge(&self, what: &str, most: Duration) -> Result<()> {
        println!("delivery to another node, from the call to the frame:");
        for (when, times) in [("there", &self.there), ("away", &self.away), ("just back", &self.after)] {
            println!("  {what} {when:<10} {times} ({} deliveries)", times.count());
        }
        for (when, times) in [("is there", &self.there), ("is away", &self.away), ("is just back", &self.after)] {
            ensure!(times.count() >= FEW, "only {} messages were delivered while {what} {when}", times.count());
            ensure!(times.p99() <= most, "while {what} {when}, p99 is {:?}, more than {most:?}", times.p99());
        }
        Ok(())
    }
}
