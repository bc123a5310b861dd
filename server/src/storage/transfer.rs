//! Whole databases in an engine-neutral form: which tables there are, their rows as values, and what keeps others from
//! writing while they are carried elsewhere.
//!
//! Nothing here knows a table by name but the log's head: a table of a later migration comes along by itself.

mod catalogue;
mod head;
mod rows;

pub use catalogue::{is_empty, tables};
pub use head::{begin_restored, clear_head, hold, note_restored, seal};
pub use rows::{BATCH, insert, read};

/// What a column holds, on either engine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bytes,
    Text,
    Integer,
    Boolean,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    /// Whether the engine keeps these bytes as a UUID. SQLite has no such type.
    is_uuid: bool,
}

/// A table, its columns by name, its key in the key's order.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    key: Vec<String>,
}

/// What stands in a row's column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Null,
    Bytes(Vec<u8>),
    Text(String),
    Integer(i64),
    Boolean(bool),
}

/// A row: a value for each column of its table.
pub type Row = Vec<Value>;

impl Kind {
    /// Its name in files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Bytes => "bytes",
            Self::Text => "text",
            Self::Integer => "integer",
            Self::Boolean => "boolean",
        }
    }
}

impl Table {
    /// Whether a table of another database has the same name and columns.
    pub fn is_like(&self, other: &Self) -> bool {
        let shape = |table: &Self| table.columns.iter().map(|column| (column.name.clone(), column.kind)).collect::<Vec<_>>();
        self.name == other.name && shape(self) == shape(other)
    }
}
