//! Backup and restore: the whole database in one file that either engine reads, whatever engine it was written from.

mod file;

use std::path::Path;

use anyhow::{Context, bail, ensure};
use futures_util::TryStreamExt;

use self::file::{Entry, Header, Source, Target};
use super::transfer::{parse_row, row_line, table_line};
use crate::domain::clock::Ids;
use crate::domain::time::Timestamp;
use crate::storage::transfer::{self, BATCH, Row, Table};
use crate::storage::{self, Conn, Db, migrate};

/// What a backup has, or a restore has loaded.
pub struct Report {
    pub rows: u64,
    /// The log's last position in it.
    pub position: i64,
    /// The digest of the file's lines, the last one excepted.
    pub sha256: String,
}

/// Writes the state of one moment into a new file. A server may go on writing meanwhile.
pub async fn write(db: &Db, path: &Path, now: Timestamp) -> anyhow::Result<Report> {
    let mut conn = db.read().await?;
    conn.begin_snapshot().await?;
    let schema = migrate::version(&mut conn).await?;
    ensure!(schema > 0, "the database is empty: there is nothing to back up");
    let head = storage::events::head(&mut conn).await?;
    let mut target = Target::create(path)?;
    target.begin(&Header::new(schema, db.engine(), head, now))?;
    for table in transfer::tables(&mut conn).await? {
        target.table(&table.name, &table_line(&table))?;
        let mut rows = transfer::read(&mut conn, &table);
        while let Some(row) = rows.try_next().await? {
            target.row(&row_line(&row))?;
        }
    }
    conn.rollback().await?;
    let (rows, sha256) = target.finish(path)?;
    Ok(Report { rows, position: head.1, sha256 })
}

/// Loads a file into an empty database and begins a new life of the log, so that cursors of the old one lead to `resync`.
/// The file is judged as a whole before anything is changed, and again before the commit.
pub async fn restore(db: &Db, path: &Path, ids: &Ids) -> anyhow::Result<Report> {
    let (mut source, header) = Source::open(path)?;
    while source.next()?.is_some() {}
    let newest = migrate::newest();
    ensure!(header.schema <= newest, "the file has the schema {}, this program knows {newest}: use a newer one", header.schema);
    ensure_empty(&mut db.write().await?).await?;
    migrate::exactly(db, header.schema).await?;
    let mut conn = db.write().await?;
    conn.begin().await?;
    let report = match load(&mut conn, path, ids.epoch()).await {
        Ok(report) => report,
        Err(error) => {
            conn.rollback().await?;
            return Err(error);
        }
    };
    conn.commit().await?;
    drop(conn);
    migrate::up(db).await?;
    transfer::note_restored(&mut db.write().await?, header.epoch).await?;
    Ok(report)
}

async fn ensure_empty(conn: &mut Conn) -> anyhow::Result<Vec<Table>> {
    let tables = transfer::tables(conn).await?;
    ensure!(transfer::is_empty(conn, &tables).await?, "the database is not empty: restore into a new one");
    Ok(tables)
}

async fn load(conn: &mut Conn, path: &Path, epoch: i64) -> anyhow::Result<Report> {
    let tables = ensure_empty(conn).await?;
    transfer::clear_head(conn).await?;
    let (mut source, header) = Source::open(path)?;
    let mut loading = Loading { conn, tables, current: None, batch: Vec::with_capacity(BATCH) };
    while let Some(entry) = source.next()? {
        loading.take(entry).await?;
    }
    loading.flush().await?;
    ensure!(loading.tables.is_empty(), "the file has not all tables");
    ensure!(transfer::begin_restored(conn, epoch).await? == 1, "the file has no head of the log");
    Ok(Report { rows: source.rows(), position: header.position, sha256: source.sha256() })
}

/// Rows on their way into the database.
struct Loading<'c> {
    conn: &'c mut Conn,
    /// Those that have not come yet.
    tables: Vec<Table>,
    current: Option<Table>,
    batch: Vec<Row>,
}

impl Loading<'_> {
    async fn take(&mut self, entry: Entry) -> anyhow::Result<()> {
        match entry {
            Entry::Table(name, line) => {
                self.flush().await?;
                let Some(at) = self.tables.iter().position(|table| table.name == name) else { bail!("the file has a table {name}") };
                let table = self.tables.remove(at);
                ensure!(table_line(&table) == line, "the file has other columns of {name} than the schema");
                self.current = Some(table);
            }
            Entry::Row(values) => {
                let table = self.current.as_ref().context("the file has a row without a table")?;
                let row = parse_row(values, table).with_context(|| format!("the file has a row that does not fit {}", table.name))?;
                self.batch.push(row);
                if self.batch.len() == BATCH {
                    self.flush().await?;
                }
            }
        }
        Ok(())
    }

    async fn flush(&mut self) -> anyhow::Result<()> {
        let Some(table) = self.current.as_ref().filter(|_| !self.batch.is_empty()) else { return Ok(()) };
        transfer::insert(self.conn, table, &self.batch).await.with_context(|| format!("a row of {}", table.name))?;
        self.batch.clear();
        Ok(())
    }
}
