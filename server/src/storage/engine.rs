//! The two engines, how each is opened so that a commit is on disk, and what time their answers have.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, bail};
use sqlx::pool::PoolOptions;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, Postgres, SqlitePool};
use tokio::time::timeout;

use super::conn::Held;
use super::replicas::Replicas;
use super::{Conn, Result};
use crate::domain::breaker::{Breaker, Rules, State};

/// How long a request waits for a connection, and for each answer of a server: a request must have its 503 within 2 s.
const PATIENCE: Duration = Duration::from_millis(1_800);
/// SQLite answers as fast as the disk does, and a disk may be busy for long.
const DISK_PATIENCE: Duration = Duration::from_secs(10);
/// How long a statement may take that no request waits for, or one that an administrator asked for knowingly.
const LONG: Duration = Duration::from_secs(60);
/// How many connections read a file: two are the hub's and the sessions', the others the requests'.
const READERS: u32 = 6;
/// What a command that carries a whole database has.
const UNBOUNDED: Duration = Duration::MAX;
/// How long an idle connection may take to show that it still is one.
const SIGN_OF_LIFE: Duration = Duration::from_millis(500);

/// When the database is left alone.
pub(super) const RULES: Rules = Rules { failures: 5, window: Duration::from_secs(10), rest: Duration::from_secs(1), probes: 2 };

/// A database.
#[derive(Clone)]
pub struct Db {
    pub(super) pools: Pools,
    replicas: Arc<Replicas>,
    breaker: Arc<Breaker>,
    /// The time of a statement, and of one that may take long.
    patience: Duration,
    long: Duration,
}

#[derive(Clone)]
pub(super) enum Pools {
    /// One file. One connection writes, a few read beside it (WAL).
    Sqlite { writer: SqlitePool, readers: SqlitePool },
    /// A server. What may take long has connections of its own.
    Postgres { pool: PgPool, long: PgPool },
}

impl Db {
    /// Opens `sqlite://FILE` or `postgres://…`; refuses a PostgreSQL that would lose what it acknowledged.
    pub async fn open(url: &str) -> anyhow::Result<Self> {
        Self::open_within(url, true, true).await
    }

    /// The same database with replicas to read from.
    pub fn with_replicas(self, urls: &[&str]) -> anyhow::Result<Self> {
        Ok(Self { replicas: Arc::new(Replicas::open(urls)?), ..self })
    }

    /// Like [`Db::open`], for an operator's command that carries everything away or here, however long that takes.
    /// `may_make` says whether a file that is not there is made.
    pub async fn open_to_carry(url: &str, may_make: bool) -> anyhow::Result<Self> {
        Self::open_within(url, may_make, false).await
    }

    async fn open_within(url: &str, may_make: bool, is_bounded: bool) -> anyhow::Result<Self> {
        let is_file = url.starts_with("sqlite:");
        let pools = if is_file { open_sqlite(url, may_make).await? } else { open_postgres(url, is_bounded).await? };
        let patience = if is_file { DISK_PATIENCE } else { PATIENCE };
        let (patience, long) = if is_bounded { (patience, LONG) } else { (UNBOUNDED, UNBOUNDED) };
        Ok(Self { pools, replicas: Arc::new(Replicas::open(&[])?), breaker: Breaker::new("database", RULES), patience, long })
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<Conn> {
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => Conn::Sqlite(Held::take(readers, &self.breaker, self.patience).await?),
            Pools::Postgres { pool, .. } => Conn::Postgres(Held::take(pool, &self.breaker, self.patience).await?),
        })
    }

    /// A connection for reading what takes long.
    pub async fn read_long(&self) -> Result<Conn> {
        Ok(match &self.pools {
            Pools::Sqlite { readers, .. } => Conn::Sqlite(Held::take(readers, &self.breaker, self.long).await?),
            Pools::Postgres { long, .. } => Conn::Postgres(Held::take(long, &self.breaker, self.long).await?),
        })
    }

    /// A connection for writing. SQLite has one: the log writer holds it while a batch runs.
    pub async fn write(&self) -> Result<Conn> {
        Ok(match &self.pools {
            Pools::Sqlite { writer, .. } => Conn::Sqlite(Held::take(writer, &self.breaker, self.patience).await?),
            Pools::Postgres { pool, .. } => Conn::Postgres(Held::take(pool, &self.breaker, self.patience).await?),
        })
    }

    /// Whether a connection that was kept can be used again, within the time that it has; one that has rested is asked first.
    pub(super) async fn is_usable(&self, conn: &mut Conn, has_rested: bool) -> Result<bool> {
        if !conn.renew()? {
            return Ok(false);
        }
        if !has_rested || matches!(conn, Conn::Sqlite(_)) {
            return Ok(true);
        }
        Ok(matches!(timeout(SIGN_OF_LIFE, conn.ping()).await, Ok(Ok(()))))
    }

    /// Its replicas.
    pub fn replicas(&self) -> &Replicas {
        &self.replicas
    }

    /// The engine's name, for metrics and messages.
    pub fn engine(&self) -> &'static str {
        match self.pools {
            Pools::Sqlite { .. } => "sqlite",
            Pools::Postgres { .. } => "postgresql",
        }
    }

    /// Whether the database is used, tried or left alone.
    pub fn state(&self) -> State {
        self.breaker.state()
    }

    /// Closes every connection, after what they do now.
    pub async fn close(&self) {
        self.replicas.close().await;
        match &self.pools {
            Pools::Sqlite { writer, readers } => {
                readers.close().await;
                writer.close().await;
            }
            Pools::Postgres { pool, long } => {
                long.close().await;
                pool.close().await;
            }
        }
    }
}

async fn open_postgres(url: &str, is_bounded: bool) -> anyhow::Result<Pools> {
    if !url.starts_with("postgres://") && !url.starts_with("postgresql://") {
        bail!("the database URL must begin with sqlite:// or postgres://");
    }
    let options = PgConnectOptions::from_str(url).context("the database URL cannot be read")?.application_name("causerie");
    let bound = |options: PgConnectOptions, statement_ms| if is_bounded { bounded(options, statement_ms) } else { options };
    let pool = pool(16).connect_with(bound(options.clone(), 2_000)).await?;
    for setting in ["fsync", "synchronous_commit", "full_page_writes"] {
        let value = sqlx::query_scalar::<_, String>("SELECT current_setting($1)").bind(setting).fetch_one(&pool).await?;
        if value == "off" {
            bail!("PostgreSQL runs with {setting} = off: an acknowledged message could be lost; turn it on");
        }
    }
    let long = self::pool(3).connect_lazy_with(bound(options, LONG.as_millis()));
    Ok(Pools::Postgres { pool, long })
}

/// What the server is to do by itself, should this node be cut off or stand still: end statements that nobody waits for,
/// and let go of the log's head, for which all other nodes wait.
pub(super) fn bounded(options: PgConnectOptions, statement_ms: u128) -> PgConnectOptions {
    options.options([("statement_timeout", statement_ms), ("idle_in_transaction_session_timeout", 2_000)]).options([
        ("tcp_keepalives_idle", 10),
        ("tcp_keepalives_interval", 5),
        ("tcp_keepalives_count", 3),
    ])
}

/// A pool whose connections are asked for a sign of life before they are used, for which they do not have all the time.
pub(super) fn pool(connections: u32) -> PoolOptions<Postgres> {
    let options = PgPoolOptions::new().max_connections(connections).acquire_timeout(PATIENCE).test_before_acquire(false);
    options.before_acquire(|conn, _| {
        Box::pin(async move {
            match timeout(SIGN_OF_LIFE, conn.ping()).await {
                Ok(answer) => answer.map(|()| true),
                Err(_) => Err(sqlx::Error::PoolTimedOut),
            }
        })
    })
}

async fn open_sqlite(url: &str, may_make: bool) -> anyhow::Result<Pools> {
    let options = SqliteConnectOptions::from_str(url)
        .context("the database URL cannot be read")?
        .create_if_missing(may_make)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .busy_timeout(Duration::from_secs(5))
        .pragma("cache_size", "-32768");
    let writer = SqlitePoolOptions::new().max_connections(1).acquire_timeout(PATIENCE).connect_with(options.clone()).await;
    let writer = writer.with_context(|| format!("the database {} cannot be opened", options.get_filename().display()))?;
    // A file needs no sign of life.
    let readers = SqlitePoolOptions::new().max_connections(READERS).acquire_timeout(PATIENCE).test_before_acquire(false);
    let readers = readers.connect_with(options.pragma("query_only", "ON")).await?;
    Ok(Pools::Sqlite { writer, readers })
}
