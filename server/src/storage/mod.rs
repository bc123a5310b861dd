//! The only SQL: two engines, one text a statement, one function a statement.

pub mod archive;
pub mod audit;
pub mod batch;
pub mod blocks;
pub mod clearing;
mod conn;
pub mod engine;
pub mod events;
pub mod idempotency;
pub mod invites;
pub mod line;
pub mod members;
pub mod mentions;
pub mod messages;
pub mod migrate;
pub mod preferences;
pub mod presence;
pub mod read_state;
pub mod receipts;
pub mod replicas;
pub mod rooms;
pub mod sessions;
pub mod tickets;
pub mod transfer;
pub mod user_roles;
pub mod users;
pub mod views;

pub use conn::{Conn, is_away};
pub use engine::Db;
pub use line::Line;

/// What storage answers: absence is `None`, a write's effect a count; only the engine fails.
pub type Result<T> = std::result::Result<T, sqlx::Error>;

/// Runs a statement and gives the number of rows that it wrote.
macro_rules! execute {
    ($conn:expr, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::storage::Conn::Sqlite(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query($sql)$(.bind($bind))*.execute(c)).await.map(|done| done.rows_affected())
            }
            $crate::storage::Conn::Postgres(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query($sql)$(.bind($bind))*.execute(c)).await.map(|done| done.rows_affected())
            }
        }
    };
}

/// Reads all rows of a query.
macro_rules! fetch_all {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::storage::Conn::Sqlite(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c)).await
            }
            $crate::storage::Conn::Postgres(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_all(c)).await
            }
        }
    };
}

/// Reads the first row of a query, if there is one.
macro_rules! fetch_optional {
    ($conn:expr, $row:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::storage::Conn::Sqlite(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c)).await
            }
            $crate::storage::Conn::Postgres(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query_as::<_, $row>($sql)$(.bind($bind))*.fetch_optional(c)).await
            }
        }
    };
}

/// Reads the first column of the first row, if there is one.
macro_rules! fetch_scalar {
    ($conn:expr, $value:ty, $sql:expr $(, $bind:expr)* $(,)?) => {
        match $conn {
            $crate::storage::Conn::Sqlite(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query_scalar::<_, $value>($sql)$(.bind($bind))*.fetch_optional(c)).await
            }
            $crate::storage::Conn::Postgres(c) => {
                let (lease, c) = c.parts();
                lease.run(sqlx::query_scalar::<_, $value>($sql)$(.bind($bind))*.fetch_optional(c)).await
            }
        }
    };
}

pub(crate) use {execute, fetch_all, fetch_optional, fetch_scalar};
