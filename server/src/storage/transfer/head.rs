//! The log's head while a database is carried elsewhere: who holds it, whether it is sealed, which life began by a restore.

use std::time::Duration;

use tokio::time::Instant;

use crate::domain::time::Timestamp;
use crate::storage::{Conn, Result, execute};

/// How long the lock is waited for.
const PATIENCE: Duration = Duration::from_secs(30);
/// How soon SQLite's lock is asked for again. A server under load leaves it for moments alone.
const AGAIN: Duration = Duration::from_millis(1);

/// Opens a transaction on one snapshot that holds the log's head: whoever wants to write waits, whoever reads goes on.
/// Waits up to 30 s for what is being written.
pub async fn hold(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(_) => {
            execute!(conn, "PRAGMA busy_timeout = 0")?;
            let begun = Instant::now();
            loop {
                match conn.begin().await {
                    Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("5") && begun.elapsed() < PATIENCE => {
                        tokio::time::sleep(AGAIN).await;
                    }
                    outcome => return outcome,
                }
            }
        }
        Conn::Postgres(_) => {
            execute!(conn, "BEGIN ISOLATION LEVEL REPEATABLE READ")?;
            execute!(conn, "SET LOCAL lock_timeout = '30s'")?;
            // Before the first reading, which takes the snapshot. Who only reads the head goes on.
            execute!(conn, "LOCK TABLE log_head IN EXCLUSIVE MODE").map(drop)
        }
    }
}

/// Closes the log for good: from here on the history goes on in another database.
pub async fn seal(conn: &mut Conn, now: Timestamp) -> Result<u64> {
    execute!(conn, "UPDATE log_head SET moved_at = $1 WHERE id = 1", now)
}

/// Takes the head away that the migrations made, so that another can be put in its place.
pub async fn clear_head(conn: &mut Conn) -> Result<u64> {
    execute!(conn, "DELETE FROM log_head")
}

/// Begins a new life of the log where a backup ended. Known to every schema that can be restored.
pub async fn begin_restored(conn: &mut Conn, epoch: i64) -> Result<u64> {
    execute!(conn, "UPDATE log_head SET epoch = $1 WHERE id = 1", epoch)
}

/// Notes of which life this one is the restored continuation; it is open, also when the other was closed.
pub async fn note_restored(conn: &mut Conn, from: i64) -> Result<u64> {
    execute!(conn, "UPDATE log_head SET restored_epoch = $1, moved_at = NULL WHERE id = 1", from)
}
