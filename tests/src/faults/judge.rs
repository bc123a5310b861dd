//! What must be true after the faults: nothing acknowledged is lost, nothing is there twice, the numbers are dense, and
//! the listener has heard exactly the history.

use std::collections::{HashMap, HashSet};
use std::hash::Hash;

use anyhow::{Result, ensure};
use serde_json::Value;

use super::listener::Heard;
use super::load::Acknowledged;
use crate::Person;
use crate::person::told;

/// The findings.
#[derive(Default)]
pub struct Findings {
    /// Acknowledged messages that the history does not have, or has otherwise.
    pub lost: usize,
    /// Messages that are there more than once, by `client_id` or by content.
    pub doubled: usize,
    /// Messages of people that nobody was told of.
    pub unknown: usize,
    /// In words.
    pub complaints: Vec<String>,
}

/// A room's whole history, the oldest first.
pub async fn history(person: &Person, room_id: &str) -> Result<Vec<Value>> {
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

impl Findings {
    /// Holds the histories of all rooms against what was acknowledged.
    pub fn judge(&mut self, histories: &HashMap<String, Vec<Value>>, acknowledged: &[Acknowledged]) {
        let all = || histories.values().flatten().filter(|message| message["kind"] == "user");
        let by_id: HashMap<&str, &Value> = all().filter_map(|message| Some((message["client_id"].as_str()?, message))).collect();
        for sent in acknowledged {
            let found = by_id.get(sent.client_id.as_str());
            if found.is_none_or(|found| **found != told(&sent.message) || found["content"] != sent.content.as_str()) {
                self.lost += 1;
                self.complain(format!("acknowledged was {}; the history has {found:?}", sent.message));
            }
        }
        let known: HashSet<&str> = acknowledged.iter().map(|sent| sent.client_id.as_str()).collect();
        self.unknown = all().filter(|message| message["client_id"].as_str().is_none_or(|id| !known.contains(id))).count();
        self.doubled = doubles(all().map(|m| m["client_id"].to_string())).max(doubles(all().map(|m| m["content"].to_string())));
        for (room_id, history) in histories {
            for (at, message) in history.iter().enumerate() {
                if message["seq"] != at + 1 {
                    self.complain(format!("in room {room_id} message {} is {message}", at + 1));
                    break;
                }
            }
        }
    }

    /// Holds what the listener heard against the histories.
    pub fn judge_heard(&mut self, histories: &HashMap<String, Vec<Value>>, heard: &Heard) {
        let doubled = doubles(heard.frames.iter().map(|frame| frame["event_id"].to_string()));
        if doubled > 0 {
            self.doubled += doubled;
            self.complain(format!("{doubled} events came to the listener more than once"));
        }
        for (room_id, history) in histories {
            let of_room: Vec<&Value> = heard.frames.iter().filter(|frame| frame["room_id"] == room_id.as_str()).collect();
            let differs = (0..history.len().max(of_room.len()))
                .find(|at| of_room.get(*at).map(|frame| &frame["data"]["message"]) != history.get(*at));
            if let Some(at) = differs {
                let (came, is) = (of_room.get(at), history.get(at));
                self.complain(format!("in room {room_id} the listener's message {} was {came:?}; the history has {is:?}", at + 1));
            }
        }
    }

    /// Whether everything is as it must be.
    pub fn verdict(&self) -> Result<()> {
        let is_well = self.complaints.is_empty() && self.lost + self.doubled + self.unknown == 0;
        ensure!(is_well, "the first of {} complaints: {}", self.complaints.len(), self.complaints.first().map_or("-", String::as_str));
        Ok(())
    }

    fn complain(&mut self, complaint: String) {
        self.complaints.push(complaint);
    }
}

fn doubles<T: Eq + Hash>(items: impl Iterator<Item = T>) -> usize {
    let mut seen = HashSet::new();
    items.filter_map(|item| (!seen.insert(item)).then_some(())).count()
}
