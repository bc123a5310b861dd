//! The one writer of the log: it takes what waits, makes one durable commit of it, then answers all.
//!
//! Works that arrive while a commit is on its way to the disk are the next batch, so the batch grows
//! with the load and a lone request never waits for company. Where many write, one waits up to 2 ms for as many as the last
//! batch had.

mod jobs;
mod writer;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use self::jobs::{Job, Reply, busy};
use self::writer::Writer;
use super::messages::batch::Sending;
use super::{Made, Result, Work};
use crate::domain::clock::{Clock, Ids};
use crate::domain::messages::Message;
use crate::storage::{self, Db, Line};

/// How many works may wait; beyond, requests get 503 at once.
const QUEUE: usize = 4096;
/// How long a work may wait for its turn.
const PATIENCE: Duration = Duration::from_millis(1_800);

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
        let writer = tokio::spawn(Writer { line: Line::writing(db), makers, waiting, tell }.run());
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
        self.enqueue(|reply: Reply<T>| {
            Job::Alone(Box::new(move |work| {
                Box::pin(async move { if reply.take() { reply.alone(run)(work).await } else { reply.settle(Err(busy())) } })
            }))
        })
        .await
    }

    /// Hands a message to the writer and waits until it is on disk.
    pub(super) async fn send(&self, sending: Sending) -> Result<Made<Message>> {
        self.enqueue(|reply| Job::Message(sending, reply)).await
    }

    async fn enqueue<T>(&self, job: impl FnOnce(Reply<T>) -> Job) -> Result<T> {
        let (tell, mut answer) = oneshot::channel();
        let is_taken = Arc::new(AtomicBool::new(false));
        let job = job(Reply { is_taken: is_taken.clone(), tell });
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
