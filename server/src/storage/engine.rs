//! The two engines behind one connection type, and how each is opened so that a commit is on disk.

use std::str::FromStr;
use std::time::Duration;

use anyhow::{Context, bail};
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool};

use super::{Result, execute, fetch_scalar};

/// How long a request waits for a connection before it answers 503.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(2);

/// A database.
#[derive(Clone)]
pub enum Db {
    /// One file. One connection writes, a few read beside it (WAL).
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    /// A server.
    Postgres(PgPool),
}

/// A connection out of a pool.
pub enum Conn {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Db {
    /// Opens `sqlite://FILE` or `postgres://…`; refuses a PostgreSQL that would lose what it acknowledged.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        Self::open_or_make(url, true).await
    }

    /// Like [`Db::open`], but does not make a file that is not there.
    pub async fn open_existing(url: &str) -> anyhow::Result<Self> {
        Self::open_or_make(url, false).await
    }

    async fn open_or_make(url: &str, may_make: bool) -> anyhow::Result<Self> {
        if url.starts_with("sqlite:") {
            return Self::open_sqlite(url, may_make).await;
        }
        if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
            bail!("the database URL must begin with sqlite:// or postgres://");
        }
        let options = PgConnectOptions::from_str(url).context("the database URL cannot be read")?.application_name("causerie");
        let pool = PgPoolOptions::new().max_connections(16).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options).await?;
        for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
            let value = sqlx::query_scalar::<_, String>("SELECT current_setting($1)").bind(setting).fetch_one(&pool).await?;
            if value == "off" {
                bail!("PostgreSQL runs with {setting} = off: an acknowledged message could be lost; turn it on");
            }
        }
        Ok(Self::Postgres(pool))
    }

    async fn open_sqlite(url: &str, may_make: bool) -> anyhow::Result<Self> {
        let options = SqliteConnectOptions::from_str(url)
            .context("the database URL cannot be read")?
            .create_if_missing(may_make)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(Duration::from_secs(5))
            .pragma("cache_size", "-32768");
        let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(ACQUIRE_TIMEOUT).connect_with(options.clone()).await;
        let writer = writer.with_context(|| format!("the database {} cannot be opened", options.get_filename().display()))?;
        let readers = SqlitePoolOptions::new()
            .max_connections(4)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_with(options.pragma("query_only", "ON"))
            .await?;
        Ok(Self::Sqlite { writer, readers })
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn> {
        Ok(match self {
            Self::Sqlite { readers, .. } => Conn::Sqlite(readers.acquire().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }

    /// A connection for writing. SQLite has one: the log writer holds it while a batch runs.
    pub async fn write(&self) -> Result<Conn> {
        Ok(match self {
            Self::Sqlite { writer, .. } => Conn::Sqlite(writer.acquire().await?),
            Self::Postgres(pool) => Conn::Postgres(pool.acquire().await?),
        })
    }

    /// The engine's name, for metrics and messages.
    pub fn engine(&self) -> &'static str {
        match self {
            Self::Sqlite { .. } => "sqlite",
            Self::Postgres(_) => "postgresql",
        }
    }

    /// Closes every connection, after what they do now.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

impl Conn {
    /// Opens a transaction that no other writer can come between.
    pub async fn begin(&mut self) -> Result<()> {
        match self {
            Self::Sqlite(_) => execute!(self, "BEGIN IMMEDIATE")?,
            Self::Postgres(_) => execute!(self, "BEGIN")?,
        };
        Ok(())
    }
    /// Opens a transaction that reads the state of one moment, however long it takes, and keeps nobody from writing.
    pub async fn begin_snapshot(&mut self) -> Result<()> {
        match self {
            // The snapshot of the first reading stays until the end (WAL).
            Self::Sqlite(_) => execute!(self, "BEGIN")?,
            Self::Postgres(_) => execute!(self, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?,
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
    /// Asks the engine for a sign of life.
    pub async fn ping(&mut self) -> Result<()> {
        fetch_scalar!(self, i64, "SELECT CAST(1 AS BIGINT)").map(drop)
    }
    /// Drops the connection instead of giving it back: its state is not known.
    pub fn discard(self) {
        match self {
            Self::Sqlite(c) => drop(c.detach()),
            Self::Postgres(c) => drop(c.detach()),
        }
    }
}
