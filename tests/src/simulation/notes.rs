//! What the devices do and see, written down for the judge. What was begun and never ended stays unknown, also when who began it
//! has crashed.

use std::sync::Mutex;
use std::time::Duration;

use causerie_sdk::Event;
use causerie_verify::history::{Connection, Frame};
use causerie_verify::{At, History, Operation, Outcome, What};
use uuid::Uuid;

use super::cast::{ROOMS, room, user};
use super::model::to_value;
use super::{held, now};

#[derive(Default)]
pub struct Notes(Mutex<History>);

impl Notes {
    /// With the rooms, which are there from the beginning.
    pub fn new() -> Self {
        let made = |(number, members): (usize, &&[usize])| {
            let members: Vec<String> = members.iter().map(|member| user(*member).to_string()).collect();
            let what = What::Create { room: room(number).to_string(), members: members.clone() };
            let outcome = Outcome::Acknowledged(serde_json::Value::Null);
            Operation { who: members[0].clone(), what, invoked: At::ZERO, completed: At::ZERO, outcome }
        };
        let operations = ROOMS.iter().enumerate().map(made).collect();
        Self(Mutex::new(History { operations, forgets: true, ..History::default() }))
    }

    /// Notes that a message is about to be sent; gives the place of the note.
    pub fn begin(&self, person: usize, room: Uuid, client_id: &str, content: &str) -> usize {
        let what = What::Send { room: room.to_string(), client_id: client_id.to_owned(), content: content.to_owned() };
        let (who, invoked) = (user(person).to_string(), now());
        let mut history = held(&self.0);
        history.operations.push(Operation { who, what, invoked, completed: At::MAX, outcome: Outcome::Unknown });
        history.operations.len() - 1
    }

    pub fn end(&self, place: usize, outcome: Outcome) {
        let operation = &mut held(&self.0).operations[place];
        (operation.completed, operation.outcome) = (now(), outcome);
    }

    /// Notes that a program begins to follow its stream.
    pub fn open(&self, person: usize, device: &str, resumed: Option<&str>) -> usize {
        let (user, device, resumed) = (user(person).to_string(), device.to_owned(), resumed.map(str::to_owned));
        let is_rested = false;
        let mut history = held(&self.0);
        history.connections.push(Connection { user, device, opened: now(), resumed, frames: Vec::new(), is_rested });
        history.connections.len() - 1
    }

    pub fn see(&self, place: usize, event: &Event) {
        held(&self.0).connections[place].frames.push(Frame { at: now(), body: to_value(event) });
    }

    /// The history, when all is over; those streams that were followed last were followed to the end.
    pub fn take(&self, last: &[Option<usize>], at: Duration) -> History {
        let mut history = std::mem::take(&mut *held(&self.0));
        for place in last.iter().flatten() {
            history.connections[*place].is_rested = true;
        }
        for operation in &mut history.operations {
            operation.completed = operation.completed.min(at.max(operation.invoked));
        }
        history
    }
}
