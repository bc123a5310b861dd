//! Messages and the earlier texts of edited ones.

use poem_openapi::{Enum, Object};

use super::ids::{MessageId, RoomId, UserId};
use super::time::Timestamp;

/// Who speaks: a person, or the room itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MessageKind {
    User,
    System,
}

/// What a system message tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum SystemEvent {
    RoomCreated,
    MemberJoined,
    MemberLeft,
    MemberRemoved,
    OwnerChanged,
}

/// A message. A deleted one stays as a placeholder: its `seq`, and `content: null`.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct Message {
    pub id: MessageId,
    pub room_id: RoomId,
    /// Counts the room's messages: 1, 2, 3 …
    pub seq: i64,
    /// The sender; of a system message, whom it is about.
    pub sender_id: UserId,
    pub kind: MessageKind,
    /// `null` once deleted.
    #[oai(nullable, skip_serializing_if = "never")]
    pub content: Option<String>,
    pub system_event: Option<SystemEvent>,
    pub client_id: Option<String>,
    pub is_edited: bool,
    pub edited_at: Option<Timestamp>,
    pub deleted_at: Option<Timestamp>,
    pub created_at: Timestamp,
}

fn never<T>(_: &T) -> bool {
    false
}

/// A text that an edit replaced.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
pub struct Revision {
    /// Counts the message's texts: 1 is the first one.
    pub revision: i64,
    pub content: String,
    /// When this text was written.
    pub written_at: Timestamp,
}
