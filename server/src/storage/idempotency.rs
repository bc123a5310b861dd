//! The answers kept under an Idempotency-Key, in the transaction of their effect.

use super::{Conn, Result, execute, fetch_optional};
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;

/// A kept answer.
#[derive(sqlx::FromRow)]
pub struct Kept {
    pub request_hash: Vec<u8>,
    /// The service's answer, as JSON text.
    pub answer: String,
}

/// The answer kept under a key since an instant.
pub async fn get(conn: &mut Conn, user_id: UserId, key: &str, since: Timestamp) -> Result<Option<Kept>> {
    fetch_optional!(
        conn,
        Kept,
        "SELECT request_hash, answer FROM idempotency WHERE user_id = $1 AND key = $2 AND created_at >= $3",
        user_id,
        key,
        since,
    )
}

/// Keeps an answer; one that has outlived its day gives way.
pub async fn insert(conn: &mut Conn, user_id: UserId, key: &str, request_hash: &[u8], answer: &str, now: Timestamp) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO idempotency (user_id, key, request_hash, answer, created_at) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT (user_id, key) DO UPDATE SET request_hash = excluded.request_hash, answer = excluded.answer, created_at = excluded.created_at",
        user_id,
        key,
        request_hash,
        answer,
        now,
    )
}

/// Forgets answers kept before an instant, at most `limit`.
pub async fn delete_before(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<u64> {
    execute!(
        conn,
        "DELETE FROM idempotency WHERE (user_id, key) IN (SELECT user_id, key FROM idempotency WHERE created_at < $1 LIMIT $2)",
        before,
        limit,
    )
}
