//! The catalogue of PostgreSQL.

use sqlx::PgConnection;

use super::{Catalogue, Column, ForeignKey, Index, Table, bare, kind_of};

pub async fn read(conn: &mut PgConnection) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let found: Vec<(String, String)> = sqlx::query_as(
        "SELECT CASE relkind WHEN 'v' THEN 'view' ELSE relkind::text END, relname::text FROM pg_class
         WHERE relnamespace = 'public'::regnamespace AND relkind <> 'i' AND relname <> '_sqlx_migrations'
         UNION ALL SELECT 'trigger', tgname::text FROM pg_trigger WHERE NOT tgisinternal
         UNION ALL SELECT 'function', proname::text FROM pg_proc WHERE pronamespace = 'public'::regnamespace
         UNION ALL SELECT 'type', typname::text FROM pg_type WHERE typnamespace = 'public'::regnamespace AND typtype IN ('e', 'd')",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("the catalogue can be read");
    for (kind, name) in found {
        if kind == "r" {
            let table = read_table(conn, &name).await;
            catalogue.tables.insert(name, table);
        } else {
            catalogue.others.insert(format!("{kind} {name}"));
        }
    }
    catalogue
}

async fn read_table(conn: &mut PgConnection, name: &str) -> Table {
    let mut table = Table::default();
    let columns: Vec<(String, String, bool, Option<String>)> = sqlx::query_as(
        "SELECT attname::text, format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid)
         FROM pg_attribute LEFT JOIN pg_attrdef ON adrelid = attrelid AND adnum = attnum
         WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped",
    )
    .bind(name)
    .fetch_all(&mut *conn)
    .await
    .expect("the columns can be read");
    for (column, kind, is_required, default) in columns {
        table.columns.insert(column, Column { kind: kind_of(&kind), is_nullable: !is_required, default });
    }
    read_constraints(conn, name, &mut table).await;
    let indexes: Vec<(String, bool, Option<String>, Vec<String>)> = sqlx::query_as(
        "SELECT relname::text, indisunique, pg_get_expr(indpred, indrelid),
           ARRAY(SELECT pg_get_indexdef(indexrelid, place, true) FROM generate_series(1, indnkeyatts) place ORDER BY place)
         FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
         WHERE indrelid = $1::regclass AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexrelid AND contype <> 'f')",
    )
    .bind(name)
    .fetch_all(&mut *conn)
    .await
    .expect("the indexes can be read");
    for (index, is_unique, predicate, columns) in indexes {
        // Names that are words of SQL come in quotes.
        let columns = columns.iter().map(|column| column.trim_matches('"').to_owned()).collect();
        table.indexes.insert(index, Index { columns, is_unique, predicate: predicate.as_deref().map(bare) });
    }
    table
}

/// The kind of a constraint, its columns, what it refers to, and what follows from a deletion or a change there.
type Constraint = (String, Vec<String>, Option<String>, Vec<String>, String, String);

async fn read_constraints(conn: &mut PgConnection, name: &str, table: &mut Table) {
    let constraints: Vec<Constraint> = sqlx::query_as(
        "SELECT contype::text,
           ARRAY(SELECT attname::text FROM unnest(conkey) WITH ORDINALITY AS part(number, place)
                 JOIN pg_attribute ON attrelid = conrelid AND attnum = number ORDER BY place),
           (SELECT relname::text FROM pg_class WHERE oid = confrelid),
           ARRAY(SELECT attname::text FROM unnest(confkey) WITH ORDINALITY AS part(number, place)
                 JOIN pg_attribute ON attrelid = confrelid AND attnum = number ORDER BY place),
           confdeltype::text, confupdtype::text
         FROM pg_constraint WHERE conrelid = $1::regclass",
    )
    .bind(name)
    .fetch_all(conn)
    .await
    .expect("the constraints can be read");
    for (kind, columns, target, target_columns, on_delete, on_update) in constraints {
        match (kind.as_str(), target) {
            ("p", _) => table.primary_key = columns,
            ("u", _) => drop(table.unique.insert(columns)),
            ("f", Some(target)) => {
                let (on_delete, on_update) = (action(&on_delete), action(&on_update));
                table.foreign_keys.insert(ForeignKey { columns, target, target_columns, on_delete, on_update });
            }
            ("c", _) => table.checks += 1,
            (other, _) => panic!("{name} has a constraint of the kind {other}"),
        }
    }
}

/// PostgreSQL's letter as SQLite's words.
fn action(letter: &str) -> String {
    let words = match letter {
        "a" => "NO ACTION",
        "r" => "RESTRICT",
        "c" => "CASCADE",
        "n" => "SET NULL",
        "d" => "SET DEFAULT",
        other => panic!("no action {other}"),
    };
    words.to_owned()
}
