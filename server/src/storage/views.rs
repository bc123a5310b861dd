//! What members see of rooms: how much is cleared, and whose messages are left out.

use super::{Conn, Result, fetch_optional};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::views::View;

/// The number up to which messages of a room `r` are out of the sight of a member `u`.
macro_rules! hidden {
    () => {
        "CASE WHEN u.clear_seq >= r.clear_seq THEN u.clear_seq ELSE r.clear_seq END"
    };
}

/// Whether a message is by nobody whom a person has blocked; what the room itself says is by nobody.
macro_rules! welcome {
    ($message:literal, $person:literal) => {
        concat!(
            "(",
            $message,
            ".kind = 'system' OR NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = ",
            $person,
            " AND b.blocked_id = ",
            $message,
            ".sender_id))"
        )
    };
}

pub(super) use {hidden, welcome};

/// What a member `u` sees of a room `r`.
macro_rules! view {
    ($from:literal) => {
        concat!(
            "SELECT u.room_id, u.user_id, r.last_seq, ",
            hidden!(),
            " AS hidden_seq, EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = u.user_id) AS has_blocked ",
            $from
        )
    };
}

/// One member's view of a room.
pub async fn get(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Option<View>> {
    fetch_optional!(
        conn,
        View,
        view!("FROM members u JOIN rooms r ON r.id = u.room_id WHERE u.room_id = $1 AND u.user_id = $2"),
        room_id,
        user_id,
    )
}

/// One member's view of the room of a message. A message of others takes no longer than none at all: where there is none, a room
/// is looked for that has its id, and there is none either.
pub async fn get_by_message(conn: &mut Conn, id: MessageId, user_id: UserId) -> Result<Option<View>> {
    fetch_optional!(
        conn,
        View,
        view!(
            "FROM members u JOIN rooms r ON r.id = u.room_id
              WHERE u.user_id = $2 AND u.room_id = COALESCE((SELECT m.room_id FROM messages m WHERE m.id = $1), $1)"
        ),
        id,
        user_id,
    )
}
