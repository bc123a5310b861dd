//! What a client loads, page by page, and what it keeps of it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::Person;
use crate::person::text;

/// What differs in events and answers without being part of what a client keeps: presence, and how far messages have come.
const LEFT_OUT: [&str; 4] = ["is_online", "last_seen_at", "status", "email"];
/// What every member knows alike of a room.
const SHARED: [&str; 8] = ["id", "kind", "name", "description", "owner_id", "member_count", "created_at", "read_receipts"];

/// Every item of a list, page by page.
pub async fn every(person: &Person, path: &str) -> Vec<Value> {
    let (mut items, mut query) = (Vec::new(), "limit=100".to_owned());
    loop {
        let page = person.get(&format!("{path}?{query}")).await.expect(200);
        items.extend(page["items"].as_array().expect("a page has items").iter().cloned());
        let Some(cursor) = page.get("next_cursor") else { return items };
        query = format!("limit=100&cursor={}", text(cursor));
    }
}

/// A room's whole history, by number; none when the room is not one's own.
pub async fn history(person: &Person, room_id: &str) -> Option<BTreeMap<i64, Value>> {
    let (mut messages, mut query) = (BTreeMap::new(), "limit=100".to_owned());
    loop {
        let answer = person.get(&format!("/rooms/{room_id}/messages?{query}")).await;
        if answer.status == 404 {
            return None;
        }
        let page = answer.expect(200);
        let items = page["items"].as_array().expect("a page has items");
        messages.extend(items.iter().map(|message| (seq_of(&message["seq"]), plain(message))));
        let Some(oldest) = items.last().filter(|_| page["has_more_before"] == true) else { return Some(messages) };
        query = format!("limit=100&before={}", text(&oldest["id"]));
    }
}

pub fn seq_of(value: &Value) -> i64 {
    value.as_i64().expect("it is a number")
}

pub fn shared(room: &Value) -> Value {
    let fields = room.as_object().into_iter().flatten().filter(|(name, _)| SHARED.contains(&name.as_str()));
    fields.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// A record without what is left out, wherever it stands in it.
pub fn plain(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let kept = fields.iter().filter(|(name, _)| !LEFT_OUT.contains(&name.as_str()));
            kept.map(|(name, value)| (name.clone(), plain(value))).collect()
        }
        Value::Array(items) => items.iter().map(plain).collect(),
        other => other.clone(),
    }
}
