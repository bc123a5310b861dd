//! Invites: a code that lets its holder into a group.

use poem_openapi::Object;

use super::ids::{RoomId, UserId};
use super::time::Timestamp;

/// A code that lets whoever holds it join a group.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct Invite {
    /// 22 URL-safe characters (128 random bits).
    pub code: String,
    pub room_id: RoomId,
    pub created_by: UserId,
    pub created_at: Timestamp,
    /// Absent: it does not expire.
    pub expires_at: Option<Timestamp>,
    /// Absent: any number.
    pub max_uses: Option<i64>,
    pub uses: i64,
}
