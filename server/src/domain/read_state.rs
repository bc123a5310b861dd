//! How far a member has read a room, and what that leaves unread.

use poem_openapi::{Enum, Object};

use super::ids::{MessageId, RoomId};

/// What a room is to be marked as.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum ReadMark {
    Read,
    Unread,
}

/// What one member has not read of a room. A message counts when it is above the read position, by somebody else, a
/// person's, and not deleted.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct ReadStatus {
    pub room_id: RoomId,
    /// The `seq` up to which the member has read.
    pub read_seq: i64,
    pub unread_count: i64,
    pub mention_count: i64,
    pub first_unread_message_id: Option<MessageId>,
}

/// Why a message counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
pub enum UnreadRule {
    /// It is above the read position.
    Unread,
    /// It is above the read position, and names the member.
    Mention,
}

/// A message that counts.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct UnreadMessage {
    pub message_id: MessageId,
    pub seq: i64,
    pub rule: UnreadRule,
}

/// A room's part of a person's unread messages.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct RoomUnread {
    pub room_id: RoomId,
    pub unread_count: i64,
    pub mention_count: i64,
    /// The very messages, when asked to explain.
    pub messages: Option<Vec<UnreadMessage>>,
}

/// A person's unread messages, in all and by room.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct UnreadCount {
    pub total: i64,
    pub mentions: i64,
    /// The rooms with unread messages.
    pub rooms: Vec<RoomUnread>,
}
