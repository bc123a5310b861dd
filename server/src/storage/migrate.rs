//! Migrations: the same file names for both engines, built into the binary, their versions recorded.

use anyhow::bail;
use sqlx::migrate::{MigrateError, Migrator};
use sqlx::{PgConnection, PgPool};

use super::engine::Pools;
use super::{Conn, Db, Result, fetch_scalar};

static SQLITE: Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("../migrations/postgres");

/// One migration and whether the database has it.
pub struct State {
    pub version: i64,
    pub name: String,
    pub applied: bool,
}

fn migrator(db: &Db) -> &'static Migrator {
    match db.pools {
        Pools::Sqlite { .. } => &SQLITE,
        Pools::Postgres { .. } => &POSTGRES,
    }
}

/// Applies what is missing. Refuses a schema that is newer than this binary.
pub async fn up(db: &Db) -> anyhow::Result<()> {
    let done = match &db.pools {
        Pools::Sqlite { writer, .. } => SQLITE.run(writer).await,
        Pools::Postgres { long, .. } => POSTGRES.run(&mut unbounded(long).await?).await,
    };
    match done {
        Err(MigrateError::VersionMissing(version)) => {
            bail!("the database is newer than this program: it has migration {version}, which this program does not know")
        }
        done => Ok(done?),
    }
}

/// The number of the last migration that this program knows.
pub fn newest() -> i64 {
    SQLITE.iter().map(|migration| migration.version).max().unwrap_or(0)
}

/// Brings an empty database to the schema that one migration left, upwards or downwards.
pub async fn exactly(db: &Db, version: i64) -> anyhow::Result<()> {
    match &db.pools {
        Pools::Sqlite { writer, .. } => {
            SQLITE.undo(writer, version).await?;
            SQLITE.run_to(version, writer).await?;
        }
        Pools::Postgres { long, .. } => {
            let mut conn = unbounded(long).await?;
            POSTGRES.undo(&mut conn, version).await?;
            POSTGRES.run_to(version, &mut conn).await?;
        }
    }
    Ok(())
}

/// The number of the last migration that the database has; 0 for one that has none.
pub async fn version(conn: &mut Conn) -> Result<i64> {
    // A transaction of PostgreSQL would not survive a question about a table that is not there.
    let known = match conn {
        Conn::Sqlite(_) => fetch_scalar!(conn, i64, "SELECT COUNT(*) FROM sqlite_schema WHERE name = '_sqlx_migrations'")?,
        Conn::Postgres(_) => fetch_scalar!(conn, i64, "SELECT COUNT(*) FROM pg_class WHERE oid = to_regclass('_sqlx_migrations')")?,
    };
    if known == Some(0) {
        return Ok(0);
    }
    Ok(fetch_scalar!(conn, Option<i64>, "SELECT MAX(version) FROM _sqlx_migrations WHERE success")?.flatten().unwrap_or(0))
}

/// Takes the last migration back.
pub async fn down(db: &Db) -> anyhow::Result<()> {
    let applied = status(db).await?.into_iter().filter(|state| state.applied).map(|state| state.version).collect::<Vec<_>>();
    let target = applied.iter().rev().nth(1).copied().unwrap_or(0);
    match &db.pools {
        Pools::Sqlite { writer, .. } => SQLITE.undo(writer, target).await?,
        Pools::Postgres { long, .. } => POSTGRES.undo(&mut unbounded(long).await?, target).await?,
    }
    Ok(())
}

/// A connection whose statements have all the time they need, and which is not used afterwards.
async fn unbounded(pool: &PgPool) -> sqlx::Result<PgConnection> {
    let mut conn = pool.acquire().await?.detach();
    sqlx::query("SET statement_timeout = 0").execute(&mut conn).await?;
    Ok(conn)
}

/// Every migration, in order.
pub async fn status(db: &Db) -> anyhow::Result<Vec<State>> {
    let applied: Vec<i64> = match &db.pools {
        Pools::Sqlite { writer, .. } => {
            applied(sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(writer).await)?
        }
        Pools::Postgres { pool, .. } => {
            applied(sqlx::query_scalar("SELECT version FROM _sqlx_migrations WHERE success").fetch_all(pool).await)?
        }
    };
    Ok(migrator(db)
        .iter()
        .filter(|m| m.migration_type.is_up_migration())
        .map(|m| State { version: m.version, name: m.description.to_string(), applied: applied.contains(&m.version) })
        .collect())
}

/// A database that was never migrated has no table of versions.
fn applied(versions: sqlx::Result<Vec<i64>>) -> sqlx::Result<Vec<i64>> {
    match versions {
        Err(sqlx::Error::Database(e)) if e.message().contains("_sqlx_migrations") => Ok(Vec::new()),
        other => other,
    }
}
