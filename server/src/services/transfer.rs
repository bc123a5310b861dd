//! How rows are written down, each a line of JSON that is the same on both engines, and the digest of a database that
//! follows from it.

use futures_util::TryStreamExt;
use serde_json::{Map, Value as Json};
use sha2::{Digest as _, Sha256};

use crate::storage::transfer::{self, Kind, Row, Table, Value};
use crate::storage::{self, Conn};

/// A SHA-256 over lines, and how many of them were rows.
#[derive(Default)]
pub struct Tally {
    digest: Sha256,
    /// How many rows.
    pub rows: u64,
}

impl Tally {
    /// The line before a table's rows.
    pub fn table(&mut self, table: &Table) {
        self.digest.update(table_line(table));
    }

    /// A row's line.
    pub fn row(&mut self, row: &Row) {
        self.digest.update(row_line(row));
        self.rows += 1;
    }

    /// The digest, in hexadecimal digits.
    pub fn sha256(self) -> String {
        hex::encode(self.digest.finalize())
    }
}

/// Reads all rows of all tables and gives their digest.
pub async fn tally(conn: &mut Conn, tables: &[Table]) -> storage::Result<Tally> {
    let mut tally = Tally::default();
    for table in tables {
        tally.table(table);
        let mut rows = transfer::read(conn, table);
        while let Some(row) = rows.try_next().await? {
            tally.row(&row);
        }
    }
    Ok(tally)
}

/// `{"table":"users","columns":{"avatar_url":"text",…}}`
pub fn table_line(table: &Table) -> String {
    let columns = table.columns.iter().map(|column| (column.name.clone(), Json::from(column.kind.name())));
    serde_json::json!({ "table": table.name, "columns": columns.collect::<Map<_, _>>() }).to_string() + "\n"
}

/// `[null,"text",12,true]`; bytes as hexadecimal digits.
pub fn row_line(row: &Row) -> String {
    let values = row.iter().map(|value| match value {
        Value::Null => Json::Null,
        Value::Bytes(bytes) => Json::from(hex::encode(bytes)),
        Value::Text(text) => Json::from(text.as_str()),
        Value::Integer(number) => Json::from(*number),
        Value::Boolean(yes) => Json::from(*yes),
    });
    Json::from(values.collect::<Vec<_>>()).to_string() + "\n"
}

/// Reads what [`row_line`] wrote; `None` when it does not fit the table.
pub fn parse_row(values: Vec<Json>, table: &Table) -> Option<Row> {
    if values.len() != table.columns.len() {
        return None;
    }
    let value = |(value, kind): (Json, Kind)| match (value, kind) {
        (Json::Null, _) => Some(Value::Null),
        (Json::String(digits), Kind::Bytes) => hex::decode(digits).ok().map(Value::Bytes),
        (Json::String(text), Kind::Text) => Some(Value::Text(text)),
        (Json::Number(number), Kind::Integer) => number.as_i64().map(Value::Integer),
        (Json::Bool(yes), Kind::Boolean) => Some(Value::Boolean(yes)),
        _ => None,
    };
    values.into_iter().zip(table.columns.iter().map(|column| column.kind)).map(value).collect()
}
