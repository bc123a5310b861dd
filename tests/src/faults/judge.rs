//! What must be true after the faults: what was done and seen is written down as it happens, and the history checker holds it
//! against the contract.

use std::time::Duration;

use anyhow::{Result, ensure};
use causerie_verify::{At, Operation, Outcome, Recorder, Settled, Violation, What, check, summary};
use serde_json::Value;
use tokio::time::Instant;

use crate::Person;

/// What is written down, with the clock of its times.
pub struct Record {
    pub notes: Recorder,
    begun: Instant,
}

impl Default for Record {
    fn default() -> Self {
        Self { notes: Recorder::default(), begun: Instant::now() }
    }
}

impl Record {
    /// A moment in the record's time.
    pub fn at(&self, moment: Instant) -> At {
        moment.saturating_duration_since(self.begun)
    }

    /// Now in the record's time.
    pub fn now(&self) -> At {
        self.begun.elapsed()
    }

    /// Notes what somebody did, which has just ended.
    pub fn note(&self, person: &Person, what: What, invoked: Instant, outcome: Outcome) {
        let (who, completed) = (person.id.clone(), self.now());
        self.notes.note(Operation { who, what, invoked: self.at(invoked), completed, outcome });
    }

    /// Lets somebody read a room when all is over; gives how many messages they see.
    pub async fn settle(&self, person: &Person, room_id: &str) -> Result<usize> {
        let invoked = self.now();
        let messages = history(person, room_id).await?;
        let unread = person.get(&format!("/unread-count?room_id={room_id}")).await.expect(200)["total"].as_i64();
        let count = messages.len();
        let (who, room) = (person.id.clone(), room_id.to_owned());
        self.notes.settle(Settled { who, room, invoked, messages: Some(messages), unread });
        Ok(count)
    }

    /// Holds everything against the contract.
    pub fn judge(&self) -> Vec<Violation> {
        check(&self.notes.take())
    }
}

/// What a problem with a status leaves open: only what is the caller's fault was not done for sure.
pub fn refusal(status: u16, problem: &Value) -> Outcome {
    if (400..500).contains(&status) { Outcome::Refused(problem["code"].as_str().unwrap_or_default().to_owned()) } else { Outcome::Unknown }
}

/// Prints how often each rule was broken.
pub fn print(violations: &[Violation], wall: Duration) {
    let counts = summary(violations);
    let of = |name| counts.iter().find(|(rule, _)| *rule == name).map_or(0, |(_, count)| *count);
    println!("lost            {}", of("lost"));
    println!("doubled         {}", of("doubled"));
    println!("unknown         {}", of("phantom"));
    let counts: Vec<String> = counts.iter().map(|(rule, count)| format!("{rule} {count}")).collect();
    println!("violations      {} (judged in {:.1} s): {}", violations.len(), wall.as_secs_f64(), counts.join(", "));
}

/// A room's whole history, the oldest first.
async fn history(person: &Person, room_id: &str) -> Result<Vec<Value>> {
    let mut history: Vec<Value> = Vec::new();
    loop {
        let before = history.last().and_then(|message| message["id"].as_str());
        let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
        let mut page = person.get(&format!("/rooms/{room_id}/messages?limit=100{before}")).await.expect(200);
        let items = page["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
        ensure!(!items.is_empty() || page["has_more_before"] == false, "an empty page says that there is more before it");
        history.extend(items);
        if page["has_more_before"] == false {
            history.reverse();
            return Ok(history);
        }
    }
}
