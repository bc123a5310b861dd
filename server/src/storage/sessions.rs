//! Sessions and their refresh tokens, which are kept as hashes alone.

use super::{Conn, Result, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::sessions::Session;
use crate::domain::time::Timestamp;

/// A refresh token and its session.
#[derive(sqlx::FromRow)]
pub struct Token {
    pub session_id: SessionId,
    pub user_id: UserId,
    pub spent_at: Option<Timestamp>,
    pub last_used_at: Timestamp,
    pub expires_at: Timestamp,
    pub revoked_at: Option<Timestamp>,
}

impl Token {
    /// Whether its session is neither revoked nor over.
    pub fn is_good(&self, now: Timestamp) -> bool {
        self.revoked_at.is_none() && self.expires_at > now
    }
}

/// Writes a session.
pub async fn insert(conn: &mut Conn, session: &Session, user_id: UserId) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO sessions (id, user_id, device_name, created_at, last_used_at, expires_at) VALUES ($1, $2, $3, $4, $4, $5)",
        session.id,
        user_id,
        session.device_name.as_deref(),
        session.created_at,
        session.expires_at,
    )
}

/// Whether a session is neither revoked nor over.
pub async fn is_live(conn: &mut Conn, id: SessionId, user_id: UserId, now: Timestamp) -> Result<bool> {
    let found = fetch_scalar!(
        conn,
        SessionId,
        "SELECT id FROM sessions WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL AND expires_at > $3",
        id,
        user_id,
        now,
    )?;
    Ok(found.is_some())
}

/// A person's live sessions, the last used first.
pub async fn list(conn: &mut Conn, user_id: UserId, now: Timestamp) -> Result<Vec<Session>> {
    fetch_all!(
        conn,
        Session,
        "SELECT id, device_name, created_at, last_used_at, expires_at FROM sessions
          WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > $2 ORDER BY last_used_at DESC, id DESC",
        user_id,
        now,
    )
}

/// Notes that a session was used, and how long it lives from now.
pub async fn update_used(conn: &mut Conn, id: SessionId, now: Timestamp, expires_at: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE sessions SET last_used_at = $2, expires_at = $3 WHERE id = $1", id, now, expires_at)
}

/// Ends a session of a person's; a count of 0 says that there was none to end.
pub async fn update_revoked(conn: &mut Conn, id: SessionId, user_id: UserId, now: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE sessions SET revoked_at = $3 WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL", id, user_id, now)
}

/// Forgets sessions that were over at an instant, with their last token and their tickets; at most `limit`. Those whose spent
/// tokens are still there come later: else one statement would take away any number of them.
pub async fn delete_expired(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<u64> {
    execute!(
        conn,
        "DELETE FROM sessions WHERE id IN (
           SELECT s.id FROM sessions s WHERE s.expires_at < $1
              AND NOT EXISTS (SELECT 1 FROM refresh_tokens t WHERE t.session_id = s.id AND t.spent_at IS NOT NULL)
            ORDER BY s.expires_at LIMIT $2)",
        now,
        limit,
    )
}

/// Writes a refresh token's hash.
pub async fn insert_token(conn: &mut Conn, hash: &[u8], session_id: SessionId, now: Timestamp) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO refresh_tokens (hash, session_id, created_at) VALUES ($1, $2, $3) ON CONFLICT (hash) DO NOTHING",
        hash,
        session_id,
        now
    )
}

/// The token of a hash.
pub async fn get_token(conn: &mut Conn, hash: &[u8]) -> Result<Option<Token>> {
    fetch_optional!(
        conn,
        Token,
        "SELECT t.session_id, s.user_id, t.spent_at, s.last_used_at, s.expires_at, s.revoked_at
           FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id WHERE t.hash = $1",
        hash,
    )
}

/// Notes that a token was used.
pub async fn update_token_spent(conn: &mut Conn, hash: &[u8], now: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE refresh_tokens SET spent_at = $2 WHERE hash = $1 AND spent_at IS NULL", hash, now)
}

/// Forgets tokens that were spent before an instant, at most `limit`.
pub async fn delete_spent_tokens(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(
        conn,
        "DELETE FROM refresh_tokens WHERE hash IN (SELECT hash FROM refresh_tokens WHERE spent_at < $1 ORDER BY spent_at LIMIT $2)",
        before,
        limit,
    )
}
