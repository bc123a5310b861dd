//! What devices got: the events in their frames, and for each device the stretches of its life in which nothing may be missing.

mod memory;

use std::collections::BTreeMap;

use serde_json::Value;

use super::text;
use crate::history::{At, Connection};
use memory::Memory;

/// A frame that is in the log.
#[derive(Clone, Copy, Debug)]
pub struct Event<'a> {
    pub id: &'a str,
    pub kind: &'a str,
    pub room: Option<&'a str>,
    pub seq: Option<i64>,
    pub data: &'a Value,
}

/// A frame that a device got, as far as it is an event or carries a cursor, with what the device had by then.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    pub user: &'a str,
    pub device: &'a str,
    pub cursor: Option<&'a str>,
    pub event: Option<Event<'a>>,
    /// Whether the device had this event already.
    pub is_again: bool,
    /// Whether another event had told it of the same message's sending.
    pub is_double: bool,
    /// The number of the event of the same room that came before this one; none for the first one, and for one that came again.
    pub number_before: Option<i64>,
    /// The cursor that came before this one; none for the first one, and for that of an event that came again.
    pub cursor_before: Option<&'a str>,
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

    /// The message whose sending it tells.
    pub fn sending(&self) -> Option<&'a str> {
        self.message().filter(|_| self.kind == "message.created").map(|message| text(message, "id"))
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

impl Seen<'_> {
    /// Who, on what.
    pub fn name(&self) -> String {
        name(self.user, self.device)
    }
}

impl<'a> Segment<'a> {
    fn new(connection: &'a Connection, seen: Vec<Seen<'a>>) -> Self {
        Self { user: &connection.user, device: &connection.device, live: At::MAX, seen, is_rested: false }
    }

    /// Its events with their places, as they came; of one that came twice the first.
    pub fn placed(&self) -> impl Iterator<Item = (&'a str, i64, Event<'a>)> {
        self.seen.iter().filter(|seen| !seen.is_again).filter_map(|seen| {
            let event = seen.event?;
            let (room, seq) = event.place()?;
            Some((room, seq, event))
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
        name(self.user, self.device)
    }
}

fn name(user: &str, device: &str) -> String {
    format!("{user} on {device}")
}

/// The cursor of a frame that says how far the stream is.
pub fn cursor(frame: &Value) -> Option<&str> {
    match text(frame, "type") {
        "hello" | "caught_up" | "resync" | "pong" => frame["data"]["cursor"].as_str(),
        _ => frame.get("event_id").and(frame["cursor"].as_str()),
    }
}

/// What follows from all connections.
#[derive(Default)]
pub struct Devices<'a> {
    pub segments: Vec<Segment<'a>>,
    /// The last connection of a stretch, as it was when its device came back with an older cursor.
    pub torn: Vec<Segment<'a>>,
    /// Every frame as it came.
    pub seen: Vec<Seen<'a>>,
}

impl<'a> Devices<'a> {
    pub fn of(connections: &'a [Connection]) -> Self {
        let mut devices = BTreeMap::<(&str, &str), Vec<&Connection>>::new();
        for connection in connections {
            devices.entry((&connection.user, &connection.device)).or_default().push(connection);
        }
        let mut all = Self::default();
        for mut connections in devices.into_values() {
            connections.sort_by_key(|connection| connection.opened);
            let segments = all.follow(&connections);
            all.segments.extend(segments);
        }
        all
    }

    /// Follows one device through its connections; gives its stretches.
    fn follow(&mut self, connections: &[&'a Connection]) -> Vec<Segment<'a>> {
        let mut done: Vec<Segment> = Vec::new();
        let (mut memory, mut begun) = (Memory::default(), 0);
        for &connection in connections {
            let resumed = connection.resumed.as_deref();
            let known = done.last().and_then(|last| last.seen.iter().rposition(|seen| resumed.is_some() && seen.cursor == resumed));
            match (done.last_mut(), known) {
                (Some(last), Some(at)) => {
                    if at + 1 < last.seen.len() {
                        self.torn.push(Segment::new(connection, last.seen[at.min(begun)..].to_vec()));
                    }
                    memory.forget(&last.seen.split_off(at + 1), resumed);
                    begun = at + 1;
                }
                _ => {
                    done.push(Segment::new(connection, Vec::new()));
                    (memory, begun) = (Memory::default(), 0);
                }
            }
            for frame in &connection.frames {
                let kind = text(&frame.body, "type");
                if kind == "resync" {
                    done.push(Segment::new(connection, Vec::new()));
                    (memory, begun) = (Memory::default(), 0);
                }
                let Some(last) = done.last_mut() else { continue };
                if matches!(kind, "resync" | "caught_up") {
                    last.live = last.live.min(frame.at);
                }
                let (cursor, event) = (cursor(&frame.body), Event::of(&frame.body));
                if cursor.is_some() || event.is_some() {
                    let seen = memory.take(connection, cursor, event);
                    last.seen.push(seen);
                    self.seen.push(seen);
                }
            }
            if let Some(last) = done.last_mut() {
                last.is_rested = connection.is_rested;
            }
        }
        done
    }
}
