//! The counts that members are told beside those of the view `calculate_unread_count`, which counts message by message.

use super::read_state::counts;
use super::{Conn, Result, fetch_all};
use crate::domain::audit::UnreadMismatch;
use crate::domain::ids::RoomId;

/// Both counts of every member of a room.
pub async fn list_counts(conn: &mut Conn, room_id: RoomId) -> Result<Vec<UnreadMismatch>> {
    fetch_all!(
        conn,
        UnreadMismatch,
        concat!(
            "SELECT u.room_id, u.user_id, c.unread_count AS counted_unread, c.mention_count AS counted_mentions, ",
            counts!(),
            " FROM members u JOIN rooms r ON r.id = u.room_id
               JOIN calculate_unread_count c ON c.user_id = u.user_id AND c.room_id = $1
              WHERE u.room_id = $1 ORDER BY u.user_id"
        ),
        room_id,
    )
}

/// Rooms, by id.
pub async fn list_room_ids(conn: &mut Conn, after: Option<RoomId>, limit: i64) -> Result<Vec<RoomId>> {
    let rows = fetch_all!(conn, (RoomId,), "SELECT id FROM rooms WHERE $1 IS NULL OR id > $1 ORDER BY id LIMIT $2", after, limit)?;
    Ok(rows.into_iter().map(|(id,)| id).collect())
}
