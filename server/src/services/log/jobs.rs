//! Works on their way to the writer, and the way back to who waits for them.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use crate::domain::messages::Message;
use crate::domain::problems;
use crate::services::messages::batch::Sending;
use crate::services::{Error, Made, Result, Work};

/// What waits for the writer.
pub(super) enum Job {
    /// A work of its own.
    Alone(Alone),
    /// A message, to be written with the others that wait.
    Message(Sending, Reply<Made<Message>>),
}

pub(super) type Alone = Box<dyn for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Settled> + Send>;
pub(super) type Answer = Box<dyn FnOnce(Option<Error>) + Send>;

/// A work that has run: whether its rows stay, and how to tell its caller once they are on disk.
pub(super) struct Settled {
    pub keep: bool,
    pub answer: Answer,
}

/// The way back to who waits for a work.
pub(super) struct Reply<T> {
    /// Set by whoever is first: the writer, that runs the work, or the caller, who has waited long enough.
    pub is_taken: Arc<AtomicBool>,
    pub tell: oneshot::Sender<Result<T>>,
}

impl<T: Send + 'static> Reply<T> {
    /// Whether the work is still wanted; from now on it is the writer's.
    pub fn take(&self) -> bool {
        !self.is_taken.swap(true, Ordering::AcqRel)
    }

    pub fn settle(self, outcome: Result<T>) -> Settled {
        let keep = outcome.is_ok();
        let answer: Answer = Box::new(move |failure| {
            let outcome = match failure {
                Some(error) if keep => Err(error),
                _ => outcome,
            };
            // The caller may have gone; what it asked for is done all the same.
            let _ = self.tell.send(outcome);
        });
        Settled { keep, answer }
    }

    /// A work of its own that answers here.
    pub fn alone<F>(self, run: F) -> Alone
    where
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T>> + Send + 'static,
    {
        Box::new(move |work| {
            Box::pin(async move {
                let outcome = guarded(run(work)).await;
                self.settle(outcome)
            })
        })
    }
}

/// What a work comes to, also when it panics.
pub(super) async fn guarded<T>(run: impl Future<Output = Result<T>>) -> Result<T> {
    let ran = AssertUnwindSafe(run).catch_unwind().await;
    ran.unwrap_or_else(|_| Err(Error::new(&problems::INTERNAL).cause("a work panicked")))
}

/// Nothing is acknowledged; the same request may be made again.
pub(super) fn busy() -> Error {
    Error::new(&problems::UNAVAILABLE).retry_after(1)
}
