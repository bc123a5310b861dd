//! Rooms: direct ones between two people, and groups.

use poem_openapi::{Enum, Object};

use super::ids::{MessageId, RoomId, UserId};
use super::members::Role;
use super::messages::Message;
use super::time::Timestamp;

/// What a room is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum RoomKind {
    Direct,
    Group,
}

/// A room. In events that go to all members, what differs from member to member is absent, and so is `last_message`.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct Room {
    pub id: RoomId,
    pub kind: RoomKind,
    pub name: Option<String>,
    pub description: Option<String>,
    pub owner_id: Option<UserId>,
    pub member_count: i64,
    pub created_at: Timestamp,
    /// The time of the last message, or of the room's making: what lists are sorted by.
    pub last_activity_at: Timestamp,
    /// Whether members are told what others have read.
    pub read_receipts: Option<bool>,
    #[sqlx(skip)]
    pub last_message: Option<Message>,
    #[sqlx(default)]
    pub my_role: Option<Role>,
    #[sqlx(default)]
    pub is_archived: Option<bool>,
    /// Whether the member has deleted a direct room, and nothing was said since.
    #[sqlx(default)]
    pub is_deleted: Option<bool>,
    /// The `seq` up to which the member has read.
    #[sqlx(default)]
    pub read_seq: Option<i64>,
    #[sqlx(default)]
    pub unread_count: Option<i64>,
    #[sqlx(default)]
    pub mention_count: Option<i64>,
    #[sqlx(default)]
    pub first_unread_message_id: Option<MessageId>,
}

/// Which of a person's rooms a list has; `None` leaves out none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomFilter {
    pub kind: Option<RoomKind>,
    pub archived: Option<bool>,
}
