//! The one writer of the log: it takes what waits, makes one durable commit of it, then answers all.
//!
//! Works that arrive while a commit is on its way to the disk are the next batch, so the batch grows
//! with the load and a lone request never waits for company.

use std::panic::AssertUnwindSafe;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{Error, Result, Work};
use crate::domain::clock::{Clock, Ids};
use crate::domain::ids::RoomId;
use crate::domain::problems;
use crate::storage::{self, Db};

/// How many works one commit carries.
const BATCH: usize = 64;
/// How many works may wait; beyond, requests get 503 at once.
const QUEUE: usize = 4096;
/// How long a work may wait for its turn.
const PATIENCE: Duration = Duration::from_millis(1_800);
/// How long a batch may take, though each of its statements is answered in time, before its connection is given up.
const BATCH_TIMEOUT: Duration = Duration::from_secs(10);

/// Why a closed log takes nothing more.
const MOVED: &str = "the history goes on in another database (causerie migrate engine): set CAUSERIE_DATABASE_URL to it";

/// Where the log ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    /// The log's life.
    pub epoch: i64,
    /// The last position.
    pub position: i64,
}

/// Time and ids, as works need them.
pub struct Makers {
    pub clock: Clock,
    pub ids: Ids,
}

/// The door to the writer.
pub struct Log {
    jobs: Mutex<Option<mpsc::Sender<Job>>>,
    head: watch::Receiver<Head>,
    writer: Mutex<Option<JoinHandle<()>>>,
}

type Job = Box<dyn for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Settled> + Send>;
type Answer = Box<dyn FnOnce(Option<Error>) + Send>;

/// A work that has run: whether its rows stay, and how to tell its caller once they are on disk.
struct Settled {
    keep: bool,
    answer: Answer,
}

impl Log {
    /// Starts the writer.
    pub async fn start(db: Db, makers: Arc<Makers>) -> storage::Result<Self> {
        let mut conn = db.write().await?;
        // An epoch names a life of the log; a new database begins one.
        storage::events::set_epoch(&mut conn, makers.ids.epoch()).await?;
        if storage::events::moved_at(&mut conn).await?.is_some() {
            tracing::error!(event = "log.moved", "{MOVED}");
        }
        let (epoch, position) = storage::events::head(&mut conn).await?;
        drop(conn);
        let (jobs, waiting) = mpsc::channel(QUEUE);
        let (tell, head) = watch::channel(Head { epoch, position });
        let writer = tokio::spawn(Writer { db, makers, waiting, tell }.run());
        Ok(Self { jobs: Mutex::new(Some(jobs)), head, writer: Mutex::new(Some(writer)) })
    }

    /// The head, which changes after every commit: the hint that there is something to read.
    pub fn head(&self) -> watch::Receiver<Head> {
        self.head.clone()
    }

    /// Finishes what waits, then takes no more.
    pub async fn close(&self) {
        drop(self.jobs.lock().unwrap_or_else(PoisonError::into_inner).take());
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(writer) = writer {
            // A panic of the writer is logged where it happens; there is nothing left to wait for.
            let _ = writer.await;
        }
    }

    /// Hands a work to the writer and waits until it is on disk.
    pub(super) async fn commit<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T>> + Send + 'static,
    {
        let (tell, mut answer) = oneshot::channel();
        // Set by whoever is first: the writer, that runs the work, or the caller, who has waited long enough.
        let is_taken = Arc::new(AtomicBool::new(false));
        let begun = is_taken.clone();
        let job: Job = Box::new(move |work| {
            Box::pin(async move {
                let outcome = if begun.swap(true, Ordering::AcqRel) {
                    Err(busy())
                } else {
                    let ran = AssertUnwindSafe(run(work)).catch_unwind().await;
                    ran.unwrap_or_else(|_| Err(Error::new(&problems::INTERNAL).cause("a work panicked")))
                };
                let keep = outcome.is_ok();
                let answer: Answer = Box::new(move |failure| {
                    let outcome = match failure {
                        Some(error) if keep => Err(error),
                        _ => outcome,
                    };
                    // The caller may have gone; what it asked for is done all the same.
                    let _ = tell.send(outcome);
                });
                Settled { keep, answer }
            })
        });
        let jobs = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).clone().ok_or_else(busy)?;
        jobs.try_send(job).map_err(|_| busy().detail("too many writes wait"))?;
        drop(jobs);
        if let Ok(answered) = timeout(PATIENCE, &mut answer).await {
            return answered.map_err(|_| busy())?;
        }
        if is_taken.swap(true, Ordering::AcqRel) {
            // It is being run, and a database that does not answer ends that soon.
            return answer.await.map_err(|_| busy())?;
        }
        Err(busy().detail("the writes before this one take too long"))
    }
}

/// Nothing is acknowledged; the same request may be made again.
fn busy() -> Error {
    Error::new(&problems::UNAVAILABLE).retry_after(1)
}

struct Writer {
    db: Db,
    makers: Arc<Makers>,
    waiting: mpsc::Receiver<Job>,
    tell: watch::Sender<Head>,
}

impl Writer {
    async fn run(mut self) {
        let mut batch = Vec::with_capacity(BATCH);
        while self.waiting.recv_many(&mut batch, BATCH).await > 0 {
            metrics::histogram!("causerie_commit_batch_size").record(batch.len() as f64);
            let mut answers = Vec::with_capacity(batch.len());
            let outcome = timeout(BATCH_TIMEOUT, self.commit(&mut batch, &mut answers)).await;
            let failure = match outcome {
                Ok(Ok(head)) => {
                    self.tell.send_replace(head);
                    None
                }
                Ok(Err(error)) => Some(error),
                Err(_) => Some(sqlx::Error::PoolTimedOut),
            };
            if let Some(error) = &failure {
                tracing::error!(event = "log.commit_failed", error = %error, works = answers.len() + batch.len());
            }
            for answer in answers {
                answer(failure.as_ref().map(Error::of_engine));
            }
            // Works that were not reached are dropped: their callers get 503. So do those behind them, when it is the database
            // that does not answer: else each batch of them would wait as long as this one did.
            batch.clear();
            if failure.as_ref().is_some_and(storage::is_away) {
                while self.waiting.try_recv().is_ok() {}
            }
        }
    }

    async fn commit(&self, batch: &mut Vec<Job>, answers: &mut Vec<Answer>) -> storage::Result<Head> {
        let mut conn = self.db.write().await?;
        if let Err(error) = conn.begin().await {
            conn.discard();
            return Err(error);
        }
        // Until the commit is done, dropping the work must not give a half-done transaction back to the pool.
        let (app, now) = (self.makers.clone(), self.makers.clock.now());
        let mut open = Open(Some(Work { conn, app, now, position: 0, events: Vec::new() }));
        let head = open.run(batch, answers).await?;
        Ok(head)
    }
}

/// A work whose transaction is open; dropped so, its connection is not used again.
struct Open(Option<Work>);

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(work) = self.0.take() {
            work.conn.discard();
        }
    }
}

impl Open {
    async fn run(&mut self, batch: &mut Vec<Job>, answers: &mut Vec<Answer>) -> storage::Result<Head> {
        let Some(work) = self.0.as_mut() else { return Err(sqlx::Error::WorkerCrashed) };
        let before = storage::events::lock_head(&mut work.conn).await?;
        if before.moved_at.is_some() {
            // No work is reached, so that every caller gets 503: what this database took now would be lost.
            return Err(sqlx::Error::Protocol(MOVED.to_owned()));
        }
        work.position = before.position;
        let mut keeps = false;
        for job in batch.drain(..) {
            let (mark, events) = (work.position, work.events.len());
            work.conn.savepoint().await?;
            let settled = job(work).await;
            answers.push(settled.answer);
            keeps |= settled.keep;
            if settled.keep {
                work.conn.release().await?;
            } else {
                work.conn.rollback_to_savepoint().await?;
                work.position = mark;
                work.events.truncate(events);
            }
        }
        if keeps {
            work.write_events().await?;
            storage::events::update_head(&mut work.conn, work.position, before.commits + 1).await?;
        }
        work.conn.commit().await?;
        let head = Head { epoch: before.epoch, position: work.position };
        // Committed: the connection is whole again and goes back to its pool.
        drop(self.0.take());
        Ok(head)
    }
}

impl Work {
    /// Numbers the events of each room, and writes all.
    async fn write_events(&mut self) -> storage::Result<()> {
        let mut rooms: Vec<(RoomId, i64)> = Vec::new();
        for room_id in self.events.iter().filter_map(|event| event.room_id) {
            match rooms.iter_mut().find(|(id, _)| *id == room_id) {
                Some((_, count)) => *count += 1,
                None => rooms.push((room_id, 1)),
            }
        }
        for (room_id, count) in rooms {
            let Some(last) = storage::events::take_room_seqs(&mut self.conn, room_id, count).await? else { continue };
            let of_room = self.events.iter_mut().filter(|event| event.room_id == Some(room_id));
            for (event, seq) in of_room.zip(last - count + 1..) {
                event.room_seq = Some(seq);
            }
        }
        for event in std::mem::take(&mut self.events) {
            storage::events::insert(&mut self.conn, &event).await?;
        }
        Ok(())
    }
}
