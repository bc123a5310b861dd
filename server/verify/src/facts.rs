//! What follows from a history before any rule is asked: who was a member when, what is known of each message and event, and
//! what each device has in the end. Rules read this and nothing else.

mod devices;
mod members;
mod messages;

use std::collections::{BTreeMap, HashMap, HashSet};

use serde_json::Value;

use devices::Devices;
pub use devices::{Event, Seen, Segment, cursor};
pub use members::{Membership, Right};
pub use messages::{Message, Telling};

use crate::history::{History, Operation, Settled, What};

/// Everything that the rules ask for.
pub struct Facts<'a> {
    pub history: &'a History,
    /// What each device had at a time without a break, see [`Segment`].
    pub segments: Vec<Segment<'a>>,
    /// What devices had, and forgot some of, when they came back with an older cursor.
    pub torn: Vec<Segment<'a>>,
    /// Every frame as it came to its device, those included that were forgotten.
    pub seen: Vec<Seen<'a>>,
    /// A room's events that anybody got, by number.
    pub events: HashMap<&'a str, BTreeMap<i64, Event<'a>>>,
    pub members: HashMap<(&'a str, &'a str), Membership<'a>>,
    /// Every message that anybody was told of, by id.
    pub messages: HashMap<&'a str, Message<'a>>,
    /// The messages of each room, by id.
    pub by_room: HashMap<&'a str, Vec<&'a str>>,
    /// Every place where a message was told.
    pub tellings: Vec<Telling<'a>>,
}

impl<'a> Facts<'a> {
    /// What follows from a history.
    pub fn of(history: &'a History) -> Self {
        let Devices { segments, torn, seen } = Devices::of(&history.connections);
        let (mut events, mut known) = (HashMap::<&str, BTreeMap<i64, Event>>::new(), HashSet::new());
        for event in history.connections.iter().flat_map(|connection| &connection.frames).filter_map(|frame| Event::of(&frame.body)) {
            // Should it come with several numbers, the first one counts.
            if let Some((room, seq)) = event.place().filter(|_| known.insert(event.id)) {
                events.entry(room).or_default().entry(seq).or_insert(event);
            }
        }
        let mut sends = HashMap::<_, Vec<_>>::new();
        for operation in &history.operations {
            if let What::Send { room, client_id, .. } = &operation.what {
                sends.entry((room.as_str(), client_id.as_str())).or_default().push(operation);
            }
        }
        let tellings = messages::tellings(history);
        let messages = messages::all(history, &tellings, &sends);
        let mut by_room = HashMap::<&str, Vec<&str>>::new();
        for message in messages.values() {
            by_room.entry(message.room).or_default().push(message.id);
        }
        by_room.values_mut().for_each(|ids| ids.sort_unstable());
        let members = members::all(history, &events);
        Self { history, segments, torn, seen, events, members, messages, by_room, tellings }
    }

    /// Everything that a device had at a time, what it forgot later on included.
    pub fn stretches(&self) -> impl Iterator<Item = &Segment<'a>> {
        self.segments.iter().chain(&self.torn)
    }

    /// What is known of somebody's membership in a room.
    pub fn membership(&self, room: &'a str, user: &'a str) -> Option<&Membership<'a>> {
        self.members.get(&(room, user))
    }

    /// The messages of a room that are known.
    pub fn messages_of(&self, room: &str) -> impl Iterator<Item = &Message<'a>> {
        self.by_room.get(room).into_iter().flatten().filter_map(|id| self.messages.get(id))
    }

    /// Whether an event stands where it is said to.
    pub fn is_in_place(&self, event: &Event) -> bool {
        let known = event.place().and_then(|(room, seq)| self.events.get(room)?.get(&seq));
        known.is_some_and(|known| known.id == event.id)
    }

    /// The histories that were read when all was over, by room.
    pub fn settled(&self) -> BTreeMap<&'a str, Vec<(&'a Settled, &'a [Value])>> {
        let mut rooms = BTreeMap::<&str, Vec<_>>::new();
        for settled in &self.history.settled {
            if let Some(messages) = &settled.messages {
                rooms.entry(settled.room.as_str()).or_default().push((settled, messages.as_slice()));
            }
        }
        rooms
    }

    /// The calls that may have changed something, or asked for something.
    pub fn operations(&self) -> impl Iterator<Item = &'a Operation> {
        self.history.operations.iter()
    }
}

/// The text of a field; empty when there is none.
pub fn text<'a>(value: &'a Value, field: &str) -> &'a str {
    value[field].as_str().unwrap_or_default()
}

/// A message's number; 0 when there is none.
pub fn seq(message: &Value) -> i64 {
    message["seq"].as_i64().unwrap_or_default()
}

/// A record without what differs from one reader to another: how far the message has come.
pub fn alike(message: &Value) -> Value {
    let mut message = message.clone();
    message.as_object_mut().map(|fields| fields.shift_remove("status"));
    message
}
