//! Clearing: rooms emptied, and direct rooms out of one's list, for a while to be taken back.

use poem_openapi::{Enum, Object};

use super::ids::{RoomId, UserId};
use super::time::Timestamp;

/// Whose view is emptied: one's own, or that of every member.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum ClearScope {
    #[default]
    Me,
    Everyone,
}

/// What goes, or would go.
#[derive(Clone, Debug, Default, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Removal {
    /// How many messages, as the history counts them.
    pub messages: i64,
    /// For how many members they go.
    pub members: i64,
    pub dry_run: bool,
    /// Until when it can be taken back; absent when it cannot.
    pub undo_until: Option<Timestamp>,
}

/// What a member can take back.
#[derive(Clone, Copy, Debug, PartialEq, sqlx::FromRow)]
pub struct Undo {
    pub room_id: RoomId,
    pub user_id: UserId,
    /// Where the log tells of it: a later one is taken back first.
    pub position: i64,
    pub scope: ClearScope,
    /// Whether a direct room was deleted, and not only emptied.
    pub is_deletion: bool,
    /// Up to which number messages were out of sight before, and after.
    pub before_seq: i64,
    pub after_seq: i64,
    pub until: Timestamp,
}
