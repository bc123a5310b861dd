//! `docs/schema.md`: the tables that the migrations make, as a diagram and as lists, read from a migrated database.

use std::fmt::Write;

use crate::catalogue::{Catalogue, ForeignKey, Kind, Table};
use crate::{Engine, Server};

const HEAD: &str = "<!-- @generated from a migrated database by `cargo ci write`; do not edit. -->

# The schema

What the migrations make, the same on both engines; [the database](database.md) says what a row of each table is. `bytes` is
`blob` in SQLite and `uuid` or `bytea` in PostgreSQL. A line is a foreign key, from the table referred to, to the one that refers.

";

/// The page.
pub async fn page() -> String {
    let server = Server::start(Engine::Sqlite).await;
    let catalogue = Catalogue::read(&server).await;
    format!("{HEAD}{}\n{}", diagram(&catalogue), indexes(&catalogue))
}

/// An entity-relationship diagram of Mermaid.
fn diagram(catalogue: &Catalogue) -> String {
    let mut text = String::from("```mermaid\nerDiagram\n");
    for (name, table) in &catalogue.tables {
        let _ = writeln!(text, "    {name} {{");
        for (column, facts) in &table.columns {
            let keys = keys(table, column).join(", ");
            let remark = if facts.is_nullable { "\"may be null\"" } else { "" };
            let line = format!("        {} {column} {keys} {remark}", kind(facts.kind));
            let _ = writeln!(text, "{}", line.trim_end().replace("  \"", " \""));
        }
        let _ = writeln!(text, "    }}");
    }
    for (name, table) in &catalogue.tables {
        for key in &table.foreign_keys {
            let _ = writeln!(text, "    {} {} {name} : \"{}\"", key.target, line(table, key), key.columns.join(", "));
        }
    }
    text + "```\n"
}

fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Bytes => "bytes",
        Kind::Text => "text",
        Kind::Integer => "integer",
        Kind::Boolean => "boolean",
    }
}

fn keys(table: &Table, column: &str) -> Vec<&'static str> {
    let is_in = |columns: &[String]| columns.iter().any(|name| name == column);
    let is_unique = table.unique.iter().any(|columns| columns.len() == 1 && is_in(columns));
    let marks = [(is_in(&table.primary_key), "PK"), (table.foreign_keys.iter().any(|key| is_in(&key.columns)), "FK"), (is_unique, "UK")];
    marks.into_iter().filter_map(|(holds, mark)| holds.then_some(mark)).collect()
}

/// How many rows refer to how many.
fn line(table: &Table, key: &ForeignKey) -> String {
    let may_be_none = key.columns.iter().any(|column| table.columns.get(column).is_some_and(|facts| facts.is_nullable));
    let at_most_one = key.columns == table.primary_key || table.unique.contains(&key.columns);
    format!("{}--{}", if may_be_none { "|o" } else { "||" }, if at_most_one { "o|" } else { "o{" })
}

/// The indexes that no key makes, and the views.
fn indexes(catalogue: &Catalogue) -> String {
    let mut text = String::from("## Indexes\n\n| table | index | columns | of which rows |\n|---|---|---|---|\n");
    for (table, name, index) in
        catalogue.tables.iter().flat_map(|(table, facts)| facts.indexes.iter().map(move |(name, index)| (table, name, index)))
    {
        let unique = if index.is_unique { ", unique" } else { "" };
        let rows = index.predicate.as_ref().map_or_else(|| "all".to_owned(), |predicate| format!("`{predicate}`"));
        let _ = writeln!(text, "| `{table}` | `{name}` | `{}`{unique} | {rows} |", index.columns.join(", "));
    }
    let views: Vec<String> = catalogue.others.iter().map(|other| format!("`{other}`")).collect();
    text + "\n## Views\n\n" + &views.join(", ") + "\n"
}
