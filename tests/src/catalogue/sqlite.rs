//! The catalogue of SQLite.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::SqliteConnection;

use super::{Catalogue, Column, ForeignKey, Index, Table, bare, kind_of};

pub async fn read(conn: &mut SqliteConnection) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let found: Vec<(String, String, String)> = sqlx::query_as(
        "SELECT type, name, coalesce(sql, '') FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name <> '_sqlx_migrations'",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("the catalogue can be read");
    for (kind, name, sql) in found {
        match kind.as_str() {
            "table" => {
                let table = read_table(conn, &name, &sql).await;
                catalogue.tables.insert(name, table);
            }
            "index" => {}
            _ => drop(catalogue.others.insert(format!("{kind} {name}"))),
        }
    }
    catalogue
}

async fn read_table(conn: &mut SqliteConnection, name: &str, sql: &str) -> Table {
    let mut table = Table { checks: sql.to_uppercase().matches("CHECK").count(), ..Table::default() };
    let columns: Vec<(String, String, bool, Option<String>, i64)> =
        sqlx::query_as("SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_info($1) ORDER BY pk")
            .bind(name)
            .fetch_all(&mut *conn)
            .await
            .expect("the columns can be read");
    for (column, kind, is_required, default, place) in columns {
        if place > 0 {
            table.primary_key.push(column.clone());
        }
        table.columns.insert(column, Column { kind: kind_of(&kind), is_nullable: !is_required, default });
    }
    let indexes: Vec<(String, bool, String)> = sqlx::query_as("SELECT name, \"unique\", origin FROM pragma_index_list($1)")
        .bind(name)
        .fetch_all(&mut *conn)
        .await
        .expect("the indexes can be read");
    for (index, is_unique, origin) in indexes {
        let columns: Vec<String> = sqlx::query_scalar("SELECT coalesce(name, '(expression)') FROM pragma_index_info($1) ORDER BY seqno")
            .bind(&index)
            .fetch_all(&mut *conn)
            .await
            .expect("the columns of an index can be read");
        match origin.as_str() {
            "pk" => {}
            "u" => drop(table.unique.insert(columns)),
            _ => {
                let sql: String = sqlx::query_scalar("SELECT sql FROM sqlite_master WHERE name = $1")
                    .bind(&index)
                    .fetch_one(&mut *conn)
                    .await
                    .expect("an index has a text");
                let predicate = sql.split_once(" WHERE ").map(|(_, predicate)| bare(predicate));
                table.indexes.insert(index, Index { columns, is_unique, predicate });
            }
        }
    }
    table.foreign_keys = read_keys(conn, name).await;
    table
}

async fn read_keys(conn: &mut SqliteConnection, name: &str) -> BTreeSet<ForeignKey> {
    let parts: Vec<(i64, String, String, String, String, String)> =
        sqlx::query_as("SELECT id, \"table\", \"from\", \"to\", on_delete, on_update FROM pragma_foreign_key_list($1) ORDER BY id, seq")
            .bind(name)
            .fetch_all(conn)
            .await
            .expect("the foreign keys can be read");
    let mut keys: BTreeMap<i64, ForeignKey> = BTreeMap::new();
    for (id, target, from, to, on_delete, on_update) in parts {
        let new = || ForeignKey { columns: Vec::new(), target, target_columns: Vec::new(), on_delete, on_update };
        let key = keys.entry(id).or_insert_with(new);
        key.columns.push(from);
        key.target_columns.push(to);
    }
    keys.into_values().collect()
}
