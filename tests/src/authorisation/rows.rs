//! How many rows each table has, and where the log ends: what no refused request may change.

use std::collections::BTreeMap;

use sqlx::{PgConnection, SqliteConnection};

use crate::catalogue::{postgres, sqlite};
use crate::{Engine, Server};

/// A connection of one's own to a server's database.
pub enum Rows {
    Sqlite(SqliteConnection, String),
    Postgres(PgConnection, String),
}

impl Rows {
    pub async fn connect(server: &Server) -> Self {
        match server.engine {
            Engine::Sqlite => {
                let mut conn = sqlite(server).await;
                let names = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'";
                let tables = sqlx::query_scalar(names).fetch_all(&mut conn).await.expect("tables can be listed");
                Self::Sqlite(conn, counting(&tables))
            }
            Engine::Postgres => {
                let mut conn = postgres(server).await;
                let names = "SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'";
                let tables = sqlx::query_scalar(names).fetch_all(&mut conn).await.expect("tables can be listed");
                Self::Postgres(conn, counting(&tables))
            }
        }
    }

    pub async fn count(&mut self) -> BTreeMap<String, i64> {
        let rows: Vec<(String, i64)> = match self {
            Self::Sqlite(conn, text) => sqlx::query_as(sqlx::AssertSqlSafe(text.clone())).fetch_all(conn).await,
            Self::Postgres(conn, text) => sqlx::query_as(sqlx::AssertSqlSafe(text.clone())).fetch_all(conn).await,
        }
        .expect("rows can be counted");
        rows.into_iter().collect()
    }
}

fn counting(tables: &[String]) -> String {
    let counts = tables.iter().map(|table| format!("SELECT '{table}' AS name, count(*) AS rows FROM {table}"));
    let head = "SELECT 'the end of the log' AS name, position AS rows FROM log_head".to_owned();
    counts.chain([head]).collect::<Vec<_>>().join(" UNION ALL ")
}
