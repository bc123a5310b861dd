//! What a recount of unread messages finds.

use poem_openapi::Object;

use super::ids::{RoomId, UserId};

/// What a member is told, and what there is.
#[derive(Clone, Debug, PartialEq, Eq, Object, sqlx::FromRow)]
pub struct UnreadMismatch {
    pub room_id: RoomId,
    pub user_id: UserId,
    pub unread_count: i64,
    pub mention_count: i64,
    pub counted_unread: i64,
    pub counted_mentions: i64,
}

/// The outcome of an audit.
#[derive(Clone, Debug, Default, PartialEq, Object)]
pub struct UnreadAudit {
    /// How many memberships were counted again.
    pub members: i64,
    pub mismatch_count: i64,
    /// The first of them.
    pub mismatches: Vec<UnreadMismatch>,
}
