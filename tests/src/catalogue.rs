//! The tables of a database as its own catalogue tells of them, in one form for both engines.

mod postgres;
mod sqlite;

use std::collections::{BTreeMap, BTreeSet};

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection, PgConnection, SqliteConnection};

use crate::{Engine, Server};

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

/// A connection of its own to the database of a server on SQLite.
pub async fn sqlite(server: &Server) -> SqliteConnection {
    let options: SqliteConnectOptions = server.database_url().parse().expect("it is a URL");
    SqliteConnection::connect_with(&options.create_if_missing(true)).await.expect("the file can be opened")
}

/// The same on PostgreSQL.
pub async fn postgres(server: &Server) -> PgConnection {
    PgConnection::connect(&server.database_url()).await.expect("the database can be reached")
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
