//! Lost (clause 1, durable before acknowledged): a message, an edit, a deletion or a membership that was acknowledged must be
//! what is read when all is over. What only some readers lack is for `convergence` to say.

use std::collections::HashMap;

use serde_json::Value;

use crate::facts::{Facts, Message, alike, text};
use crate::history::{At, Settled, What};

pub fn find(facts: &Facts) -> Vec<String> {
    let mut found = memberships(facts);
    for (room, readers) in facts.settled() {
        let indexed: Vec<(&Settled, HashMap<&str, &Value>)> = readers
            .iter()
            .map(|(settled, messages)| (*settled, messages.iter().map(|message| (text(message, "id"), message)).collect()))
            .collect();
        let mut known: Vec<(&Message, &Value)> = facts.messages_of(room).filter_map(|message| Some((message, message.answer()?))).collect();
        known.sort_by_key(|(message, _)| message.seq);
        for (message, answer) in known {
            let read: Vec<(&Settled, &Value)> =
                indexed.iter().filter_map(|(settled, messages)| Some((*settled, *messages.get(message.id)?))).collect();
            if read.is_empty() {
                found.push(format!("{} was acknowledged and is in no history: {answer}", message.name()));
            } else if !read.iter().any(|(settled, record)| is_as_it_must_be(message, answer, record, settled.invoked)) {
                found.push(format!("{} was acknowledged as {answer} and is now {}{}", message.name(), read[0].1, edits(message)));
            }
        }
    }
    found
}

fn is_as_it_must_be(message: &Message, answer: &Value, record: &Value, asked: At) -> bool {
    if message.is_untouched() {
        return alike(answer) == alike(record) || is_for_others(message, record);
    }
    let is_same = ["room_id", "sender_id", "client_id", "kind"].iter().all(|field| answer[field] == record[field]);
    is_same && message.may_be(record, asked) || is_for_others(message, record)
}

/// Whether another rule says what is wrong: a text that nobody wrote, one that was deleted, another number.
fn is_for_others(message: &Message, record: &Value) -> bool {
    let content = record["content"].as_str();
    content.is_some_and(|content| !message.was_written(content) || message.deleted_by() < At::MAX) || record["seq"] != message.seq
}

fn edits(message: &Message) -> String {
    let acknowledged = message.edits.iter().filter(|edit| edit.answer().is_some()).count();
    if acknowledged == 0 { String::new() } else { format!(", after {acknowledged} acknowledged edits") }
}

fn memberships(facts: &Facts) -> Vec<String> {
    let away = facts.history.settled.iter().filter(|settled| settled.messages.is_none());
    away.filter_map(|settled| {
        let membership = facts.membership(&settled.room, &settled.who)?;
        let join = membership.joins.iter().rfind(|join| matches!(join.what, What::Create { .. } | What::Join { .. }))?;
        membership
            .is_member_throughout(settled.invoked, At::MAX)
            .then(|| format!("{} was acknowledged as a member of room {} at {:?} and is none", settled.who, settled.room, join.completed))
    })
    .collect()
}
