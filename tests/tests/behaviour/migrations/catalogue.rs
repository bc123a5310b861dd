//! The tables of a database as its own catalogue tells of them, in one form for both engines.

#[path = "postgres.rs"]
mod postgres;
#[path = "sqlite.rs"]
mod sqlite;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, PgConnection, SqliteConnection};
use tests::{Engine, Server};

/// What a column holds. SQLite has one type for what PostgreSQL keeps as `uuid` or `bytea`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bytes,
    Text,
    Integer,
    Boolean,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub kind: Kind,
    pub is_nullable: bool,
    pub default: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignKey {
    pub columns: Vec<String>,
    pub target: String,
    pub target_columns: Vec<String>,
    pub on_delete: String,
    pub on_update: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Index {
    pub columns: Vec<String>,
    pub is_unique: bool,
    /// Of which rows it is, if not of all.
    pub predicate: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub columns: BTreeMap<String, Column>,
    pub primary_key: Vec<String>,
    pub unique: BTreeSet<Vec<String>>,
    pub foreign_keys: BTreeSet<ForeignKey>,
    /// Those that no constraint makes, by their names.
    pub indexes: BTreeMap<String, Index>,
    /// How many rules (`CHECK`) there are, which each engine words in its own way.
    pub checks: usize,
}

/// All tables, but for the one that counts the migrations.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Catalogue {
    pub tables: BTreeMap<String, Table>,
    /// Views by their names, and what the two engines would not have alike: triggers, sequences and such.
    pub others: BTreeSet<String>,
}

impl Catalogue {
    /// Reads the catalogue of a server's database.
    pub async fn read(server: &Server) -> Self {
        match server.engine {
            Engine::Sqlite => sqlite::read(&mut sqlite(server).await).await,
            Engine::Postgres => postgres::read(&mut postgres(server).await).await,
        }
    }
}

async fn sqlite(server: &Server) -> SqliteConnection {
    let options: SqliteConnectOptions = server.database_url().parse().expect("it is a URL");
    SqliteConnection::connect_with(&options.create_if_missing(true)).await.expect("the file can be opened")
}

async fn postgres(server: &Server) -> PgConnection {
    PgConnection::connect(&server.database_url()).await.expect("the database can be reached")
}

/// Runs a statement on either engine; both know `$1`.
macro_rules! execute {
    ($server:expr, $sql:literal $(, $bind:expr)*) => {
        match $server.engine {
            Engine::Sqlite => sqlx::query($sql)$(.bind($bind))*.execute(&mut sqlite($server).await).await.map(|done| done.rows_affected()),
            Engine::Postgres => sqlx::query($sql)$(.bind($bind))*.execute(&mut postgres($server).await).await.map(|done| done.rows_affected()),
        }
    };
}

/// Notes a migration that this binary does not have, as a newer one would.
pub async fn note_migration(server: &Server, version: i64) {
    let noted = execute!(
        server,
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES ($1, 'of the future', TRUE, $2, 1)",
        version,
        vec![0_u8; 48]
    );
    assert_eq!(noted.expect("it can be noted"), 1);
}

/// Takes the note back.
pub async fn forget_migration(server: &Server, version: i64) {
    assert_eq!(execute!(server, "DELETE FROM _sqlx_migrations WHERE version = $1", version).expect("it can be deleted"), 1);
}

/// Makes a migration look like another one that was applied under its number.
pub async fn change_checksum(server: &Server, version: i64) {
    let changed = execute!(server, "UPDATE _sqlx_migrations SET checksum = $2 WHERE version = $1", version, vec![0_u8; 48]);
    assert_eq!(changed.expect("it can be changed"), 1);
}

fn kind_of(name: &str) -> Kind {
    match name.to_lowercase().as_str() {
        "blob" | "uuid" | "bytea" => Kind::Bytes,
        "text" => Kind::Text,
        "integer" | "bigint" => Kind::Integer,
        "boolean" => Kind::Boolean,
        other => panic!("a column of the type {other}: say in this test what it is on the other engine"),
    }
}

/// A condition without what the two engines write differently: brackets, case and white space.
fn bare(condition: &str) -> String {
    let plain = condition.replace("::text", "").replace(['(', ')'], " ").to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
