//! Tickets: one use each, kept as hashes alone.

use super::{Conn, Result, execute, fetch_optional, fetch_scalar};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::time::Timestamp;

/// A ticket that was taken.
#[derive(sqlx::FromRow)]
pub struct Taken {
    pub session_id: SessionId,
    pub user_id: UserId,
    pub expires_at: Timestamp,
}

/// Writes a ticket's hash.
pub async fn insert(conn: &mut Conn, hash: &[u8], session_id: SessionId, user_id: UserId, expires_at: Timestamp) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO tickets (hash, session_id, user_id, expires_at) VALUES ($1, $2, $3, $4)",
        hash,
        session_id,
        user_id,
        expires_at,
    )
}

/// Whether there is such a ticket.
pub async fn exists(conn: &mut Conn, hash: &[u8]) -> Result<bool> {
    Ok(fetch_scalar!(conn, UserId, "SELECT user_id FROM tickets WHERE hash = $1", hash)?.is_some())
}

/// Takes a ticket away and gives what it was for.
pub async fn take(conn: &mut Conn, hash: &[u8]) -> Result<Option<Taken>> {
    fetch_optional!(conn, Taken, "DELETE FROM tickets WHERE hash = $1 RETURNING session_id, user_id, expires_at", hash)
}

/// Forgets tickets that were over at an instant, at most `limit`.
pub async fn delete_expired(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<u64> {
    execute!(conn, "DELETE FROM tickets WHERE hash IN (SELECT hash FROM tickets WHERE expires_at < $1 LIMIT $2)", now, limit)
}
