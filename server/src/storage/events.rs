//! The log: its head, its events, and who may read which.

use super::views::hidden;
use super::{Conn, Result, execute, fetch_all, fetch_optional, fetch_scalar};
use crate::domain::events::{LoggedEvent, SESSIONS_REVOKED};
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;

/// The log's head, held by a transaction.
#[derive(sqlx::FromRow)]
pub struct Locked {
    pub epoch: i64,
    /// The last position.
    pub position: i64,
    /// How many batches were committed.
    pub commits: i64,
    /// When the log was closed, if it was.
    pub moved_at: Option<i64>,
}

/// Opens a transaction that holds the head; every other writer of the deployment waits.
pub async fn open(conn: &mut Conn) -> Result<Locked> {
    let head = match conn {
        // The only write lock, and the head in the same turn.
        Conn::Sqlite(_) => {
            fetch_optional!(conn, Locked, "BEGIN IMMEDIATE; SELECT epoch, position, commits, moved_at FROM log_head WHERE id = 1")?
        }
        Conn::Postgres(_) => {
            conn.begin().await?;
            fetch_optional!(conn, Locked, "SELECT epoch, position, commits, moved_at FROM log_head WHERE id = 1 FOR UPDATE")?
        }
    };
    head.ok_or(sqlx::Error::RowNotFound)
}

/// When the log was closed because its history goes on in another database.
pub async fn moved_at(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(fetch_scalar!(conn, Option<i64>, "SELECT moved_at FROM log_head WHERE id = 1")?.flatten())
}

/// The life of the log that this one is the restored continuation of.
pub async fn restored_epoch(conn: &mut Conn) -> Result<Option<i64>> {
    Ok(fetch_scalar!(conn, Option<i64>, "SELECT restored_epoch FROM log_head WHERE id = 1")?.flatten())
}

/// The log's epoch and last position.
pub async fn head(conn: &mut Conn) -> Result<(i64, i64)> {
    fetch_optional!(conn, (i64, i64), "SELECT epoch, position FROM log_head WHERE id = 1")?.ok_or(sqlx::Error::RowNotFound)
}

/// The log's epoch and last position, and how many batches were committed.
pub async fn commits(conn: &mut Conn) -> Result<(i64, i64, i64)> {
    let found = fetch_optional!(conn, (i64, i64, i64), "SELECT epoch, position, commits FROM log_head WHERE id = 1")?;
    found.ok_or(sqlx::Error::RowNotFound)
}

/// Names this life of the log, once.
pub async fn set_epoch(conn: &mut Conn, epoch: i64) -> Result<u64> {
    execute!(conn, "UPDATE log_head SET epoch = $1 WHERE id = 1 AND epoch = 0", epoch)
}

/// Moves the head with a commit of this number, and makes the transaction durable: when this returns, its rows are on disk.
pub async fn close(conn: &mut Conn, position: i64, commit: i64) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {
            execute!(conn, "UPDATE log_head SET position = $1, commits = $2 WHERE id = 1; COMMIT", position, commit)?;
        }
        Conn::Postgres(_) => {
            execute!(conn, "UPDATE log_head SET position = $1, commits = $2 WHERE id = 1", position, commit)?;
            conn.commit().await?;
        }
    }
    Ok(())
}

/// The stretch of the log after a position, in order, whoever it is for.
pub async fn list_all(conn: &mut Conn, after: i64, limit: i64) -> Result<Vec<LoggedEvent>> {
    fetch_all!(
        conn,
        LoggedEvent,
        "SELECT position, event_id, room_id, user_id, room_seq, type, payload, created_at, message_seq, message_room_id, sender_id
           FROM events WHERE position > $1 ORDER BY position LIMIT $2",
        after,
        limit,
    )
}

/// What one person may see between two positions (the first excluded): the events of the rooms
/// while they were in them, and those for them alone; none of messages that are out of their sight.
pub async fn list_for_user(conn: &mut Conn, user_id: UserId, after: i64, upto: i64, limit: i64) -> Result<Vec<LoggedEvent>> {
    fetch_all!(
        conn,
        LoggedEvent,
        concat!(
            "SELECT s.position, s.event_id, s.room_id, s.user_id, s.room_seq, s.type, s.payload, s.created_at, s.message_seq,
                    s.message_room_id, s.sender_id
               FROM (
               SELECT e.position, e.event_id, e.room_id, e.user_id, e.room_seq, e.type, e.payload, e.created_at, e.message_seq,
                      e.message_room_id, e.sender_id
                 FROM memberships m JOIN events e ON e.room_id = m.room_id AND e.position > $2 AND e.position <= $3
                 LEFT JOIN members u ON u.room_id = m.room_id AND u.user_id = m.user_id
                 LEFT JOIN rooms r ON r.id = m.room_id
                WHERE m.user_id = $1 AND e.position >= m.joined_position
                  AND (m.left_position IS NULL OR e.position <= m.left_position)
                  AND (e.message_seq IS NULL OR e.message_seq > COALESCE(",
            hidden!(),
            "     , 0))
                UNION ALL
               SELECT e.position, e.event_id, e.room_id, e.user_id, e.room_seq, e.type, e.payload, e.created_at, e.message_seq,
                      e.message_room_id, e.sender_id
                 FROM events e
                 LEFT JOIN members u ON u.room_id = e.message_room_id AND u.user_id = e.user_id
                 LEFT JOIN rooms r ON r.id = e.message_room_id
                WHERE e.user_id = $1 AND e.position > $2 AND e.position <= $3 AND e.type <> $5
                  AND (e.message_seq IS NULL OR e.message_seq > COALESCE(",
            hidden!(),
            "     , 0))
             ) s
              WHERE s.sender_id IS NULL OR NOT EXISTS (SELECT 1 FROM blocks b WHERE b.blocker_id = $1 AND b.blocked_id = s.sender_id)
              ORDER BY s.position LIMIT $4"
        ),
        user_id,
        after,
        upto,
        limit,
        SESSIONS_REVOKED,
    )
}

/// The lowest position that a cursor may have: events up to it are trimmed.
pub async fn floor(conn: &mut Conn) -> Result<i64> {
    Ok(fetch_scalar!(conn, i64, "SELECT floor FROM log_head WHERE id = 1")?.unwrap_or(0))
}

/// The last position before an instant.
pub async fn position_at(conn: &mut Conn, at: Timestamp) -> Result<i64> {
    let found =
        fetch_scalar!(conn, i64, "SELECT position FROM events WHERE created_at < $1 ORDER BY created_at DESC, position DESC LIMIT 1", at)?;
    match found {
        Some(position) => Ok(position),
        None => floor(conn).await,
    }
}

/// Trims events before an instant, at most `limit`; gives how many went.
pub async fn trim(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<u64> {
    let Some(upto) = fetch_scalar!(
        conn,
        Option<i64>,
        // The oldest by position, so that no more are looked at than may go, were none of them old enough.
        "SELECT MAX(position) FROM (SELECT position, created_at FROM events ORDER BY position LIMIT $2) oldest WHERE created_at < $1",
        before,
        limit,
    )?
    .flatten() else {
        return Ok(0);
    };
    execute!(conn, "UPDATE log_head SET floor = $1 WHERE id = 1", upto)?;
    execute!(conn, "DELETE FROM events WHERE position <= $1", upto)
}
