//! One room as one of its members knows it, and what follows from that: what is unread, and what a client shows.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::Person;

/// One room as one of its members knows it.
#[derive(Clone, Debug, PartialEq)]
pub struct Room {
    /// What every member knows alike.
    pub shared: Value,
    pub role: String,
    pub is_archived: bool,
    pub is_deleted: bool,
    /// How far the person has read, and up to which number messages are cleared for them and for everyone.
    pub read_seq: i64,
    pub cleared: BTreeMap<String, i64>,
    /// By number.
    pub messages: BTreeMap<i64, Value>,
    /// What each is, by id.
    pub members: BTreeMap<String, String>,
}

impl Room {
    /// Up to which number nothing can count.
    pub fn base(&self) -> i64 {
        self.cleared.values().copied().fold(self.read_seq, i64::max)
    }

    /// The messages that count for a person, as `GET /unread-count?explain=true` names them.
    pub fn unread(&self, person: &Person) -> Vec<Value> {
        let counts =
            |message: &Value| message["sender_id"] != person.id.as_str() && message["kind"] == "user" && !message["content"].is_null();
        let counting = self.messages.range(self.base() + 1..).filter(|(_, message)| counts(message));
        counting
            .map(|(seq, message)| {
                let rule = if is_named(message, person) { "mention" } else { "unread" };
                json!({ "message_id": message["id"], "seq": seq, "rule": rule })
            })
            .collect()
    }

    /// Everything that a client shows of the room.
    pub fn shown(&self, person: &Person) -> Value {
        let unread = self.unread(person);
        let mentions = unread.iter().filter(|message| message["rule"] == "mention").count();
        let mut room = self.shared.clone();
        room["my_role"] = self.role.as_str().into();
        room["is_archived"] = self.is_archived.into();
        room["is_deleted"] = self.is_deleted.into();
        room["read_seq"] = self.base().into();
        room["unread_count"] = unread.len().into();
        room["mention_count"] = mentions.into();
        if let Some(first) = unread.first() {
            room["first_unread_message_id"] = first["message_id"].clone();
        }
        if let Some(last) = self.messages.values().next_back() {
            room["last_message"] = last.clone();
        }
        room
    }
}

/// Whether a message names a person; those who act here name members alone.
fn is_named(message: &Value, person: &Person) -> bool {
    let content = message["content"].as_str().unwrap_or_default();
    content.split([' ', ',']).any(|word| word.strip_prefix('@') == Some(person.username.as_str()))
}
