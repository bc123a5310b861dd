//! What came over the sockets of a day: the same bytes, sent to many, are read once and held against the contract once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context, Result};
use serde_json::Value;

use crate::contract::contract;

/// A frame of the log.
pub struct Event {
    pub id: String,
    pub name: String,
    pub room_id: Option<String>,
    /// Its number among the room's events.
    pub seq: Option<i64>,
    pub cursor: Option<String>,
    /// The `client_id` of the message that it tells of.
    pub client_id: Option<String>,
    pub data: Value,
}

/// What one text message was.
pub enum Heard {
    Event(Arc<Event>),
    /// A fleeting frame.
    Other(Value),
}

/// Every event of a day, by its bytes.
#[derive(Default)]
pub struct Book {
    events: Mutex<HashMap<Box<str>, Arc<Event>>>,
}

impl Book {
    /// Reads a frame. Fleeting ones are held against the contract here, events by [`Book::check`], when no time is taken.
    pub fn read(&self, text: &str) -> Result<Heard> {
        if let Some(known) = self.events.lock().unwrap_or_else(PoisonError::into_inner).get(text) {
            return Ok(Heard::Event(known.clone()));
        }
        let frame: Value = serde_json::from_str(text).with_context(|| format!("a frame is not JSON: {text}"))?;
        if frame.get("event_id").is_none() {
            contract().check_frame(&frame);
            return Ok(Heard::Other(frame));
        }
        let text_of = |value: &Value| value.as_str().map(str::to_owned);
        let event = Arc::new(Event {
            id: text_of(&frame["event_id"]).unwrap_or_default(),
            name: text_of(&frame["type"]).unwrap_or_default(),
            room_id: text_of(&frame["room_id"]),
            seq: frame["seq"].as_i64(),
            cursor: text_of(&frame["cursor"]),
            client_id: text_of(&frame["data"]["message"]["client_id"]),
            data: frame["data"].clone(),
        });
        let mut events = self.events.lock().unwrap_or_else(PoisonError::into_inner);
        // Two sockets may have read it side by side; both then share the first.
        Ok(Heard::Event(events.entry(text.into()).or_insert(event).clone()))
    }

    /// Holds every event against the contract.
    ///
    /// # Panics
    /// When one is not what the contract says.
    pub fn check(&self) {
        for text in self.events.lock().unwrap_or_else(PoisonError::into_inner).keys() {
            let frame = serde_json::from_str(text).expect("it was read before");
            contract().check_frame(&frame);
        }
    }
}
