//! Rows out of a table and into one, as values that both engines have.

use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use sqlx::{AssertSqlSafe, Postgres, QueryBuilder, Row as _, Sqlite};
use uuid::Uuid;

use super::{Kind, Row, Table, Value};
use crate::storage::{Conn, Result};

/// How many rows one statement inserts; the widest table stays below SQLite's 32,766 values.
pub const BATCH: usize = 500;

/// A row of either engine as values. A macro, since the two kinds of rows have no common trait that says what they hold.
macro_rules! values {
    ($row:expr, $table:expr) => {{
        let row = $row?;
        let mut values = Row::with_capacity($table.columns.len());
        for (at, column) in $table.columns.iter().enumerate() {
            let value = match column.kind {
                Kind::Bytes if column.is_uuid => row.try_get::<Option<Uuid>, _>(at)?.map(|id| Value::Bytes(id.as_bytes().to_vec())),
                Kind::Bytes => row.try_get::<Option<Vec<u8>>, _>(at)?.map(Value::Bytes),
                Kind::Text => row.try_get::<Option<String>, _>(at)?.map(Value::Text),
                Kind::Integer => row.try_get::<Option<i64>, _>(at)?.map(Value::Integer),
                Kind::Boolean => row.try_get::<Option<bool>, _>(at)?.map(Value::Boolean),
            };
            values.push(value.unwrap_or(Value::Null));
        }
        Ok(values)
    }};
}

/// Every row of a table, in the order of its key, one after the other: the table is never in memory as a whole.
pub fn read<'c>(conn: &'c mut Conn, table: &'c Table) -> BoxStream<'c, Result<Row>> {
    // Safe: the names are those of the engine's own catalogue.
    match conn {
        Conn::Sqlite(c) => sqlx::query(AssertSqlSafe(select(table, ""))).fetch(&mut **c).map(move |row| values!(row, table)).boxed(),
        Conn::Postgres(c) => {
            sqlx::query(AssertSqlSafe(select(table, " COLLATE \"C\""))).fetch(&mut **c).map(move |row| values!(row, table)).boxed()
        }
    }
}

/// SQLite orders texts by their bytes; PostgreSQL has to be told to.
fn select(table: &Table, collation: &str) -> String {
    let is_text = |key: &String| table.columns.iter().any(|column| column.name == *key && column.kind == Kind::Text);
    let key = table.key.iter().map(|key| format!("\"{key}\"{}", if is_text(key) { collation } else { "" }));
    let key = key.collect::<Vec<_>>().join(", ");
    format!("SELECT {} FROM \"{}\" ORDER BY {key}", names(table), table.name)
}

fn names(table: &Table) -> String {
    table.columns.iter().map(|column| format!("\"{}\"", column.name)).collect::<Vec<_>>().join(", ")
}

/// A statement of one engine that inserts rows.
macro_rules! insertion {
    ($engine:ty, $table:expr, $rows:expr) => {{
        let mut builder = QueryBuilder::<$engine>::new(format!("INSERT INTO \"{}\" ({}) ", $table.name, names($table)));
        builder.push_values($rows, |mut place, row| {
            for (column, value) in $table.columns.iter().zip(row) {
                match (value, column.kind) {
                    (Value::Bytes(bytes), _) if column.is_uuid => place.push_bind(Uuid::from_slice(bytes).ok()),
                    (Value::Bytes(bytes), _) => place.push_bind(bytes.clone()),
                    (Value::Text(text), _) => place.push_bind(text.clone()),
                    (Value::Integer(number), _) => place.push_bind(*number),
                    (Value::Boolean(yes), _) => place.push_bind(*yes),
                    (Value::Null, Kind::Bytes) if column.is_uuid => place.push_bind(None::<Uuid>),
                    (Value::Null, Kind::Bytes) => place.push_bind(None::<Vec<u8>>),
                    (Value::Null, Kind::Text) => place.push_bind(None::<String>),
                    (Value::Null, Kind::Integer) => place.push_bind(None::<i64>),
                    (Value::Null, Kind::Boolean) => place.push_bind(None::<bool>),
                };
            }
        });
        builder
    }};
}

/// Inserts up to [`BATCH`] rows, each with a value of its kind for every column.
pub async fn insert(conn: &mut Conn, table: &Table, rows: &[Row]) -> Result<u64> {
    let is_id = |value: &Value| !matches!(value, Value::Bytes(bytes) if bytes.len() != 16);
    let ids = |row: &Row| table.columns.iter().zip(row).all(|(column, value)| !column.is_uuid || is_id(value));
    if !rows.iter().all(ids) {
        return Err(sqlx::Error::Protocol(format!("{} has an id that is not of 16 bytes", table.name)));
    }
    match conn {
        Conn::Sqlite(c) => insertion!(Sqlite, table, rows).build().execute(&mut **c).await.map(|done| done.rows_affected()),
        Conn::Postgres(c) => insertion!(Postgres, table, rows).build().execute(&mut **c).await.map(|done| done.rows_affected()),
    }
}
