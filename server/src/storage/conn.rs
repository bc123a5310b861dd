//! A connection out of a pool: each statement has its time, and what it tells of the database goes to the breaker.

use std::io;
use std::ops::{Deref, DerefMut};
use std::sync::Arc;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::{Database, Pool, Postgres, Sqlite};
use tokio::runtime::Handle;
use tokio::time::timeout;

use super::{Result, execute, fetch_scalar};
use crate::domain::breaker::{Breaker, Permit};

/// How long a connection that is given back may take to answer before it is given up.
const RETURN: Duration = Duration::from_secs(2);

/// A connection out of a pool.
pub enum Conn {
    Sqlite(Held<Sqlite>),
    Postgres(Held<Postgres>),
}

/// A connection of one engine, until it goes back to its pool.
pub struct Held<E: Database> {
    /// Taken only when it is dropped.
    conn: Option<PoolConnection<E>>,
    lease: Lease,
}

/// What a connection may take, and whether it is whole.
pub(super) struct Lease {
    breaker: Arc<Breaker>,
    /// Until the first statement has ended.
    permit: Option<Permit>,
    /// The time of one statement.
    limit: Duration,
    /// A statement was begun and has not ended: what the connection would say next is not known.
    is_lost: bool,
}

/// Whether an error says that the database does not answer, rather than what it answers.
pub fn is_away(error: &sqlx::Error) -> bool {
    use sqlx::Error as E;
    match error {
        E::Io(_) | E::PoolTimedOut | E::WorkerCrashed | E::Tls(_) => true,
        E::Database(e) => e.code().is_some_and(|code| AWAY.contains(&&*code)),
        _ => false,
    }
}

/// PostgreSQL: shutting down, crashing, starting; too many connections; ended because it stood still in a transaction.
const AWAY: &[&str] = &["57P01", "57P02", "57P03", "53300", "25P03"];

fn unanswered(why: &'static str) -> sqlx::Error {
    sqlx::Error::Io(io::Error::new(io::ErrorKind::TimedOut, why))
}

/// Leave to use the database, for a connection and for the first statement.
fn enter(breaker: &Arc<Breaker>, limit: Duration) -> Result<Permit> {
    breaker.enter(limit.saturating_mul(2)).ok_or_else(|| unanswered("the database is left alone, since it did not answer"))
}

impl Lease {
    /// Asks for leave again.
    fn renew(&mut self) -> Result<()> {
        if self.permit.is_none() {
            self.permit = Some(enter(&self.breaker, self.limit)?);
        }
        Ok(())
    }

    /// Runs a statement within its time.
    pub(super) async fn run<T>(&mut self, statement: impl Future<Output = Result<T>>) -> Result<T> {
        self.is_lost = true;
        let outcome = timeout(self.limit, statement).await.unwrap_or_else(|_| Err(unanswered("a statement was not answered in time")));
        if outcome.as_ref().is_err_and(is_away) {
            if let Some(permit) = self.permit.take().or_else(|| self.breaker.enter(self.limit)) {
                permit.fail();
            }
        } else {
            self.is_lost = false;
            if let Some(permit) = self.permit.take() {
                permit.succeed();
            }
        }
        outcome
    }
}

impl<E: Database> Held<E> {
    /// Takes a connection out of a pool, unless the breaker is open.
    pub(super) async fn take(pool: &Pool<E>, breaker: &Arc<Breaker>, limit: Duration) -> Result<Self> {
        let permit = enter(breaker, limit)?;
        match pool.acquire().await {
            Ok(conn) => {
                let lease = Lease { breaker: breaker.clone(), permit: Some(permit), limit, is_lost: false };
                Ok(Self { conn: Some(conn), lease })
            }
            Err(error) => {
                if !matches!(error, sqlx::Error::PoolClosed) {
                    permit.fail();
                }
                Err(error)
            }
        }
    }

    pub(super) fn parts(&mut self) -> (&mut Lease, &mut E::Connection) {
        let conn = self.conn.as_mut().expect("only dropping takes it");
        (&mut self.lease, conn)
    }

    /// Makes it ready to be used again, as when it is taken out of the pool; `false` when it is not whole.
    fn renew(&mut self) -> Result<bool> {
        self.lease.renew()?;
        Ok(!self.lease.is_lost)
    }

    fn discard(mut self) {
        drop(self.conn.take().map(PoolConnection::detach));
    }
}

/// For statements that have no bound: those of commands that carry a whole database.
impl<E: Database> Deref for Held<E> {
    type Target = E::Connection;

    fn deref(&self) -> &E::Connection {
        self.conn.as_ref().expect("only dropping takes it")
    }
}

impl<E: Database> DerefMut for Held<E> {
    fn deref_mut(&mut self) -> &mut E::Connection {
        self.parts().1
    }
}

impl<E: Database> Drop for Held<E> {
    fn drop(&mut self) {
        let Some(mut conn) = self.conn.take() else { return };
        if self.lease.is_lost {
            // SQLite's pool waits for the statement's end, so that no more of them run than it has connections.
            let is_file = E::NAME == Sqlite::NAME;
            return if is_file { drop(conn) } else { drop(conn.detach()) };
        }
        // The pool asks it for a sign of life, and would wait for ever.
        let back = conn.return_to_pool();
        if let Ok(runtime) = Handle::try_current() {
            runtime.spawn(timeout(RETURN, back));
        }
    }
}

impl Conn {
    /// Opens a transaction that reads the state of one moment, however long it takes, and keeps nobody from writing.
    pub async fn begin_snapshot(&mut self) -> Result<()> {
        match self {
            // The snapshot of the first reading stays until the end (WAL).
            Self::Sqlite(_) => execute!(self, "BEGIN")?,
            Self::Postgres(_) => execute!(self, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?,
        };
        Ok(())
    }
    /// Opens a transaction that no other writer can come between.
    pub async fn begin(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => execute!(self, "BEGIN IMMEDIATE")?,
            Self::Postgres(_) => execute!(self, "BEGIN")?,
        };
        Ok(())
    }
    /// Makes the transaction durable; when it returns, the rows are on disk.
    pub async fn commit(&mut self) -> Result<()> {
        execute!(self, "COMMIT").map(drop)
    }
    /// Undoes the transaction.
    pub async fn rollback(&mut self) -> Result<()> {
        execute!(self, "ROLLBACK").map(drop)
    }
    /// Marks a place to come back to.
    pub async fn savepoint(&mut self) -> Result<()> {
        execute!(self, "SAVEPOINT work").map(drop)
    }
    /// Keeps what was done since the mark.
    pub async fn release(&mut self) -> Result<()> {
        execute!(self, "RELEASE SAVEPOINT work").map(drop)
    }
    /// Undoes what was done since the mark.
    pub async fn rollback_to_savepoint(&mut self) -> Result<()> {
        execute!(self, "ROLLBACK TO SAVEPOINT work")?;
        self.release().await
    }
    /// Makes a connection that was kept ready to be used again; `false` when it is not whole.
    pub(super) fn renew(&mut self) -> Result<bool> {
        match self {
            Self::Sqlite(c) => c.renew(),
            Self::Postgres(c) => c.renew(),
        }
    }
    /// Asks the engine for a sign of life.
    pub async fn ping(&mut self) -> Result<()> {
        fetch_scalar!(self, i64, "SELECT CAST(1 AS BIGINT)").map(drop)
    }
    /// Drops the connection instead of giving it back: its state is not known.
    pub fn discard(self) {
        match self {
            Self::Sqlite(c) => c.discard(),
            Self::Postgres(c) => c.discard(),
        }
    }
}
