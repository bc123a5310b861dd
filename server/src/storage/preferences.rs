//! What people have chosen for themselves.

use super::{Conn, Result, execute, fetch_optional};
use crate::domain::ids::UserId;
use crate::domain::preferences::Preferences;

/// A person's choices.
pub async fn get(conn: &mut Conn, user_id: UserId) -> Result<Option<Preferences>> {
    fetch_optional!(conn, Preferences, "SELECT read_receipts FROM users WHERE id = $1", user_id)
}

/// Changes them.
pub async fn update(conn: &mut Conn, user_id: UserId, preferences: Preferences) -> Result<u64> {
    execute!(conn, "UPDATE users SET read_receipts = $2 WHERE id = $1", user_id, preferences.read_receipts)
}
