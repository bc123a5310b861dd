//! A service in small that keeps all its promises, to make good histories with: one room, everything in one place, and a clock
//! that goes on by 10 ms with each call.

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value, json};

use super::{Connection, History, Operation, Outcome, What};
use crate::Settled;
use crate::history::Frame;

/// The room.
pub const ROOM: &str = "kitchen";

/// An event, and who gets it.
struct Entry {
    frame: Value,
    audience: BTreeSet<String>,
}

/// The service, with what was done to it.
#[derive(Default)]
pub struct Model {
    history: History,
    now: u64,
    members: BTreeSet<String>,
    read: BTreeMap<String, i64>,
    messages: Vec<Value>,
    log: Vec<Entry>,
    /// The open connections of devices, by place in the history.
    open: BTreeMap<String, usize>,
    calls: usize,
}

impl Model {
    fn at(&self, more: u64) -> Duration {
        Duration::from_millis(self.now + more)
    }

    pub fn wait(&mut self, millis: u64) {
        self.now += millis;
    }

    fn note(&mut self, who: &str, what: What, outcome: Outcome) {
        let (invoked, completed) = (self.at(0), self.at(8));
        self.history.operations.push(Operation { who: who.to_owned(), what, invoked, completed, outcome });
        self.now += 10;
    }

    fn cursor_of(position: usize) -> String {
        format!("c{position}")
    }

    fn emit(&mut self, kind: &str, data: Value) {
        let seq = self.log.len() + 1;
        let cursor = Self::cursor_of(seq);
        let frame = json!({ "type": kind, "cursor": cursor, "event_id": format!("e{seq}"), "room_id": ROOM, "seq": seq, "data": data });
        let at = self.at(5);
        for (device, place) in &self.open {
            if self.members.contains(user(device)) {
                self.history.connections[*place].frames.push(Frame { at, body: frame.clone() });
            }
        }
        self.log.push(Entry { frame, audience: self.members.clone() });
    }

    pub fn connect(&mut self, device: &str) {
        let cursor = Self::cursor_of(self.log.len());
        self.open_with(device, None, &cursor);
        self.see(device, json!({ "type": "caught_up", "data": { "cursor": cursor } }));
    }

    fn open_with(&mut self, device: &str, resumed: Option<String>, cursor: &str) {
        self.now += 10;
        let (user, opened) = (user(device).to_owned(), self.at(0));
        let device_name = device.to_owned();
        self.history.connections.push(Connection { user, device: device_name, opened, resumed, frames: Vec::new(), is_rested: false });
        self.open.insert(device.to_owned(), self.history.connections.len() - 1);
        self.see(device, json!({ "type": "hello", "data": { "cursor": cursor } }));
    }

    fn see(&mut self, device: &str, body: Value) {
        let at = self.at(5);
        self.history.connections[self.open[device]].frames.push(Frame { at, body });
    }

    pub fn cut(&mut self, device: &str) {
        self.open.remove(device);
    }

    /// The cursor of the last frame of a device.
    pub fn cursor(&self, device: &str) -> String {
        let last = self.history.connections.iter().rfind(|connection| connection.device == device);
        let frames = last.into_iter().flat_map(|connection| &connection.frames);
        let mut cursors = frames.filter_map(|frame| frame.body["cursor"].as_str().or_else(|| frame.body["data"]["cursor"].as_str()));
        cursors.next_back().expect("the device was connected").to_owned()
    }

    pub fn resume(&mut self, device: &str) {
        self.resume_at(device, &self.cursor(device));
    }

    pub fn resume_at(&mut self, device: &str, cursor: &str) {
        self.open_with(device, Some(cursor.to_owned()), cursor);
        let position: usize = cursor[1..].parse().expect("the model made it");
        let missed: Vec<Value> = self.log[position..]
            .iter()
            .filter(|entry| entry.audience.contains(user(device)))
            .map(|entry| self.as_it_is(&entry.frame))
            .collect();
        missed.into_iter().for_each(|frame| self.see(device, frame));
        self.see(device, json!({ "type": "caught_up", "data": { "cursor": Self::cursor_of(self.log.len()) } }));
    }

    /// Comes back with a cursor for which it is told to load everything anew.
    pub fn resync_at(&mut self, device: &str, cursor: &str, reason: &str) {
        self.open_with(device, Some(cursor.to_owned()), cursor);
        self.see(device, json!({ "type": "resync", "data": { "reason": reason, "cursor": Self::cursor_of(self.log.len()) } }));
    }

    /// A frame with its message as that is now.
    fn as_it_is(&self, frame: &Value) -> Value {
        let mut frame = frame.clone();
        let now = self.messages.iter().find(|message| message["id"] == frame["data"]["message"]["id"]);
        if let Some(now) = now {
            frame["data"]["message"] = now.clone();
        }
        frame
    }

    pub fn create(&mut self, maker: &str, others: &[&str]) {
        self.members = others.iter().chain([&maker]).map(|user| (*user).to_owned()).collect();
        self.emit("room.created", json!({ "room": { "id": ROOM } }));
        let members = others.iter().map(|user| (*user).to_owned()).collect();
        self.note(maker, What::Create { room: ROOM.to_owned(), members }, Outcome::Acknowledged(json!({ "id": ROOM })));
    }

    fn store(&mut self, who: &str, content: &str) -> (What, Value) {
        self.calls += 1;
        let (client_id, seq) = (format!("{who}-{}", self.calls), self.messages.len() + 1);
        let message = json!({
            "id": format!("m{seq}"), "room_id": ROOM, "seq": seq, "sender_id": who, "kind": "user", "content": content,
            "client_id": client_id, "is_edited": false,
        });
        self.messages.push(message.clone());
        self.read.insert(who.to_owned(), seq as i64);
        self.emit("message.created", json!({ "message": message }));
        (What::Send { room: ROOM.to_owned(), client_id, content: content.to_owned() }, message)
    }

    pub fn send(&mut self, who: &str, content: &str) -> String {
        let (what, mut message) = self.store(who, content);
        let id = message["id"].as_str().unwrap_or_default().to_owned();
        message["status"] = "sent".into();
        self.note(who, what, Outcome::Acknowledged(message));
        id
    }

    /// A send whose answer was lost; whether it was done is the service's to know.
    pub fn unknown(&mut self, who: &str, content: &str, is_done: bool) {
        let what = if is_done {
            self.store(who, content).0
        } else {
            What::Send { room: ROOM.to_owned(), client_id: format!("{who}-never"), content: content.to_owned() }
        };
        self.note(who, what, Outcome::Unknown);
    }

    pub fn refused(&mut self, who: &str, content: &str) {
        let what = What::Send { room: ROOM.to_owned(), client_id: format!("{who}-refused"), content: content.to_owned() };
        self.note(who, what, Outcome::Refused("rate_limited".to_owned()));
    }

    fn change(&mut self, message: &str, kind: &str, change: impl Fn(&mut Value)) -> Value {
        let found = self.messages.iter_mut().find(|known| known["id"] == message).expect("the message is there");
        change(found);
        let changed = found.clone();
        self.emit(kind, json!({ "message": changed }));
        changed
    }

    pub fn edit(&mut self, who: &str, message: &str, content: &str) {
        let changed = self.change(message, "message.updated", |message| {
            message["content"] = content.into();
            message["is_edited"] = true.into();
        });
        let what = What::Edit { room: ROOM.to_owned(), message: message.to_owned(), content: content.to_owned() };
        self.note(who, what, Outcome::Acknowledged(changed));
    }

    pub fn delete(&mut self, who: &str, message: &str) {
        let changed = self.change(message, "message.deleted", |message| message["content"] = Value::Null);
        let what = What::Delete { room: ROOM.to_owned(), message: message.to_owned() };
        self.note(who, what, Outcome::Acknowledged(changed));
    }

    pub fn join(&mut self, by: &str, user: &str) {
        self.members.insert(user.to_owned());
        self.read.insert(user.to_owned(), self.messages.len() as i64);
        self.emit("member.joined", json!({ "member": { "room_id": ROOM, "user_id": user } }));
        self.note(by, What::Join { room: ROOM.to_owned(), user: user.to_owned() }, Outcome::Acknowledged(json!({})));
    }

    pub fn leave(&mut self, user: &str) {
        self.emit("member.left", json!({ "room_id": ROOM, "user_id": user, "by": user }));
        self.members.remove(user);
        self.note(user, What::Leave { room: ROOM.to_owned(), user: user.to_owned() }, Outcome::Acknowledged(Value::Null));
    }

    pub fn mark(&mut self, who: &str, seq: i64) {
        let read = self.read.entry(who.to_owned()).or_default();
        *read = seq.max(*read);
        self.note(who, What::MarkRead { room: ROOM.to_owned(), seq }, Outcome::Acknowledged(json!({})));
    }

    pub fn read_page(&mut self, who: &str) {
        let items: Vec<Value> = self.messages.iter().rev().cloned().collect();
        let page = json!({ "items": items, "has_more_before": false, "has_more_after": false });
        self.note(who, What::ReadPage { room: ROOM.to_owned(), before: None }, Outcome::Acknowledged(page));
    }

    pub fn read_message(&mut self, who: &str, message: &str) {
        let found = self.messages.iter().find(|known| known["id"] == message).cloned().expect("the message is there");
        let what = What::ReadMessage { room: ROOM.to_owned(), message: message.to_owned() };
        self.note(who, what, Outcome::Acknowledged(found));
    }

    pub fn read_unread(&mut self, who: &str) {
        let total = self.unread(who);
        self.note(who, What::ReadUnread { room: ROOM.to_owned() }, Outcome::Acknowledged(json!({ "total": total })));
    }

    fn unread(&self, who: &str) -> i64 {
        let read = self.read.get(who).copied().unwrap_or(0);
        let counts =
            |message: &&Value| message["seq"].as_i64() > Some(read) && message["sender_id"] != who && !message["content"].is_null();
        self.messages.iter().filter(counts).count() as i64
    }

    /// Everybody who is still there has got everything, and reads all.
    pub fn settle(mut self) -> History {
        for place in self.open.values() {
            self.history.connections[*place].is_rested = true;
        }
        for who in &self.members {
            let (unread, messages) = (Some(self.unread(who)), Some(self.messages.clone()));
            let settled = Settled { who: who.clone(), room: ROOM.to_owned(), invoked: self.at(0), messages, unread };
            self.history.settled.push(settled);
        }
        self.history
    }
}

fn user(device: &str) -> &str {
    device.split('/').next().unwrap_or_default()
}
