//! The tables that the engine says there are, in an order in which rows only refer to rows that are there already.

use anyhow::{Context, bail};
use sqlx::AssertSqlSafe;

use super::{Column, Kind, Table};
use crate::storage::{Conn, Result};

/// Table, column, type, place in the key (0: none).
type Described = (String, String, String, i64);

/// Every table but the one that counts the migrations.
pub async fn tables(conn: &mut Conn) -> anyhow::Result<Vec<Table>> {
    let mut tables: Vec<Table> = Vec::new();
    let mut keys: Vec<Vec<(i64, String)>> = Vec::new();
    for (table, name, stored, place) in columns(conn).await? {
        if tables.last().is_none_or(|last| last.name != table) {
            tables.push(Table { name: table.clone(), columns: Vec::new(), key: Vec::new() });
            keys.push(Vec::new());
        }
        let kind = kind(&stored).with_context(|| format!("{table}.{name} is of the type {stored}, which is not carried yet"))?;
        if let (Some(last), Some(key)) = (tables.last_mut(), keys.last_mut()) {
            key.extend((place > 0).then(|| (place, name.clone())));
            last.columns.push(Column { name, kind, is_uuid: stored == "uuid" });
        }
    }
    for (table, mut key) in tables.iter_mut().zip(keys) {
        key.sort();
        table.columns.sort_by(|one, other| one.name.cmp(&other.name));
        table.key = key.into_iter().map(|(_, name)| name).collect();
        if table.key.is_empty() {
            bail!("the table {} has no key, so its rows have no order", table.name);
        }
    }
    ordered(tables, &references(conn).await?)
}

/// Whether the database holds nothing: no rows but the log's head, and that at its beginning.
pub async fn is_empty(conn: &mut Conn, tables: &[Table]) -> Result<bool> {
    for table in tables {
        // Safe: the names are those of the engine's own catalogue.
        let text = AssertSqlSafe(match table.name.as_str() {
            "log_head" => "SELECT position FROM log_head WHERE position <> 0 OR floor <> 0".to_owned(),
            name => format!("SELECT CAST(1 AS BIGINT) FROM \"{name}\" LIMIT 1"),
        });
        let found: Option<i64> = match conn {
            Conn::Sqlite(c) => sqlx::query_scalar(text).fetch_optional(&mut **c).await?,
            Conn::Postgres(c) => sqlx::query_scalar(text).fetch_optional(&mut **c).await?,
        };
        if found.is_some() {
            return Ok(false);
        }
    }
    Ok(true)
}

async fn columns(conn: &mut Conn) -> Result<Vec<Described>> {
    match conn {
        Conn::Sqlite(c) => {
            sqlx::query_as(
                "SELECT t.name, c.name, lower(c.type), c.pk FROM sqlite_schema t JOIN pragma_table_info(t.name) c
                  WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite~_%' ESCAPE '~' AND t.name <> '_sqlx_migrations'
                  ORDER BY t.name, c.cid",
            )
            .fetch_all(&mut **c)
            .await
        }
        Conn::Postgres(c) => {
            // The places of `indkey` are counted from 0.
            sqlx::query_as(
                "SELECT t.relname::TEXT, a.attname::TEXT, format_type(a.atttypid, a.atttypmod),
                        COALESCE(array_position(k.indkey::SMALLINT[], a.attnum) + 1, 0)::BIGINT
                   FROM pg_class t
                   JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
                   JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum > 0 AND NOT a.attisdropped
                   LEFT JOIN pg_index k ON k.indrelid = t.oid AND k.indisprimary
                  WHERE t.relkind IN ('r', 'p') AND NOT t.relispartition AND t.relname <> '_sqlx_migrations'
                  ORDER BY t.relname::TEXT COLLATE \"C\", a.attnum",
            )
            .fetch_all(&mut **c)
            .await
        }
    }
}

/// Which table refers to which.
async fn references(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    match conn {
        Conn::Sqlite(c) => {
            sqlx::query_as("SELECT t.name, f.\"table\" FROM sqlite_schema t JOIN pragma_foreign_key_list(t.name) f WHERE t.type = 'table'")
                .fetch_all(&mut **c)
                .await
        }
        Conn::Postgres(c) => {
            sqlx::query_as(
                "SELECT t.relname::TEXT, f.relname::TEXT
                   FROM pg_constraint k
                   JOIN pg_class t ON t.oid = k.conrelid
                   JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = current_schema()
                   JOIN pg_class f ON f.oid = k.confrelid
                  WHERE k.contype = 'f'",
            )
            .fetch_all(&mut **c)
            .await
        }
    }
}

fn kind(stored: &str) -> Option<Kind> {
    match stored {
        "blob" | "uuid" | "bytea" => Some(Kind::Bytes),
        "text" => Some(Kind::Text),
        "integer" | "bigint" => Some(Kind::Integer),
        "boolean" => Some(Kind::Boolean),
        _ => None,
    }
}

/// Tables that are referred to come first; else by name, so that both engines give one order.
fn ordered(mut left: Vec<Table>, references: &[(String, String)]) -> anyhow::Result<Vec<Table>> {
    let mut placed: Vec<Table> = Vec::new();
    left.sort_by(|one, other| one.name.cmp(&other.name));
    while !left.is_empty() {
        let waits = |table: &Table| {
            let targets = references.iter().filter(|(from, _)| *from == table.name).map(|(_, to)| to);
            targets.into_iter().any(|to| placed.iter().all(|placed| placed.name != *to))
        };
        let Some(next) = left.iter().position(|table| !waits(table)) else {
            let names: Vec<&str> = left.iter().map(|table| table.name.as_str()).collect();
            bail!("these tables refer to themselves in a circle, so that there is no order to load them in: {}", names.join(", "));
        };
        placed.push(left.remove(next));
    }
    Ok(placed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Vec<Table> {
        names.iter().map(|name| Table { name: (*name).to_owned(), columns: Vec::new(), key: Vec::new() }).collect()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(from, to)| ((*from).to_owned(), (*to).to_owned())).collect()
    }

    #[test]
    fn what_is_referred_to_comes_first() {
        let references = pairs(&[("members", "users"), ("members", "rooms"), ("a", "members")]);
        let tables = ordered(named(&["users", "a", "members", "rooms"]), &references).expect("there is an order");
        assert_eq!(tables.iter().map(|table| table.name.as_str()).collect::<Vec<_>>(), ["rooms", "users", "members", "a"]);
    }

    #[test]
    fn a_circle_has_no_order() {
        let refused = ordered(named(&["a", "b", "c"]), &pairs(&[("a", "b"), ("b", "a")])).map(|_| ());
        assert!(refused.is_err_and(|error| error.to_string().ends_with("a, b")));
    }
}
