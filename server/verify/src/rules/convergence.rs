//! Convergence (clauses 3 and 14): when all is over, everybody who reads a room reads the same, and what a device has made of
//! its events is what its person reads. What a device lacks is for `silent gap` to say.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::Value;

use super::silent_gap::gaps;
use crate::facts::{Facts, alike, text};
use crate::history::At;

pub fn find(facts: &Facts) -> Vec<String> {
    [histories(facts), devices(facts)].concat()
}

/// A history by message; the order is for `order` to say.
fn by_id(messages: &[Value]) -> BTreeMap<&str, Value> {
    messages.iter().map(|message| (text(message, "id"), alike(message))).collect()
}

fn histories(facts: &Facts) -> Vec<String> {
    let mut found = Vec::new();
    for (room, readers) in facts.settled() {
        let [(first, messages), others @ ..] = &readers[..] else { continue };
        let reference = by_id(messages);
        for (settled, messages) in others {
            let own = by_id(messages);
            let all: BTreeSet<&str> = reference.keys().chain(own.keys()).copied().collect();
            let differing: Vec<&str> = all.into_iter().filter(|id| is_at_odds(reference.get(id), own.get(id))).collect();
            if let Some(id) = differing.first() {
                let show = |message: Option<&Value>| message.map_or("nothing".to_owned(), Value::to_string);
                found.push(format!(
                    "in room {room} {} and {} read {} messages differently; of {id} one reads {}, the other {}",
                    first.who,
                    settled.who,
                    differing.len(),
                    show(reference.get(id)),
                    show(own.get(id))
                ));
            }
        }
    }
    found
}

/// Whether two readings differ in more than a number, which is for `order` to say.
fn is_at_odds(one: Option<&Value>, other: Option<&Value>) -> bool {
    let (Some(one), Some(other)) = (one, other) else { return true };
    one != other && one["seq"] == other["seq"]
}

fn devices(facts: &Facts) -> Vec<String> {
    let gaps = gaps(facts);
    let settled: HashMap<(&str, &str), BTreeMap<&str, Value>> = facts
        .settled()
        .into_iter()
        .flat_map(|(room, readers)| readers.into_iter().map(move |(settled, messages)| ((room, settled.who.as_str()), by_id(messages))))
        .collect();
    let mut found = Vec::new();
    for segment in facts.segments.iter().filter(|segment| segment.is_rested) {
        let mut made = BTreeMap::<(&str, &str), &Value>::new();
        for (room, _, event) in segment.placed().filter(|(room, ..)| !gaps.contains_key(&(segment.user, segment.device, *room))) {
            // Whoever comes back into a room loads it anew: what was changed meanwhile was not for them.
            if event.kind == "member.joined" && event.member() == Some(segment.user) {
                made.retain(|(of, _), _| *of != room);
            }
            if let Some(message) = event.message() {
                made.insert((room, text(message, "id")), message);
            }
        }
        for ((room, id), message) in made {
            let Some(history) = settled.get(&(room, segment.user)) else { continue };
            // What is there nowhere is lost, or was never sent; so is what has a text that it cannot have.
            let Some(read) = history.get(id) else { continue };
            let is_sound = facts.messages.get(id).is_none_or(|known| !known.is_of_a_person || known.may_be(read, At::MAX));
            if is_sound && is_at_odds(Some(&alike(message)), Some(read)) {
                found.push(format!("{} has {message} of its events, and the history has {read}", segment.name()));
            }
        }
    }
    found
}
