//! The figures of a run: how much of everything there was, and how long it took.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use super::client::Client;
use crate::history::{At, History, Operation, Outcome, What};

const ACKNOWLEDGED: &str = "messages acknowledged";

/// Counts, refusals by kind and why, and times by kind.
pub struct Figures {
    pub counts: Vec<(&'static str, usize)>,
    pub refused: BTreeMap<String, usize>,
    pub times: BTreeMap<&'static str, Vec<Duration>>,
}

impl Figures {
    pub fn of(history: &History, client: &Client) -> Self {
        let count = |of: fn(&What) -> bool, outcome: fn(&Outcome) -> bool| {
            history.operations.iter().filter(|operation| of(&operation.what) && outcome(&operation.outcome)).count()
        };
        let done = |of| count(of, |outcome| matches!(outcome, Outcome::Acknowledged(_)));
        let frames = history.connections.iter().map(|connection| connection.frames.len()).sum();
        let counts = vec![
            (ACKNOWLEDGED, done(|what| matches!(what, What::Send { .. }))),
            ("edits", done(|what| matches!(what, What::Edit { .. }))),
            ("deletions", done(|what| matches!(what, What::Delete { .. }))),
            ("joined", done(|what| matches!(what, What::Join { .. }))),
            ("left or removed", done(|what| matches!(what, What::Leave { .. }))),
            ("marked as read", done(|what| matches!(what, What::MarkRead { .. }))),
            ("readings", done(is_reading)),
            ("refused", count(|_| true, |outcome| matches!(outcome, Outcome::Refused(_)))),
            ("without an answer", count(|_| true, |outcome| *outcome == Outcome::Unknown)),
            ("put off (429)", client.put_off()),
            ("connections", history.connections.len()),
            ("of them with a cursor", history.connections.iter().filter(|connection| connection.resumed.is_some()).count()),
            ("frames", frames),
        ];
        let mut times = client.times();
        times.insert("from the call to another's device", deliveries(history));
        times.retain(|_, times| !times.is_empty());
        times.values_mut().for_each(|times| times.sort_unstable());
        Self { counts, refused: client.refused(), times }
    }

    /// Whether there is anything to be judged.
    pub fn is_anything_done(&self) -> bool {
        self.counts.iter().any(|(name, count)| *name == ACKNOWLEDGED && *count > 0)
    }

    /// What so many of some times took at most: 0.5 for the median.
    pub fn at(times: &[Duration], quantile: f64) -> Duration {
        let place = (times.len() as f64 * quantile).ceil() as usize;
        times.get(place.saturating_sub(1).min(times.len().saturating_sub(1))).copied().unwrap_or_default()
    }
}

fn is_reading(what: &What) -> bool {
    matches!(what, What::ReadPage { .. } | What::ReadMessage { .. } | What::ReadUnread { .. })
}

/// From the call that sent a message to the first frame that told another person of it.
fn deliveries(history: &History) -> Vec<Duration> {
    let mut first = HashMap::<&str, At>::new();
    for connection in &history.connections {
        for frame in connection.frames.iter().filter(|frame| frame.body["type"] == "message.created") {
            let message = &frame.body["data"]["message"];
            if let (Some(id), false) = (message["id"].as_str(), message["sender_id"] == connection.user.as_str()) {
                let at = first.entry(id).or_insert(frame.at);
                *at = (*at).min(frame.at);
            }
        }
    }
    // A message that was sent again counts from its first call on.
    let mut sent = HashMap::<&str, At>::new();
    for operation in &history.operations {
        if let (What::Send { .. }, Operation { outcome: Outcome::Acknowledged(message), invoked, .. }) = (&operation.what, operation)
            && let Some(id) = message["id"].as_str()
        {
            let at = sent.entry(id).or_insert(*invoked);
            *at = (*at).min(*invoked);
        }
    }
    sent.into_iter().filter_map(|(id, sent)| first.get(id)?.checked_sub(sent)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_are_of_what_is_there() {
        let times: Vec<Duration> = (1..=100).map(Duration::from_millis).collect();
        assert_eq!(Figures::at(&times, 0.5), Duration::from_millis(50));
        assert_eq!(Figures::at(&times, 0.99), Duration::from_millis(99));
        assert_eq!(Figures::at(&times, 1.0), Duration::from_millis(100));
        assert_eq!(Figures::at(&times[..1], 0.5), Duration::from_millis(1));
        assert_eq!(Figures::at(&[], 0.5), Duration::ZERO);
    }
}
