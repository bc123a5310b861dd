//! Mentions: which members a message names.

use super::{Conn, Result, execute, fetch_all, fetch_scalar};
use crate::domain::ids::{RoomId, UserId};

/// Notes that a message names a member.
pub async fn insert(conn: &mut Conn, room_id: RoomId, seq: i64, sender_id: UserId, user_id: UserId) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO message_mentions (user_id, room_id, seq, sender_id) VALUES ($1, $2, $3, $4)",
        user_id,
        room_id,
        seq,
        sender_id,
    )
}

/// Forgets that a message names a member.
pub async fn delete(conn: &mut Conn, room_id: RoomId, seq: i64, user_id: UserId) -> Result<u64> {
    execute!(conn, "DELETE FROM message_mentions WHERE user_id = $1 AND room_id = $2 AND seq = $3", user_id, room_id, seq)
}

/// Forgets whom a message names.
pub async fn delete_all(conn: &mut Conn, room_id: RoomId, seq: i64) -> Result<u64> {
    execute!(conn, "DELETE FROM message_mentions WHERE room_id = $1 AND seq = $2", room_id, seq)
}

/// Whom a message names.
pub async fn list(conn: &mut Conn, room_id: RoomId, seq: i64) -> Result<Vec<UserId>> {
    let rows = fetch_all!(
        conn,
        (UserId,),
        "SELECT user_id FROM message_mentions WHERE room_id = $1 AND seq = $2 ORDER BY user_id",
        room_id,
        seq,
    )?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// The member of a username.
pub async fn get_member(conn: &mut Conn, room_id: RoomId, username: &str) -> Result<Option<UserId>> {
    fetch_scalar!(
        conn,
        UserId,
        "SELECT m.user_id FROM users u JOIN members m ON m.user_id = u.id WHERE u.username = $2 AND m.room_id = $1",
        room_id,
        username,
    )
}
