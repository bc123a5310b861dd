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
        if questions.is_empty() {
            continue;
        }
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::sync::{Semaphore, mpsc::UnboundedSender, mpsc::unbounded_channel};

    use super::*;

    /// Doubles numbers, and tells how many at a time; each batch needs a permit. The database is away for 13.
    struct Doubling(Arc<Semaphore>, UnboundedSender<usize>);

    impl Answering for Doubling {
        type Question = i64;
        type Answer = i64;
        const NAME: &'static str = "doubling";
        const BATCH: usize = 3;
        const PATIENCE: Duration = Duration::from_secs(5);

        async fn answer(&mut self, numbers: Vec<i64>) -> storage::Result<Vec<i64>> {
            self.0.acquire().await.expect("it stays open").forget();
            self.1.send(numbers.len()).expect("the test listens");
            if numbers.contains(&13) { Err(sqlx::Error::PoolTimedOut) } else { Ok(numbers.iter().map(|number| 2 * number).collect()) }
        }
    }

    /// Asks one after the other, without waiting for answers.
    async fn ask(doubling: &Arc<Together<Doubling>>, numbers: std::ops::Range<i64>) -> Vec<JoinHandle<Result<i64>>> {
        let mut asking = Vec::new();
        for number in numbers {
            let doubling = doubling.clone();
            asking.push(tokio::spawn(async move { doubling.ask(number).await }));
            // So that it waits before the next one does.
            tokio::task::yield_now().await;
        }
        asking
    }

    #[tokio::test]
    async fn who_comes_while_a_batch_is_on_its_way_shares_the_next_and_gets_an_own_answer() {
        let (permits, (tell, mut told)) = (Arc::new(Semaphore::new(0)), unbounded_channel());
        let doubling = Arc::new(Together::start(Doubling(permits.clone(), tell)));
        let asking = ask(&doubling, 0..6).await;
        // One has gone before its turn came.
        asking[5].abort();
        tokio::task::yield_now().await;
        permits.add_permits(9);
        for (number, asking) in (0..5).zip(asking) {
            assert_eq!(asking.await.expect("it was not ended").expect("it is answered"), 2 * number);
        }
        doubling.close().await;
        let mut sizes = Vec::new();
        while let Ok(size) = told.try_recv() {
            sizes.push(size);
        }
        assert_eq!((sizes[0], sizes.iter().sum::<usize>()), (1, 5), "{sizes:?}");
        assert!(doubling.ask(1).await.is_err(), "a closed door is opened to nobody");
    }

    #[tokio::test]
    async fn a_database_that_is_away_keeps_nobody_waiting_behind_its_first_question() {
        let (permits, (tell, mut told)) = (Arc::new(Semaphore::new(0)), unbounded_channel());
        let doubling = Arc::new(Together::start(Doubling(permits.clone(), tell)));
        let asking = ask(&doubling, 13..20).await;
        permits.add_permits(1);
        for asking in asking {
            assert!(asking.await.expect("it was not ended").is_err());
        }
        assert_eq!(told.recv().await, Some(1));
        assert!(told.try_recv().is_err(), "those behind were not asked about");
    }
}
