//! The move of a whole deployment into another database, mostly from SQLite to PostgreSQL, while its server runs: ids,
//! positions and the log's life stay, so that every client goes on with the cursor that it has.

use anyhow::{Context, bail, ensure};
use futures_util::TryStreamExt;

use super::transfer::{Tally, tally};
use crate::domain::time::Timestamp;
use crate::storage::transfer::{self, BATCH, Table};
use crate::storage::{self, Conn, Db, migrate};

/// One end of a move.
pub struct End {
    pub engine: &'static str,
    pub rows: u64,
    /// Of all rows of all tables, read from this end.
    pub sha256: String,
}

/// A move that has been made.
pub struct Moved {
    pub from: End,
    pub to: End,
    /// Where the log goes on.
    pub position: i64,
}

/// Carries everything into an empty database and closes the log of the old one. While it runs, writes to the old one wait
/// or get 503, and reading goes on. Should it fail, nothing has changed.
pub async fn run(from: &Db, to: &Db, now: Timestamp) -> anyhow::Result<Moved> {
    let mut source = from.write().await?;
    let version = migrate::version(&mut source).await?;
    ensure!(version == migrate::newest(), "the source has the schema {version}: start the server of this version on it first");
    migrate::up(to).await?;
    let mut target = to.write().await?;
    let outcome = carry(&mut source, &mut target, now).await;
    if outcome.is_err() {
        // Where no transaction is open this fails, and that is as well.
        let _ = target.rollback().await;
        let _ = source.rollback().await;
    }
    let (position, source, target) = outcome?;
    let end = |db: &Db, tally: (u64, String)| End { engine: db.engine(), rows: tally.0, sha256: tally.1 };
    Ok(Moved { from: end(from, source), to: end(to, target), position })
}

/// Rows and digest.
type Counted = (u64, String);

async fn carry(source: &mut Conn, target: &mut Conn, now: Timestamp) -> anyhow::Result<(i64, Counted, Counted)> {
    target.begin().await?;
    let tables = transfer::tables(target).await?;
    ensure!(transfer::is_empty(target, &tables).await?, "the target is not empty");
    transfer::hold(source).await.context("the source cannot be held")?;
    let sources = transfer::tables(source).await?;
    ensure_alike(&sources, &tables)?;
    ensure!(storage::events::moved_at(source).await?.is_none(), "the source was moved already");
    let (_, position) = storage::events::head(source).await?;
    transfer::clear_head(target).await?;
    let mut copied = Tally::default();
    for (from, to) in sources.iter().zip(&tables) {
        copied.table(from);
        copy(source, from, target, to, &mut copied).await.with_context(|| format!("the table {}", from.name))?;
    }
    let arrived = tally(target, &tables).await?;
    let (copied, arrived) = ((copied.rows, copied.sha256()), (arrived.rows, arrived.sha256()));
    ensure!(copied == arrived, "the ends differ: {copied:?} and {arrived:?}");
    transfer::seal(source, now).await?;
    target.commit().await.context("the target")?;
    // From here on the target has everything. Should the source not take its seal, it works on, and the target is void.
    source.commit().await.context("the source is not closed and works on: do not use the target, and move again into an empty one")?;
    Ok((position, copied, arrived))
}

fn ensure_alike(sources: &[Table], targets: &[Table]) -> anyhow::Result<()> {
    if let Some(table) = sources.iter().find(|table| targets.iter().all(|target| !target.is_like(table))) {
        bail!("the target has no table like {}: is it a database of this program alone?", table.name);
    }
    ensure!(sources.len() == targets.len(), "the target has tables that the source has not");
    Ok(())
}

/// Copies a table's rows as they come, a batch at a time.
async fn copy(source: &mut Conn, from: &Table, target: &mut Conn, to: &Table, tally: &mut Tally) -> storage::Result<()> {
    let mut batches = transfer::read(source, from).try_chunks(BATCH);
    while let Some(batch) = batches.try_next().await.map_err(|error| error.1)? {
        batch.iter().for_each(|row| tally.row(row));
        transfer::insert(target, to, &batch).await?;
    }
    Ok(())
}
