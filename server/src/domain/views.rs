//! What a member sees of a room: which of its messages are out of their sight.

use super::ids::{RoomId, UserId};

/// A member's view of a room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct View {
    pub room_id: RoomId,
    pub user_id: UserId,
    /// The room's last number.
    pub last_seq: i64,
    /// Messages up to this number are out of sight.
    pub hidden_seq: i64,
    /// Whether the member has blocked anybody: messages of theirs are out of sight too.
    pub has_blocked: bool,
}

impl View {
    /// Whether a message with this number has not been cleared.
    pub fn reaches(&self, seq: i64) -> bool {
        seq > self.hidden_seq
    }
}
