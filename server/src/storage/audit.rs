//! The counts that members are told beside those of the view `calculate_unread_count`, which counts message by message.

use super::read_state::{base, counts};
use super::{Conn, Result, fetch_all, fetch_scalar};
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

/// How many messages a recount of a room looks at, at the most.
pub async fn get_cost(conn: &mut Conn, room_id: RoomId) -> Result<i64> {
    let cost = fetch_scalar!(
        conn,
        i64,
        "SELECT CAST(COALESCE(SUM(r.last_seq - u.read_seq), 0) AS BIGINT) FROM members u JOIN rooms r ON r.id = u.room_id WHERE u.room_id = $1",
        room_id,
    )?;
    Ok(cost.unwrap_or(0))
}
