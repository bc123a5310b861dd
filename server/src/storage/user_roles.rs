//! Who has a role in the whole deployment.

use super::{Conn, Result, execute, fetch_scalar};
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;
use crate::domain::user_roles::UserRole;

/// Gives a person a role; a count of 0 says that they have it.
pub async fn insert(conn: &mut Conn, user_id: UserId, role: UserRole, now: Timestamp) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO user_roles (user_id, role, granted_at) VALUES ($1, $2, $3) ON CONFLICT (user_id, role) DO NOTHING",
        user_id,
        role,
        now,
    )
}

/// Whether a person has a role.
pub async fn exists(conn: &mut Conn, user_id: UserId, role: UserRole) -> Result<bool> {
    let found = fetch_scalar!(conn, UserId, "SELECT user_id FROM user_roles WHERE user_id = $1 AND role = $2", user_id, role)?;
    Ok(found.is_some())
}
