//! What frames of the event stream say around their data.

use std::ops::Deref;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

/// A frame that is in the log: who keeps its cursor can come back to it. Its data is reached through it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Durable<D> {
    /// The place of this frame in the log.
    pub cursor: String,
    /// The same on every delivery.
    pub event_id: Uuid,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub room_id: Option<Uuid>,
    /// Counts the events of the room.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seq: Option<i64>,
    pub occurred_at: DateTime<Utc>,
    pub data: D,
}

/// A frame that is told once, to who is there. Its data is reached through it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Fleeting<D> {
    /// The `ref` of the frame that this answers.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurred_at: Option<DateTime<Utc>>,
    pub data: D,
}

/// A frame that this version does not know.
#[derive(Clone, Debug, PartialEq)]
pub struct UnknownFrame {
    pub kind: String,
    pub data: Value,
    /// The frame as it came.
    pub frame: Value,
}

/// What the stream needs to know of any frame.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Meta {
    pub reference: Option<String>,
    pub cursor: Option<String>,
    pub event_id: Option<Uuid>,
    pub room_id: Option<Uuid>,
    pub seq: Option<i64>,
}

/// A frame with its `type`.
#[derive(Serialize)]
pub(crate) struct Tagged<'a, F> {
    #[serde(rename = "type")]
    pub kind: &'a str,
    #[serde(flatten)]
    pub frame: &'a F,
}

impl<D> Deref for Durable<D> {
    type Target = D;

    fn deref(&self) -> &D {
        &self.data
    }
}

impl<D> Deref for Fleeting<D> {
    type Target = D;

    fn deref(&self) -> &D {
        &self.data
    }
}

impl<D> Durable<D> {
    pub(crate) fn meta(&self) -> Meta {
        Meta { reference: None, cursor: Some(self.cursor.clone()), event_id: Some(self.event_id), room_id: self.room_id, seq: self.seq }
    }
}

impl<D> Fleeting<D> {
    pub(crate) fn meta(&self) -> Meta {
        Meta { reference: self.reference.clone(), ..Meta::default() }
    }
}

impl UnknownFrame {
    pub(crate) fn new(frame: Value) -> Self {
        Self { kind: frame["type"].as_str().unwrap_or_default().to_owned(), data: frame["data"].clone(), frame }
    }

    pub(crate) fn meta(&self) -> Meta {
        let text = |key: &str| self.frame[key].as_str();
        let id = |key: &str| text(key).and_then(|text| text.parse().ok());
        let owned = |key: &str| text(key).map(str::to_owned);
        Meta {
            reference: owned("ref"),
            cursor: owned("cursor"),
            event_id: id("event_id"),
            room_id: id("room_id"),
            seq: self.frame["seq"].as_i64(),
        }
    }
}

impl<'de> Deserialize<'de> for crate::Event {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Value::deserialize(deserializer).map(Self::from_frame)
    }
}
