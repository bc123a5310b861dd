//! The floor of durability: rows of the size of messages, each commit on disk before the next begins.

use std::str::FromStr;
use std::time::{Duration, Instant};

use anyhow::Result;
use serde::{Deserialize, Serialize};
use sqlx::postgres::Postgres;
use sqlx::sqlite::{Sqlite, SqliteConnectOptions, SqliteJournalMode, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, PgConnection, QueryBuilder, SqliteConnection};

use crate::load::mark;
use crate::load::process::Usage;
use crate::times::Times;

/// As many rows as the server puts into one commit at most.
pub const GROUP: usize = 64;
const TABLE: &str = "CREATE TABLE messages (room_id BIGINT NOT NULL, seq BIGINT NOT NULL, sender_id BIGINT NOT NULL,
    content TEXT NOT NULL, created_at BIGINT NOT NULL, PRIMARY KEY (room_id, seq))";
const ROWS: &str = "INSERT INTO messages (room_id, seq, sender_id, content, created_at) ";
const ROOMS: i64 = 20;
/// How many groups are committed before it counts.
const WARM_UP: usize = 300;

/// What commits of so many rows carried.
#[derive(Debug, Serialize, Deserialize)]
pub struct Commits {
    pub group: usize,
    pub rows_per_s: f64,
    pub p50_micros: u64,
    pub p99_micros: u64,
    pub cpu_secs_per_1000_rows: f64,
}

enum Database {
    Sqlite(SqliteConnection),
    Postgres(PgConnection),
}

/// Commits rows one by one, then in groups, and says what that carried.
pub async fn run(url: &str, secs: f64) -> Result<()> {
    let mut database = Database::open(url).await?;
    let (mut told, mut number) = (Vec::new(), 0);
    // Until the log of the engine has its size: to make a file longer takes longer than to write it over.
    for _ in 0..WARM_UP {
        database.commit(number, GROUP).await?;
        number += GROUP as i64;
    }
    for group in [1, GROUP] {
        let (mut times, mut rows) = (Times::default(), 0);
        let (begun, cpu_secs) = (Instant::now(), Usage::own_cpu_secs());
        while begun.elapsed() < Duration::from_secs_f64(secs) {
            let commit = Instant::now();
            database.commit(number, group).await?;
            times.note(commit.elapsed());
            number += group as i64;
            rows += group;
        }
        let micros = |quantile| u64::try_from(times.at(quantile).as_micros()).unwrap_or(u64::MAX);
        told.push(Commits {
            group,
            rows_per_s: rows as f64 / begun.elapsed().as_secs_f64(),
            p50_micros: micros(0.5),
            p99_micros: micros(0.99),
            cpu_secs_per_1000_rows: (Usage::own_cpu_secs() - cpu_secs) * 1_000.0 / rows as f64,
        });
    }
    println!("{}", serde_json::to_string(&told)?);
    Ok(())
}

impl Database {
    async fn open(url: &str) -> Result<Self> {
        let mut database = if url.starts_with("sqlite:") {
            let options = SqliteConnectOptions::from_str(url)?.create_if_missing(true);
            let options = options.journal_mode(SqliteJournalMode::Wal).synchronous(SqliteSynchronous::Full);
            Self::Sqlite(options.connect().await?)
        } else {
            Self::Postgres(PgConnection::connect(url).await?)
        };
        match &mut database {
            Self::Sqlite(conn) => sqlx::query(TABLE).execute(conn).await.map(drop)?,
            Self::Postgres(conn) => sqlx::query(TABLE).execute(conn).await.map(drop)?,
        }
        Ok(database)
    }

    /// One statement is one transaction.
    async fn commit(&mut self, from: i64, rows: usize) -> Result<()> {
        let rows: Vec<(i64, String)> = (from..).take(rows).map(|number| (number, mark::text(0, number as usize))).collect();
        match self {
            Self::Sqlite(conn) => {
                let mut query = QueryBuilder::<Sqlite>::new(ROWS);
                query.push_values(rows, |mut row, (number, text)| {
                    row.push_bind(number % ROOMS).push_bind(number / ROOMS).push_bind(number).push_bind(text).push_bind(number);
                });
                query.build().execute(conn).await?;
            }
            Self::Postgres(conn) => {
                let mut query = QueryBuilder::<Postgres>::new(ROWS);
                query.push_values(rows, |mut row, (number, text)| {
                    row.push_bind(number % ROOMS).push_bind(number / ROOMS).push_bind(number).push_bind(text).push_bind(number);
                });
                query.build().execute(conn).await?;
            }
        }
        Ok(())
    }
}
