//! The row lock: writers with a connection each, whose transactions take the log's head, write messages and their events, move
//! the head and commit. All hold one head, or each has its own, as in a log in shards.

use anyhow::{Context, Result};
use sqlx::migrate::Migrator;
use sqlx::{Connection, PgConnection, query, query_scalar};
use tokio::runtime::Handle;
use tokio::task::JoinSet;
use tokio::time::Instant;
use uuid::Uuid;

use super::{RUN, median};
use crate::postgres;
use crate::server::root;

const WRITERS: [usize; 3] = [1, 2, 3];
const BATCHES: [usize; 3] = [1, 8, 64];
/// How many rooms each writer writes to.
const ROOMS: usize = 64;
/// What lies between the positions of two heads.
const APART: i64 = 1_000_000_000_000;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Statements {
    /// One for each row, as the server has it.
    ForEachRow,
    /// One for each table, however many rows.
    ForEachTable,
}

#[derive(Clone, Copy)]
struct Kind {
    statements: Statements,
    /// Whether each writer has a head of its own.
    is_sharded: bool,
    batch: usize,
    writers: usize,
}

/// A writer and its rooms, with the number of each one's last message.
struct Writer {
    conn: PgConnection,
    sender: Uuid,
    rooms: Vec<Uuid>,
    last: i64,
    head: i64,
}

pub async fn run(runs: usize) -> Result<()> {
    let mut kinds = Vec::new();
    for statements in [Statements::ForEachRow, Statements::ForEachTable] {
        for batch in BATCHES {
            kinds.extend(WRITERS.map(|writers| Kind { statements, is_sharded: false, batch, writers }));
            kinds.extend(WRITERS.map(|writers| Kind { statements, is_sharded: true, batch, writers }));
        }
    }
    let url = postgres::shared().create_database();
    let mut writers = prepare(&url).await?;
    let mut figures = vec![Vec::new(); kinds.len()];
    // In turn, so that what else the machine does meets all alike.
    for _ in 0..runs {
        for (kind, figures) in kinds.iter().zip(&mut figures) {
            figures.push(measure(*kind, &mut writers).await?);
        }
    }
    println!("PostgreSQL, messages a second with their events, durable; the median of {runs} runs");
    println!("| a commit carries | statements | 1 writer | 2, one head | 3, one head | 2, a head each | 3, a head each |");
    println!("|---|---|---|---|---|---|---|");
    for (kinds, figures) in kinds.chunks(2 * WRITERS.len()).zip(figures.chunks(2 * WRITERS.len())) {
        let name = if kinds[0].statements == Statements::ForEachRow { "one a row" } else { "one a table" };
        let cells = [0, 1, 2, 4, 5].map(|at| format!("{:.0}", median(figures[at].clone())));
        println!("| {} | {name} | {} |", kinds[0].batch, cells.join(" | "));
    }
    Ok(())
}

async fn prepare(url: &str) -> Result<Vec<Writer>> {
    let mut conn = PgConnection::connect(url).await?;
    migrate(url.to_owned()).await?;
    let sender = Uuid::now_v7();
    query(
        "INSERT INTO users (id, username, display_name, folded_name, password_hash, is_bot, created_at)
         VALUES ($1, 'ada', 'Ada', 'ada', '', false, 0)",
    )
    .bind(sender)
    .execute(&mut conn)
    .await?;
    let mut writers = Vec::new();
    for head in 1..=WRITERS.len() as i64 {
        query("INSERT INTO log_head (id, epoch, position, floor) VALUES ($1, 1, $2, 0) ON CONFLICT DO NOTHING")
            .bind(head)
            .bind((head - 1) * APART)
            .execute(&mut conn)
            .await?;
        let rooms: Vec<Uuid> = (0..ROOMS).map(|_| Uuid::now_v7()).collect();
        query(
            "INSERT INTO rooms (id, kind, member_count, last_seq, last_event_seq, last_activity_at, created_at)
             SELECT id, 'group', 1, 0, 0, 0, 0 FROM UNNEST($1) AS id",
        )
        .bind(&rooms)
        .execute(&mut conn)
        .await?;
        writers.push(Writer { conn: PgConnection::connect(url).await?, sender, rooms, last: 0, head });
    }
    Ok(writers)
}

/// The schema, as the server makes it. On a thread of its own: the migrator's future cannot go from one to another.
async fn migrate(url: String) -> Result<()> {
    let handle = Handle::current();
    let work = move || {
        handle.block_on(async {
            let mut conn = PgConnection::connect(&url).await?;
            Ok(Migrator::new(root().join("migrations/postgres")).await?.run(&mut conn).await?)
        })
    };
    tokio::task::spawn_blocking(work).await?
}

/// Messages a second of all writers together.
async fn measure(kind: Kind, writers: &mut Vec<Writer>) -> Result<f64> {
    let begun = Instant::now();
    let mut writing = JoinSet::new();
    for writer in writers.drain(..kind.writers) {
        writing.spawn(writer.write_on(kind, begun));
    }
    let mut sum = 0;
    while let Some(done) = writing.join_next().await {
        let (writer, count) = done??;
        writers.push(writer);
        sum += count;
    }
    Ok(sum as f64 / begun.elapsed().as_secs_f64())
}

impl Writer {
    async fn write_on(mut self, kind: Kind, begun: Instant) -> Result<(Self, usize)> {
        let mut count = 0;
        while begun.elapsed() < RUN {
            self.commit(kind).await?;
            count += kind.batch;
        }
        Ok((self, count))
    }

    async fn commit(&mut self, kind: Kind) -> Result<()> {
        let head = if kind.is_sharded { self.head } else { 1 };
        self.last += 1;
        let mut tx = self.conn.begin().await?;
        let position: i64 = query_scalar("SELECT position FROM log_head WHERE id = $1 FOR UPDATE").bind(head).fetch_one(&mut *tx).await?;
        let rooms = &self.rooms[..kind.batch];
        match kind.statements {
            Statements::ForEachRow => {
                for (position, room) in (position + 1..).zip(rooms) {
                    write(&mut tx, self.sender, std::slice::from_ref(room), self.last, position).await?;
                }
            }
            Statements::ForEachTable => write(&mut tx, self.sender, rooms, self.last, position + 1).await?,
        }
        let moved = position + kind.batch as i64;
        query("UPDATE log_head SET position = $2 WHERE id = $1").bind(head).bind(moved).execute(&mut *tx).await?;
        tx.commit().await.context("the commit failed")
    }
}

/// Writes a message to each of these rooms, and its event, from a position on.
async fn write(conn: &mut PgConnection, sender: Uuid, rooms: &[Uuid], seq: i64, position: i64) -> Result<()> {
    let ids: Vec<Uuid> = rooms.iter().map(|_| Uuid::now_v7()).collect();
    let positions: Vec<i64> = (position..).take(rooms.len()).collect();
    query("UPDATE rooms SET last_seq = $2, last_event_seq = last_event_seq + 1 WHERE id = ANY($1)")
        .bind(rooms)
        .bind(seq)
        .execute(&mut *conn)
        .await?;
    query(
        "INSERT INTO messages (room_id, seq, id, sender_id, kind, content, is_edited, created_at, created_position)
         SELECT room_id, $4, id, $5, 'text', $6, false, 0, position FROM UNNEST($1, $2, $3) AS rows (room_id, id, position)",
    )
    .bind(rooms)
    .bind(&ids)
    .bind(&positions)
    .bind(seq)
    .bind(sender)
    .bind("something that somebody says to the others, of the usual length")
    .execute(&mut *conn)
    .await?;
    query(
        "INSERT INTO events (position, event_id, room_id, room_seq, type, payload, created_at, message_seq, sender_id)
         SELECT position, id, room_id, $4, 'message.created', $6, 0, $4, $5 FROM UNNEST($1, $2, $3) AS rows (room_id, id, position)",
    )
    .bind(rooms)
    .bind(&ids)
    .bind(&positions)
    .bind(seq)
    .bind(sender)
    .bind("{\"message\":{\"text\":\"something that somebody says to the others, of the usual length\"}}".repeat(4))
    .execute(&mut *conn)
    .await?;
    Ok(())
}
