//! How far rooms are cleared, for one member or for all, and what can be taken back.

use super::{Conn, Result, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::domain::clearing::Undo;
use crate::domain::ids::{RoomId, UserId};
use crate::domain::time::Timestamp;

/// Up to which number a room is cleared for a member alone.
pub async fn get_for_member(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<i64> {
    let seq = fetch_scalar!(conn, i64, "SELECT clear_seq FROM members WHERE room_id = $1 AND user_id = $2", room_id, user_id)?;
    Ok(seq.unwrap_or(0))
}

/// Up to which number a room is cleared for everyone.
pub async fn get_for_everyone(conn: &mut Conn, room_id: RoomId) -> Result<i64> {
    Ok(fetch_scalar!(conn, i64, "SELECT clear_seq FROM rooms WHERE id = $1", room_id)?.unwrap_or(0))
}

/// Clears a room up to a number for a member alone.
pub async fn update_for_member(conn: &mut Conn, room_id: RoomId, user_id: UserId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE members SET clear_seq = $3 WHERE room_id = $1 AND user_id = $2", room_id, user_id, seq)
}

/// Clears a room up to a number for everyone.
pub async fn update_for_everyone(conn: &mut Conn, room_id: RoomId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE rooms SET clear_seq = $2 WHERE id = $1", room_id, seq)
}

/// Takes a room out of a member's list, or lets it back in.
pub async fn update_hidden(conn: &mut Conn, room_id: RoomId, user_id: UserId, is_hidden: bool) -> Result<u64> {
    execute!(conn, "UPDATE members SET is_hidden = $3 WHERE room_id = $1 AND user_id = $2", room_id, user_id, is_hidden)
}

/// Whose list a room is kept out of.
pub async fn list_hiding(conn: &mut Conn, room_id: RoomId) -> Result<Vec<UserId>> {
    let rows = fetch_all!(conn, (UserId,), "SELECT user_id FROM members WHERE room_id = $1 AND is_hidden", room_id)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}

/// Notes what can be taken back.
pub async fn insert_undo(conn: &mut Conn, undo: &Undo) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO undos (room_id, user_id, position, scope, is_deletion, before_seq, after_seq, until)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        undo.room_id,
        undo.user_id,
        undo.position,
        undo.scope,
        undo.is_deletion,
        undo.before_seq,
        undo.after_seq,
        undo.until,
    )
}

/// What a member did last in a room and can still take back.
pub async fn get_undo(conn: &mut Conn, room_id: RoomId, user_id: UserId, now: Timestamp) -> Result<Option<Undo>> {
    fetch_optional!(
        conn,
        Undo,
        "SELECT room_id, user_id, position, scope, is_deletion, before_seq, after_seq, until FROM undos
          WHERE room_id = $1 AND user_id = $2 AND until > $3 ORDER BY position DESC LIMIT 1",
        room_id,
        user_id,
        now,
    )
}

/// What can no longer be taken back, the oldest first.
pub async fn list_final(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<Undo>> {
    fetch_all!(
        conn,
        Undo,
        "SELECT room_id, user_id, position, scope, is_deletion, before_seq, after_seq, until FROM undos
          WHERE until <= $1 ORDER BY until LIMIT $2",
        now,
        limit,
    )
}

/// Forgets what could be taken back.
pub async fn delete_undo(conn: &mut Conn, undo: &Undo) -> Result<u64> {
    execute!(conn, "DELETE FROM undos WHERE room_id = $1 AND user_id = $2 AND position = $3", undo.room_id, undo.user_id, undo.position,)
}

/// Forgets what someone who has left could take back of their own view.
pub async fn delete_undos(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<u64> {
    execute!(conn, "DELETE FROM undos WHERE room_id = $1 AND user_id = $2 AND scope = 'me'", room_id, user_id)
}

/// Up to which number the texts of a room's messages are erased.
pub async fn get_purged(conn: &mut Conn, room_id: RoomId) -> Result<i64> {
    Ok(fetch_scalar!(conn, i64, "SELECT purged_seq FROM rooms WHERE id = $1", room_id)?.unwrap_or(0))
}

/// Notes up to which number they are.
pub async fn update_purged(conn: &mut Conn, room_id: RoomId, seq: i64) -> Result<u64> {
    execute!(conn, "UPDATE rooms SET purged_seq = $2 WHERE id = $1 AND purged_seq < $2", room_id, seq)
}
