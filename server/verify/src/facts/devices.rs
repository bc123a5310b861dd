//! What devices got: the events in their frames, and for each device the stretches of its life in which nothing may be missing.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::text;
use crate::history::{At, Connection};

/// A frame that is in the log.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub room: Option<&'a str>,
    pub seq: Option<i64>,
    pub data: &'a Value,
}

/// A frame that a device got, as far as it is an event or carries a cursor.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub cursor: Option<&'a str>,
    pub event: Option<Event<'a>>,
}

/// A stretch of a device's life: from a connection without a cursor, or a `resync`, over every return with a cursor. A device
/// that comes back with an older cursor forgets what came after that one, since it comes again.
#[derive(Debug)]
pub struct Segment<'a> {
    pub user: &'a str,
    pub device: &'a str,
    /// From when on it must get everything; never, when it was not told that it is live.
    pub live: At,
    pub seen: Vec<Seen<'a>>,
    /// Whether it was open until all that there is must have come.
    pub is_rested: bool,
}

impl<'a> Event<'a> {
    /// The event of a frame; none when it is a fleeting one.
    pub fn of(frame: &'a Value) -> Option<Self> {
        Some(Self {
            id: frame.get("event_id")?.as_str()?,
            kind: text(frame, "type"),
            room: frame["room_id"].as_str(),
            seq: frame["seq"].as_i64(),
            data: &frame["data"],
        })
    }

    /// Its place in a room; none when it is one person's own.
    pub fn place(&self) -> Option<(&'a str, i64)> {
        Some((self.room?, self.seq?))
    }

    /// The message that it tells of.
    pub fn message(&self) -> Option<&'a Value> {
        matches!(self.kind, "message.created" | "message.updated" | "message.deleted").then(|| &self.data["message"])
    }

    /// Who came by it, or who went.
    pub fn member(&self) -> Option<&'a str> {
        match self.kind {
            "member.joined" => Some(text(&self.data["member"], "user_id")),
            "member.left" => Some(text(self.data, "user_id")),
            _ => None,
        }
    }

    /// In words.
    pub fn name(&self) -> String {
        let number = self.seq.map(|seq| format!(" {seq}")).unwrap_or_default();
        format!("event{number} {} {}", self.kind, self.id)
    }
}

impl<'a> Segment<'a> {
    /// Its events with their places, as they came; of one that came twice the first.
    pub fn placed(&self) -> impl Iterator<Item = (&'a str, i64, Event<'a>)> {
        let mut known = HashSet::new();
        self.seen.iter().filter_map(move |seen| {
            let event = seen.event?;
            let (room, seq) = event.place()?;
            known.insert(event.id).then_some((room, seq, event))
        })
    }

    /// Its events by room and number.
    pub fn by_room(&self) -> BTreeMap<&'a str, BTreeMap<i64, Event<'a>>> {
        let mut rooms = BTreeMap::<&str, BTreeMap<i64, Event>>::new();
        for (room, seq, event) in self.placed() {
            rooms.entry(room).or_default().insert(seq, event);
        }
        rooms
    }

    /// Who, on what.
    pub fn name(&self) -> String {
        format!("{} on {}", self.user, self.device)
    }
}

/// The cursor of a frame that says how far the stream is.
fn cursor(frame: &Value) -> Option<&str> {
    match text(frame, "type") {
        "hello" | "caught_up" | "resync" | "pong" => frame["data"]["cursor"].as_str(),
        _ => frame.get("event_id").and(frame["cursor"].as_str()),
    }
}

/// The stretches of all devices.
pub fn segments(connections: &[Connection]) -> Vec<Segment<'_>> {
    let mut devices = BTreeMap::<(&str, &str), Vec<&Connection>>::new();
    for connection in connections {
        devices.entry((&connection.user, &connection.device)).or_default().push(connection);
    }
    devices
        .values_mut()
        .flat_map(|connections| {
            connections.sort_by_key(|connection| connection.opened);
            of_device(connections)
        })
        .collect()
}

fn of_device<'a>(connections: &[&'a Connection]) -> Vec<Segment<'a>> {
    let mut done: Vec<Segment> = Vec::new();
    for connection in connections {
        let new = || Segment { user: &connection.user, device: &connection.device, live: At::MAX, seen: Vec::new(), is_rested: false };
        let resumed = connection.resumed.as_deref();
        let known = done.last().and_then(|last| last.seen.iter().rposition(|seen| resumed.is_some() && seen.cursor == resumed));
        match (done.last_mut(), known) {
            (Some(last), Some(at)) => last.seen.truncate(at + 1),
            _ => done.push(new()),
        }
        for frame in &connection.frames {
            let is_resync = text(&frame.body, "type") == "resync";
            if is_resync {
                done.push(new());
            }
            let Some(last) = done.last_mut() else { continue };
            if is_resync || text(&frame.body, "type") == "caught_up" {
                last.live = last.live.min(frame.at);
            }
            let seen = Seen { cursor: cursor(&frame.body), event: Event::of(&frame.body) };
            if seen.cursor.is_some() || seen.event.is_some() {
                last.seen.push(seen);
            }
        }
        if let Some(last) = done.last_mut() {
            last.is_rested = connection.is_rested;
        }
    }
    done
}
