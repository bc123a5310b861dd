//! Invites: codes and how often they were used.

use super::{Conn, Result, execute, fetch_optional};
use crate::domain::invites::Invite;

/// Writes an invite.
pub async fn insert(conn: &mut Conn, invite: &Invite) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO invites (code, room_id, created_by, created_at, expires_at, max_uses, uses) VALUES ($1, $2, $3, $4, $5, $6, $7)",
        invite.code.as_str(),
        invite.room_id,
        invite.created_by,
        invite.created_at,
        invite.expires_at,
        invite.max_uses,
        invite.uses,
    )
}

/// The invite of a code.
pub async fn get(conn: &mut Conn, code: &str) -> Result<Option<Invite>> {
    fetch_optional!(
        conn,
        Invite,
        "SELECT code, room_id, created_by, created_at, expires_at, max_uses, uses FROM invites WHERE code = $1",
        code,
    )
}

/// Counts one use.
pub async fn update_uses(conn: &mut Conn, code: &str) -> Result<u64> {
    execute!(conn, "UPDATE invites SET uses = uses + 1 WHERE code = $1", code)
}
