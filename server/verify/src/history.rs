//! What was done and what was seen, as it is written down while it happens: operations with their outcomes, the frames of
//! every connection, and what each member reads when all is over.
//!
//! Every device of a member must be connected when all is over: whoever writes down a connection must see to it that its device
//! comes back, and stays to the end.
//!
//! Every room that somebody whose streams are in the history is in must be in it too, from its making on. Clearing, blocking,
//! marking as unread and forwarding are not among the operations: who does these must judge without this.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use serde_json::Value;

/// A moment: how long after the beginning of the history, by one monotonic clock.
pub type At = Duration;

/// What somebody asked the service to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// Makes a room with these members; whoever makes it is one too.
    Create {
        room: String,
        members: Vec<String>,
    },
    Send {
        room: String,
        client_id: String,
        content: String,
    },
    Edit {
        room: String,
        message: String,
        content: String,
    },
    Delete {
        room: String,
        message: String,
    },
    /// Makes somebody a member: themselves, or another.
    Join {
        room: String,
        user: String,
    },
    /// Ends a membership: by leaving, or by removal.
    Leave {
        room: String,
        user: String,
    },
    /// Reads up to a message's number.
    MarkRead {
        room: String,
        seq: i64,
    },
    /// Reads the newest page of a history, or the one before a message's number.
    ReadPage {
        room: String,
        before: Option<i64>,
    },
    ReadMessage {
        room: String,
        message: String,
    },
    ReadUnread {
        room: String,
    },
}

/// What the service said to it.
#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// It was done: the answer.
    Acknowledged(Value),
    /// It was not done, and never will be: the problem's code.
    Refused(String),
    /// No answer, or one that leaves open whether it was done.
    Unknown,
}

/// One operation of one person.
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    pub who: String,
    pub what: What,
    pub invoked: At,
    /// When the answer was there, or no longer waited for.
    pub completed: At,
    pub outcome: Outcome,
}

/// A frame as it came.
#[derive(Clone, Debug, PartialEq)]
pub struct Frame {
    pub at: At,
    pub body: Value,
}

/// One connection of one device.
#[derive(Clone, Debug, PartialEq)]
pub struct Connection {
    pub user: String,
    pub device: String,
    /// When it was asked for.
    pub opened: At,
    /// The cursor that it came with.
    pub resumed: Option<String>,
    pub frames: Vec<Frame>,
    /// Whether it was open until all that there is must have come.
    pub is_rested: bool,
}

/// A connection that a device asked for and did not get.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub user: String,
    pub device: String,
    pub asked: At,
    /// What was said instead.
    pub why: String,
}

/// What one person reads of one room when all is over.
#[derive(Clone, Debug, PartialEq)]
pub struct Settled {
    pub who: String,
    pub room: String,
    /// When they began to read.
    pub invoked: At,
    /// The whole history, the oldest first; none when the room is not theirs.
    pub messages: Option<Vec<Value>>,
    /// How many messages they have not read, if they asked.
    pub unread: Option<i64>,
}

/// All that was done and seen.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct History {
    pub operations: Vec<Operation>,
    pub connections: Vec<Connection>,
    pub refusals: Vec<Refusal>,
    pub settled: Vec<Settled>,
    /// Whether the log was made to forget while this was written: then `retention` is a reason to load one's state anew at any time.
    pub forgets: bool,
}

/// Writes a history down, from many tasks at once.
#[derive(Debug, Default)]
pub struct Recorder(Mutex<History>);

/// The place of a connection in the history.
#[derive(Clone, Copy, Debug)]
pub struct ConnectionId(usize);

impl What {
    /// The room that it is about.
    pub fn room(&self) -> &str {
        match self {
            Self::Create { room, .. }
            | Self::Send { room, .. }
            | Self::Edit { room, .. }
            | Self::Delete { room, .. }
            | Self::Join { room, .. }
            | Self::Leave { room, .. }
            | Self::MarkRead { room, .. }
            | Self::ReadPage { room, .. }
            | Self::ReadMessage { room, .. }
            | Self::ReadUnread { room } => room,
        }
    }
}

impl Operation {
    /// The answer, if it was done for sure.
    pub fn answer(&self) -> Option<&Value> {
        match &self.outcome {
            Outcome::Acknowledged(answer) => Some(answer),
            _ => None,
        }
    }

    /// Whether it may have been done.
    pub fn may_be_done(&self) -> bool {
        !matches!(self.outcome, Outcome::Refused(_))
    }

    /// When it was done at the latest; never, as far as anybody knows, when nobody was told.
    pub fn done_by(&self) -> At {
        if self.answer().is_some() { self.completed } else { At::MAX }
    }

    /// Whether it was done for sure before a moment.
    pub fn is_done_before(&self, moment: At) -> bool {
        self.done_by() < moment
    }

    /// Whether it may have been done up to a moment.
    pub fn may_be_done_by(&self, moment: At) -> bool {
        self.may_be_done() && self.invoked <= moment
    }
}

impl Recorder {
    /// Notes an operation once its outcome is known.
    pub fn note(&self, operation: Operation) {
        self.with(|history| history.operations.push(operation));
    }

    /// Notes that a device opens a connection.
    pub fn open(&self, user: &str, device: &str, opened: At, resumed: Option<&str>) -> ConnectionId {
        let connection = Connection {
            user: user.to_owned(),
            device: device.to_owned(),
            opened,
            resumed: resumed.map(str::to_owned),
            frames: Vec::new(),
            is_rested: false,
        };
        self.with(|history| {
            history.connections.push(connection);
            ConnectionId(history.connections.len() - 1)
        })
    }

    /// Notes that a device asked for a connection and did not get it.
    pub fn refuse(&self, user: &str, device: &str, asked: At, why: &str) {
        let refusal = Refusal { user: user.to_owned(), device: device.to_owned(), asked, why: why.to_owned() };
        self.with(|history| history.refusals.push(refusal));
    }

    /// Notes a frame as it came.
    pub fn see(&self, connection: ConnectionId, at: At, body: Value) {
        self.with(|history| history.connections[connection.0].frames.push(Frame { at, body }));
    }

    /// Notes that a connection is open still when all that there is must have come.
    pub fn rest(&self, connection: ConnectionId) {
        self.with(|history| history.connections[connection.0].is_rested = true);
    }

    /// Notes what somebody reads when all is over.
    pub fn settle(&self, settled: Settled) {
        self.with(|history| history.settled.push(settled));
    }

    /// How many operations, and how many frames, there are so far.
    pub fn size(&self) -> (usize, usize) {
        self.with(|history| (history.operations.len(), history.connections.iter().map(|connection| connection.frames.len()).sum()))
    }

    /// The history; what is noted afterwards is in the next one.
    pub fn take(&self) -> History {
        self.with(std::mem::take)
    }

    fn with<T>(&self, act: impl FnOnce(&mut History) -> T) -> T {
        act(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
