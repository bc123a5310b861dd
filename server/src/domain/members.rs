//! Membership: who is in a room, and as what.

use poem_openapi::{Enum, Object};

use super::ids::{RoomId, UserId};
use super::time::Timestamp;
use super::users::User;

/// What a member may do; a later one may do all that an earlier one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Enum, sqlx::Type)]
#[oai(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    Member,
    Admin,
    Owner,
}

/// One person's place in a room.
#[derive(Clone, Debug, PartialEq, Object, sqlx::FromRow)]
#[oai(skip_serializing_if_is_none)]
pub struct Member {
    pub room_id: RoomId,
    pub user_id: UserId,
    pub role: Role,
    pub joined_at: Timestamp,
    /// Who this is.
    #[sqlx(skip)]
    pub user: Option<User>,
}
