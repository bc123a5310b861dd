//! What nodes tell each other. A note may be lost, doubled or late; nothing that is promised hangs on one.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::domain::ids::{RoomId, UserId};
use crate::domain::users::PresenceStatus;

/// A process that serves: a new one each time that it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct NodeId(pub Uuid);

/// One note. Those about people carry the number of the node's changes, so that who missed one asks for everybody.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// The log has come to this position.
    Written { position: i64 },
    /// Something of a person for everyone else in some rooms: typing, presence.
    Whisper { node: NodeId, rooms: Vec<RoomId>, of: UserId, text: String },
    /// What a person shows who is connected to the node; without a status they have gone from it.
    Person { node: NodeId, change: u64, user_id: UserId, status: Option<PresenceStatus> },
    /// The node lives, and has told of so many changes.
    Alive { node: NodeId, change: u64 },
    /// Somebody wants to know everybody who is connected to the node.
    Ask { node: NodeId },
    /// Everybody who is connected to the node.
    Everyone { node: NodeId, change: u64, people: Vec<(UserId, PresenceStatus)> },
    /// The node goes down.
    Left { node: NodeId },
}

impl Note {
    /// Which of so many channels carries it: what belongs together goes the same way, so that its order is kept.
    pub(super) fn shard(&self, shards: u64) -> u64 {
        match self {
            // All nodes read the one log, so any channel will do, and all are used alike.
            Self::Written { position } => position.unsigned_abs() % shards,
            Self::Whisper { of, .. } => shard(of.0, shards),
            Self::Person { node, .. } | Self::Alive { node, .. } | Self::Everyone { node, .. } | Self::Left { node } => {
                shard(node.0, shards)
            }
            Self::Ask { node } => shard(node.0, shards),
        }
    }
}

/// UUIDv7 begin with the time and end with chance.
fn shard(id: Uuid, shards: u64) -> u64 {
    id.as_u64_pair().1 % shards
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_is_read_as_it_was_written() {
        let (node, user_id) = (NodeId(Uuid::from_u128(1)), UserId(Uuid::from_u128(2)));
        let note = Note::Everyone { node, change: 3, people: vec![(user_id, PresenceStatus::Away)] };
        let text = serde_json::to_string(&note).expect("it can be written");
        assert_eq!(serde_json::from_str::<Note>(&text).expect("it can be read"), note);
    }
}
