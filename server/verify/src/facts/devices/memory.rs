//! What a device has of a stretch, so that each frame can be held against what came before it.

use std::collections::{HashMap, HashSet};

use super::{Event, Seen};
use crate::history::Connection;

/// What a device has.
#[derive(Default)]
pub struct Memory<'a> {
    events: HashSet<&'a str>,
    /// The messages of whose sending it was told.
    sendings: HashSet<&'a str>,
    /// The numbers of each room's events, as they came.
    numbers: HashMap<&'a str, Vec<i64>>,
    cursor: Option<&'a str>,
}

impl<'a> Memory<'a> {
    /// Takes a frame in.
    pub fn take(&mut self, connection: &'a Connection, cursor: Option<&'a str>, event: Option<Event<'a>>) -> Seen<'a> {
        let is_again = event.is_some_and(|event| !self.events.insert(event.id));
        let (user, device) = (connection.user.as_str(), connection.device.as_str());
        let mut seen = Seen { user, device, cursor, event, is_again, is_double: false, number_before: None, cursor_before: None };
        if is_again {
            return seen;
        }
        seen.is_double = event.and_then(|event| event.sending()).is_some_and(|message| !self.sendings.insert(message));
        if let Some((room, seq)) = event.and_then(|event| event.place()) {
            let numbers = self.numbers.entry(room).or_default();
            seen.number_before = numbers.last().copied();
            numbers.push(seq);
        }
        if let Some(cursor) = cursor {
            seen.cursor_before = self.cursor.replace(cursor);
        }
        seen
    }

    /// Forgets the last frames: the device has come back with the cursor of before them.
    pub fn forget(&mut self, last: &[Seen<'a>], cursor: Option<&'a str>) {
        for seen in last.iter().filter(|seen| !seen.is_again) {
            let Some(event) = seen.event else { continue };
            self.events.remove(event.id);
            if let Some(message) = event.sending().filter(|_| !seen.is_double) {
                self.sendings.remove(message);
            }
            if let Some(numbers) = event.place().and_then(|(room, _)| self.numbers.get_mut(room)) {
                numbers.pop();
            }
        }
        self.cursor = cursor;
    }
}
