//! A connection that a loop keeps from turn to turn: while there is much to do it costs neither a place in the pool nor the
//! pool's questions whether it lives.

use std::time::Duration;

use tokio::time::Instant;

use super::{Conn, Db, Result};

/// After how long without use a connection is asked for a sign of life: a database that was started anew meanwhile is to cost
/// no request its answer.
const REST: Duration = Duration::from_millis(50);

/// A loop's own connection.
pub struct Line {
    db: Db,
    writes: bool,
    kept: Option<(Conn, Instant)>,
}

impl Line {
    /// A line to read through.
    pub fn reading(db: Db) -> Self {
        Self { db, writes: false, kept: None }
    }

    /// A line to write through. SQLite has one connection for that.
    pub fn writing(db: Db) -> Self {
        Self { db, writes: true, kept: None }
    }

    /// The connection that was kept, if it is still good, else one out of the pool.
    pub async fn take(&mut self) -> Result<Conn> {
        if let Some((mut conn, since)) = self.kept.take()
            && self.db.is_usable(&mut conn, since.elapsed() > REST).await?
        {
            return Ok(conn);
        }
        if self.writes { self.db.write().await } else { self.db.read().await }
    }

    /// Keeps the connection for the next turn.
    pub fn keep(&mut self, conn: Conn) {
        self.kept = Some((conn, Instant::now()));
    }
}
