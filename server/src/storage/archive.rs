//! Which members keep a room out of their list.

use super::{Conn, Result, execute};
use crate::domain::ids::{RoomId, UserId};

/// Archives a room for a member, or takes it back; a count of 0 says that it was so already.
pub async fn update(conn: &mut Conn, room_id: RoomId, user_id: UserId, archived: bool) -> Result<u64> {
    execute!(
        conn,
        "UPDATE members SET is_archived = $3 WHERE room_id = $1 AND user_id = $2 AND is_archived <> $3",
        room_id,
        user_id,
        archived,
    )
}
