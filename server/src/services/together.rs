//! Questions that are answered together: all who come while one batch is on its way share the next.

use std::future::Future;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::timeout;

use super::{Error, Result};
use crate::domain::problems;
use crate::storage;

/// How many may wait; beyond, who asks is refused at once.
const QUEUE: usize = 4096;

/// Who answers.
pub trait Answering: Send + 'static {
    type Question: Send + 'static;
    type Answer: Send + 'static;
    /// What it is called where failures are logged.
    const NAME: &'static str;
    /// How many questions are answered at a time.
    const BATCH: usize;
    /// How long one waits for an answer.
    const PATIENCE: Duration;

    /// An answer to each, in their order.
    fn answer(&mut self, questions: Vec<Self::Question>) -> impl Future<Output = storage::Result<Vec<Self::Answer>>> + Send;
}

struct Asked<A: Answering> {
    question: A::Question,
    tell: oneshot::Sender<Result<A::Answer>>,
}

/// The door to whoever asks.
pub struct Together<A: Answering> {
    asked: Mutex<Option<mpsc::Sender<Asked<A>>>>,
    answering: Mutex<Option<JoinHandle<()>>>,
}

impl<A: Answering> Together<A> {
    /// Begins to answer.
    pub fn start(answering: A) -> Self {
        let (asked, waiting) = mpsc::channel(QUEUE);
        Self { asked: Mutex::new(Some(asked)), answering: Mutex::new(Some(tokio::spawn(run(answering, waiting)))) }
    }

    /// The answer of a moment after the question.
    pub async fn ask(&self, question: A::Question) -> Result<A::Answer> {
        let (tell, answer) = oneshot::channel();
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone();
        asked.ok_or_else(busy)?.try_send(Asked { question, tell }).map_err(|_| busy())?;
        timeout(A::PATIENCE, answer).await.map_err(|_| busy())?.map_err(|_| busy())?
    }

    /// Answers those who wait, then nobody any more.
    pub async fn close(&self) {
        drop(self.asked.lock().unwrap_or_else(PoisonError::into_inner).take());
        let answering = self.answering.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(answering) = answering {
            // A panic is logged where it happens; there is nothing left to wait for.
            let _ = answering.await;
        }
    }
}

fn busy() -> Error {
    Error::new(&problems::UNAVAILABLE).retry_after(1)
}

async fn run<A: Answering>(mut answering: A, mut waiting: mpsc::Receiver<Asked<A>>) {
    let mut batch = Vec::with_capacity(A::BATCH);
    while waiting.recv_many(&mut batch, A::BATCH).await > 0 {
        let live = batch.drain(..).filter(|asked| !asked.tell.is_closed());
        let (questions, tells): (Vec<_>, Vec<_>) = live.map(|asked| (asked.question, asked.tell)).unzip();
        match answering.answer(questions).await {
            // Who asked may have gone.
            Ok(answers) => tells.into_iter().zip(answers).for_each(|(tell, answer)| drop(tell.send(Ok(answer)))),
            Err(error) => {
                tracing::warn!(event = "batch.failed", of = A::NAME, error = %error, questions = tells.len());
                tells.into_iter().for_each(|tell| drop(tell.send(Err(Error::of_engine(&error)))));
                // When it is the database that does not answer, those behind are told so too: each would wait as long as these did.
                while storage::is_away(&error)
                    && let Ok(asked) = waiting.try_recv()
                {
                    drop(asked.tell.send(Err(Error::of_engine(&error))));
                }
            }
        }
    }
}
