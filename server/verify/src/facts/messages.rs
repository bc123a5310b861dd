//! What is known of each message: who told of it, and which texts it may have.

use std::collections::HashMap;

use serde_json::Value;

use super::{Event, text};
use crate::history::{At, History, Operation, What};

/// Where a message was told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the answer to a change.
    Answer,
    /// In the answer to a question.
    Read,
    /// By an event.
    Event,
    /// In a history when all was over.
    Settled,
}

/// A message as it was told to somebody.
#[derive(Clone, Copy, Debug)]
pub struct Telling<'a> {
    pub place: Place,
    pub who: &'a str,
    /// When it was asked for; of an event, when the connection was opened.
    pub begun: At,
    /// When it was there for sure.
    pub told: At,
    pub message: &'a Value,
}

/// What is known of a message.
#[derive(Debug)]
pub struct Message<'a> {
    pub id: &'a str,
    pub room: &'a str,
    pub sender: &'a str,
    pub seq: i64,
    /// Whether a person wrote it.
    pub is_of_a_person: bool,
    /// When somebody had been told of it first.
    pub seen_by: At,
    pub sends: Vec<&'a Operation>,
    pub edits: Vec<&'a Operation>,
    pub deletes: Vec<&'a Operation>,
}

impl<'a> Message<'a> {
    /// The answer that acknowledged it.
    pub fn answer(&self) -> Option<&'a Value> {
        self.sends.iter().filter_map(|send| send.answer()).find(|answer| answer["id"] == self.id)
    }

    /// Whether another message was acknowledged for the same sending.
    pub fn is_double(&self) -> bool {
        self.answer().is_none() && self.sends.iter().any(|send| send.answer().is_some())
    }

    /// When it was there for sure.
    pub fn sent_by(&self) -> At {
        self.sends.iter().map(|send| send.done_by()).min().unwrap_or(At::MAX)
    }

    /// When it may have been there first.
    pub fn sent_from(&self) -> At {
        self.sends.iter().filter(|send| send.may_be_done()).map(|send| send.invoked).min().unwrap_or(At::MAX)
    }

    /// When it was deleted for sure.
    pub fn deleted_by(&self) -> At {
        self.deletes.iter().map(|delete| delete.done_by()).min().unwrap_or(At::MAX)
    }

    /// When it may have been deleted first.
    pub fn deleted_from(&self) -> At {
        self.deletes.iter().filter(|delete| delete.may_be_done()).map(|delete| delete.invoked).min().unwrap_or(At::MAX)
    }

    /// Whether a text was ever written into it, by a call that was not refused.
    pub fn was_written(&self, content: &str) -> bool {
        self.writings().any(|(_, written)| written == content)
    }

    /// Whether whoever asks from one moment to another may be shown this text: it was written, and not replaced by then.
    pub fn may_read(&self, content: &str, from: At, to: At) -> bool {
        let is_replaced = |writing: &Operation| {
            // Whoever edits a message knows it, so every edit comes after the sending.
            let done = if matches!(writing.what, What::Send { .. }) { At::ZERO } else { writing.done_by() };
            self.edits.iter().any(|edit| !std::ptr::eq(*edit, writing) && edit.invoked > done && edit.is_done_before(from))
        };
        self.writings().any(|(writing, written)| written == content && writing.invoked <= to && !is_replaced(writing))
    }

    /// Whether nothing but its sending may have been done to it.
    pub fn is_untouched(&self) -> bool {
        !self.edits.iter().chain(&self.deletes).any(|operation| operation.may_be_done())
    }

    /// Whether whoever asks from a moment on may be shown this record, as far as its text goes.
    pub fn may_be(&self, record: &Value, from: At) -> bool {
        match record["content"].as_str() {
            None => self.deleted_from() < At::MAX,
            Some(content) => self.may_read(content, from, At::MAX) && self.deleted_by() >= from,
        }
    }

    fn writings(&self) -> impl Iterator<Item = (&'a Operation, &'a str)> {
        self.sends.iter().chain(&self.edits).filter(|operation| operation.may_be_done()).filter_map(|operation| match &operation.what {
            What::Send { content, .. } | What::Edit { content, .. } => Some((*operation, content.as_str())),
            _ => None,
        })
    }

    /// In words.
    pub fn name(&self) -> String {
        format!("message {} of room {} ({})", self.seq, self.room, self.id)
    }
}

/// Every place where a message was told.
pub fn tellings(history: &History) -> Vec<Telling<'_>> {
    let mut all = Vec::new();
    for operation in &history.operations {
        let Some(answer) = operation.answer() else { continue };
        let (who, begun, told) = (operation.who.as_str(), operation.invoked, operation.completed);
        let (place, messages) = match &operation.what {
            What::Send { .. } | What::Edit { .. } | What::Delete { .. } => (Place::Answer, std::slice::from_ref(answer)),
            What::ReadMessage { .. } => (Place::Read, std::slice::from_ref(answer)),
            What::ReadPage { .. } => (Place::Read, answer["items"].as_array().map_or(&[][..], Vec::as_slice)),
            _ => continue,
        };
        all.extend(messages.iter().map(|message| Telling { place, who, begun, told, message }));
    }
    for connection in &history.connections {
        let (who, begun) = (connection.user.as_str(), connection.opened);
        let messages = connection.frames.iter().filter_map(|frame| Some((frame.at, Event::of(&frame.body)?.message()?)));
        all.extend(messages.map(|(told, message)| Telling { place: Place::Event, who, begun, told, message }));
    }
    for settled in &history.settled {
        let (who, begun) = (settled.who.as_str(), settled.invoked);
        all.extend(settled.messages.iter().flatten().map(|message| Telling { place: Place::Settled, who, begun, told: At::MAX, message }));
    }
    all
}

/// What is known of every message, by id.
pub fn all<'a>(
    history: &'a History,
    tellings: &[Telling<'a>],
    sends: &HashMap<(&'a str, &'a str), Vec<&'a Operation>>,
) -> HashMap<&'a str, Message<'a>> {
    let mut all = HashMap::<&str, Message>::new();
    for Telling { message, told, .. } in tellings {
        let (id, room, sender) = (text(message, "id"), text(message, "room_id"), text(message, "sender_id"));
        let known = all.entry(id).or_insert_with(|| {
            let known = sends.get(&(room, text(message, "client_id"))).into_iter().flatten();
            Message {
                id,
                room,
                sender,
                seq: super::seq(message),
                is_of_a_person: message["kind"] == "user",
                seen_by: At::MAX,
                sends: known.filter(|send| send.who == sender).copied().collect(),
                edits: Vec::new(),
                deletes: Vec::new(),
            }
        });
        known.seen_by = known.seen_by.min(*told);
    }
    for operation in &history.operations {
        match &operation.what {
            What::Edit { message, .. } => all.get_mut(message.as_str()).map(|known| known.edits.push(operation)),
            What::Delete { message, .. } => all.get_mut(message.as_str()).map(|known| known.deletes.push(operation)),
            _ => None,
        };
    }
    all
}
