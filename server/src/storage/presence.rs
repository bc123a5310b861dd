//! When someone was last here.

use super::{Conn, Result, execute};
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;

/// Notes when a person was last connected.
pub async fn set_last_seen(conn: &mut Conn, user_id: UserId, at: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE users SET last_seen_at = $2 WHERE id = $1 AND deleted_at IS NULL", user_id, at)
}
