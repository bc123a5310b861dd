//! Users: their rows, and how they are found by name.

use super::{Conn, Result, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::domain::ids::UserId;
use crate::domain::names;
use crate::domain::time::Timestamp;
use crate::domain::users::User;

/// What signing in needs to know of a person.
#[derive(sqlx::FromRow)]
pub struct Credentials {
    pub id: UserId,
    pub password_hash: String,
}

/// Writes a new person.
pub async fn insert(conn: &mut Conn, user: &User, password_hash: &str) -> Result<u64> {
    execute!(
        conn,
        "INSERT INTO users (id, username, display_name, folded_name, email, password_hash, is_bot, created_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        user.id,
        user.username.as_str(),
        user.display_name.as_str(),
        names::fold(&user.display_name),
        user.email.as_deref(),
        password_hash,
        user.is_bot,
        user.created_at,
    )
}

/// One person, with what only they may see.
pub async fn get(conn: &mut Conn, id: UserId) -> Result<Option<User>> {
    fetch_optional!(
        conn,
        User,
        "SELECT id, username, display_name, avatar_url, email, last_seen_at, is_bot, created_at
           FROM users WHERE id = $1 AND deleted_at IS NULL",
        id,
    )
}

/// One person as others see them, also one who deleted their account.
pub async fn get_anyone(conn: &mut Conn, id: UserId) -> Result<Option<User>> {
    fetch_optional!(
        conn,
        User,
        "SELECT id, CASE WHEN deleted_at IS NULL THEN username ELSE 'deleted' END AS username, display_name, avatar_url,
                last_seen_at, is_bot, created_at
           FROM users WHERE id = $1",
        id,
    )
}

/// Whether a name is taken.
pub async fn exists(conn: &mut Conn, username: &str) -> Result<bool> {
    Ok(fetch_scalar!(conn, UserId, "SELECT id FROM users WHERE username = $1", username)?.is_some())
}

/// What signing in by a name needs.
pub async fn get_credentials(conn: &mut Conn, username: &str) -> Result<Option<Credentials>> {
    fetch_optional!(conn, Credentials, "SELECT id, password_hash FROM users WHERE username = $1 AND deleted_at IS NULL", username)
}

/// The password hash of one person.
pub async fn get_password_hash(conn: &mut Conn, id: UserId) -> Result<Option<String>> {
    fetch_scalar!(conn, String, "SELECT password_hash FROM users WHERE id = $1 AND deleted_at IS NULL", id)
}

/// People whose name begins so, in the order of their ids, which is that of their joining.
pub async fn list(conn: &mut Conn, prefix: &str, after: Option<UserId>, limit: i64) -> Result<Vec<User>> {
    // A prefix is taken literally: its own wildcards are escaped.
    let pattern = format!("{}%", names::fold(prefix).replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_"));
    fetch_all!(
        conn,
        User,
        "SELECT id, username, display_name, avatar_url, last_seen_at, is_bot, created_at FROM users
          WHERE deleted_at IS NULL AND ($2 IS NULL OR id > $2)
            AND (username LIKE $1 ESCAPE '\\' OR folded_name LIKE $1 ESCAPE '\\')
          ORDER BY id LIMIT $3",
        pattern.as_str(),
        after,
        limit,
    )
}

/// Changes a person's profile.
pub async fn update(conn: &mut Conn, user: &User) -> Result<u64> {
    execute!(
        conn,
        "UPDATE users SET display_name = $2, folded_name = $3, avatar_url = $4, email = $5 WHERE id = $1",
        user.id,
        user.display_name.as_str(),
        names::fold(&user.display_name),
        user.avatar_url.as_deref(),
        user.email.as_deref(),
    )
}

/// Changes a person's password.
pub async fn update_password_hash(conn: &mut Conn, id: UserId, password_hash: &str) -> Result<u64> {
    execute!(conn, "UPDATE users SET password_hash = $2 WHERE id = $1", id, password_hash)
}

/// Empties a person's row: nothing personal stays, what they wrote keeps a sender.
pub async fn update_deleted(conn: &mut Conn, id: UserId, freed: &str, now: Timestamp) -> Result<u64> {
    execute!(
        conn,
        "UPDATE users SET username = $2, display_name = 'deleted user', folded_name = '', avatar_url = NULL, email = NULL, password_hash = '',
                last_seen_at = NULL, deleted_at = $3 WHERE id = $1",
        id,
        freed,
        now,
    )
}
