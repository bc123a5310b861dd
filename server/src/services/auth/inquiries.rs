//! Whether sessions live, asked of the database together: all who come while one question is on its way share the next. The
//! answer is of a moment after each asked.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use crate::domain::ids::{SessionId, UserId};
use crate::domain::problems;
use crate::domain::sessions::{Bounds, Identity};
use crate::domain::time::Timestamp;
use crate::services::{Error, Result};
use crate::storage::{self, Db, Line};

/// How long a request waits for its answer; it must have its 503 within 2 s.
const PATIENCE: Duration = Duration::from_millis(1_800);
/// How many may wait; beyond, requests get 503 at once.
const QUEUE: usize = 4096;
/// How many one question asks about.
const BATCH: usize = 256;

/// The door to whoever asks.
pub struct Inquiries {
    asked: Mutex<Option<mpsc::Sender<Inquiry>>>,
    asking: Mutex<Option<JoinHandle<()>>>,
}

struct Inquiry {
    session_id: SessionId,
    user_id: UserId,
    now: Timestamp,
    tell: oneshot::Sender<Result<Option<Bounds>>>,
}

impl Inquiries {
    /// Begins to ask.
    pub fn start(db: Db) -> Self {
        let (asked, waiting) = mpsc::channel(QUEUE);
        let asking = tokio::spawn(ask(waiting, Line::reading(db)));
        Self { asked: Mutex::new(Some(asked)), asking: Mutex::new(Some(asking)) }
    }

    /// What the holder of a session must see; `None` when the session is revoked or over.
    pub(super) async fn bounds(&self, identity: &Identity, now: Timestamp) -> Result<Option<Bounds>> {
        let (tell, answer) = oneshot::channel();
        let inquiry = Inquiry { session_id: identity.session_id, user_id: identity.user_id, now, tell };
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        asked.ok_or_else(busy)?.try_send(inquiry).map_err(|_| busy())?;
        timeout(PATIENCE, answer).await.map_err(|_| busy())?.map_err(|_| busy())?
    }

    /// Answers those who wait, then asks no more.
    pub async fn close(&self) {
        drop(self.asked.lock().unwrap_or_else(PoisonError::into_inner).take());
        let asking = self.asking.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(asking) = asking {
            // A panic is logged where it happens; there is nothing left to wait for.
            let _ = asking.await;
        }
    }
}

fn busy() -> Error {
    Error::new(&problems::UNAVAILABLE).retry_after(1)
}

async fn ask(mut waiting: mpsc::Receiver<Inquiry>, mut line: Line) {
    let mut batch = Vec::with_capacity(BATCH);
    while waiting.recv_many(&mut batch, BATCH).await > 0 {
        batch.retain(|inquiry| !inquiry.tell.is_closed());
        let found = look(&mut line, &batch).await;
        if let Err(error) = &found {
            tracing::warn!(event = "auth.inquiry_failed", error = %error, inquiries = batch.len());
            // When it is the database that does not answer, those behind are told so too: each would wait as long as these did.
            while storage::is_away(error)
                && let Ok(inquiry) = waiting.try_recv()
            {
                batch.push(inquiry);
            }
        }
        for (at, inquiry) in batch.drain(..).enumerate() {
            let answer = found.as_ref().map(|bounds| bounds.get(&at).copied()).map_err(Error::of_engine);
            // Who asked may have gone.
            let _ = inquiry.tell.send(answer);
        }
    }
}

/// The bounds of those that live, by their places.
async fn look(line: &mut Line, batch: &[Inquiry]) -> storage::Result<HashMap<usize, Bounds>> {
    let asked: Vec<_> = (0..).zip(batch).map(|(at, inquiry)| (at, inquiry.session_id, inquiry.user_id, inquiry.now.0)).collect();
    let mut conn = line.take().await?;
    let found = storage::batch::list_bounds(&mut conn, &asked).await?;
    line.keep(conn);
    Ok(found.into_iter().filter_map(|(at, commits, head)| Some((usize::try_from(at).ok()?, Bounds { commits, head }))).collect())
}
