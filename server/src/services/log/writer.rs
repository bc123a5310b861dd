//! The writer's loop: a batch is one transaction, in which each work can be undone alone.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{mpsc, watch};
use tokio::time::timeout;

use super::jobs::{Alone, Answer, Job, Reply, busy, guarded};
use super::{Head, MOVED, Makers};
use crate::domain::ids::RoomId;
use crate::domain::messages::Message;
use crate::planted::{self, Fault, Point};
use crate::services::messages::batch::{self, Sending};
use crate::services::messages::send_alone;
use crate::services::{Error, Made, Work};
use crate::storage::events::Locked;
use crate::storage::{self, Conn, Line};

/// How many works one commit carries.
const BATCH: usize = 64;
/// From how many works on the next batch is expected to have company, and how long it waits for it.
const COMPANY: usize = 8;
const LINGER: Duration = Duration::from_millis(2);
/// How long a batch may take, though each of its statements is answered in time, before its connection is given up.
const BATCH_TIMEOUT: Duration = Duration::from_secs(10);

/// How long an answer takes to leave, where a fault is planted.
const LEAVING: Duration = Duration::from_millis(100);

pub(super) struct Writer {
    pub line: Line,
    pub makers: Arc<Makers>,
    pub waiting: mpsc::Receiver<Job>,
    pub tell: watch::Sender<Head>,
}

impl Writer {
    pub async fn run(mut self) {
        let (mut batch, mut last) = (Vec::with_capacity(BATCH), 0);
        while self.waiting.recv_many(&mut batch, BATCH).await > 0 {
            gather(&mut self.waiting, &mut batch, last).await;
            last = batch.len();
            metrics::histogram!("causerie_commit_batch_size").record(batch.len() as f64);
            let mut answers = Vec::with_capacity(batch.len());
            let outcome = timeout(BATCH_TIMEOUT, self.commit(&mut batch, &mut answers)).await;
            let failure = match outcome {
                Ok(Ok(head)) => {
                    if head.position > self.tell.borrow().position && planted::is_due(Point::AfterAnswer) {
                        end_after(&mut answers).await;
                    }
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

    async fn commit(&mut self, batch: &mut Vec<Job>, answers: &mut Vec<Answer>) -> storage::Result<Head> {
        let conn = self.line.take().await?;
        // Until the commit is done, dropping the work must not give a half-done transaction back to the pool.
        let (app, now) = (self.makers.clone(), self.makers.clock.now());
        let mut open = Open(Some(Work { conn, app, now, position: 0, events: Vec::new() }));
        let (head, conn) = open.run(batch, answers).await?;
        self.line.keep(conn);
        Ok(head)
    }
}

/// Waits for as many as there were last time: while many write, what a commit costs is shared by more than one turn brings.
async fn gather<T>(waiting: &mut mpsc::Receiver<T>, batch: &mut Vec<T>, last: usize) {
    if last < COMPANY {
        return;
    }
    let all = async { while batch.len() < last && waiting.recv_many(batch, BATCH - batch.len()).await > 0 {} };
    // Whether all have come or not, those who have are not kept waiting.
    let _ = timeout(LINGER, all).await;
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
    async fn run(&mut self, batch: &mut Vec<Job>, answers: &mut Vec<Answer>) -> storage::Result<(Head, Conn)> {
        let Some(work) = self.0.as_mut() else { return Err(sqlx::Error::WorkerCrashed) };
        let mut before = work.open().await?;
        let (mut messages, mut works) = (Vec::new(), Vec::new());
        for job in batch.drain(..) {
            match job {
                Job::Alone(run) => works.push(run),
                Job::Message(sending, reply) if reply.take() => messages.push((sending, reply)),
                Job::Message(_, reply) => answers.push(reply.settle(Err(busy())).answer),
            }
        }
        let mut keeps = false;
        let odd = work.send_all(messages, &mut before, answers, &mut keeps).await?;
        let works: Vec<Alone> = odd.into_iter().chain(works).collect();
        // What is undone with the whole transaction needs no mark.
        let is_marked = keeps || works.len() > 1;
        for run in works {
            let mark = if is_marked { Some(work.mark().await?) } else { None };
            let settled = run(work).await;
            answers.push(settled.answer);
            keeps |= settled.keep;
            match mark {
                Some(_) if settled.keep => work.conn.release().await?,
                Some(mark) => work.back_to(mark).await?,
                None => {}
            }
        }
        if !keeps {
            work.position = before.position;
            work.events.clear();
        }
        let tells = !work.events.is_empty();
        let speaks = work.events.iter().any(|event| event.sender_id.is_some());
        work.write_events().await?;
        // People's words alone, or nobody could so much as register and go on.
        if speaks && planted::has(Fault::AnswerBeforeCommit) {
            let_go(answers).await;
        }
        // A commit that tells nobody anything has nothing to lose.
        if tells {
            planted::pass(Point::BeforeCommit);
        }
        if keeps {
            storage::events::close(&mut work.conn, work.position, before.commits + 1).await?;
        } else {
            work.conn.rollback().await?;
        }
        if tells {
            planted::pass(Point::AfterCommit);
        }
        let head = Head { epoch: before.epoch, position: work.position };
        // Committed: the connection is whole again.
        let work = self.0.take().ok_or(sqlx::Error::WorkerCrashed)?;
        Ok((head, work.conn))
    }
}

/// For what is planted: answers, and gives the answers the time to leave this machine.
async fn let_go(answers: &mut Vec<Answer>) {
    answers.drain(..).for_each(|answer| answer(None));
    tokio::time::sleep(LEAVING).await;
}

/// For what is planted: ends the process when those who asked have been told, and nobody else.
async fn end_after(answers: &mut Vec<Answer>) {
    let_go(answers).await;
    planted::end();
}

impl Work {
    /// Opens a transaction that holds the log's head.
    async fn open(&mut self) -> storage::Result<Locked> {
        let head = storage::events::open(&mut self.conn).await?;
        if head.moved_at.is_some() {
            // No work is reached, so that every caller gets 503: what this database took now would be lost.
            return Err(sqlx::Error::Protocol(MOVED.to_owned()));
        }
        self.position = head.position;
        Ok(head)
    }

    /// Sends messages together, before anything else is done, and gives back those to be sent alone: when they are not like
    /// most, or when something went wrong, so that nobody is refused for somebody else's message.
    async fn send_all(
        &mut self,
        messages: Vec<(Sending, Reply<Made<Message>>)>,
        before: &mut Locked,
        answers: &mut Vec<Answer>,
        keeps: &mut bool,
    ) -> storage::Result<Vec<Alone>> {
        let (sendings, replies): (Vec<Sending>, Vec<_>) = messages.into_iter().unzip();
        let outcomes = match guarded(batch::send_all(self, &sendings)).await {
            Ok(outcomes) => outcomes,
            Err(error) => {
                tracing::warn!(event = "log.batch_failed", error = %error, messages = sendings.len());
                if error.is_unavailable() {
                    // Whoever waits has waited long enough.
                    return Err(sqlx::Error::PoolTimedOut);
                }
                let undone = self.conn.rollback().await;
                // SQLite undoes a transaction by itself when the disk is full; one that is still open it does not open again.
                if let (Err(error), Conn::Postgres(_)) = (undone, &self.conn) {
                    return Err(error);
                }
                self.events.clear();
                *before = self.open().await?;
                sendings.iter().map(|_| None).collect()
            }
        };
        let mut odd = Vec::new();
        for ((sending, reply), outcome) in sendings.into_iter().zip(replies).zip(outcomes) {
            match outcome {
                Some(outcome) => {
                    let settled = reply.settle(outcome);
                    *keeps |= settled.keep;
                    answers.push(settled.answer);
                }
                None => odd.push(reply.alone(move |work| Box::pin(send_alone(work, sending)))),
            }
        }
        Ok(odd)
    }

    /// Marks a place to come back to: of the transaction, and of the log.
    async fn mark(&mut self) -> storage::Result<(i64, usize)> {
        self.conn.savepoint().await?;
        Ok((self.position, self.events.len()))
    }

    async fn back_to(&mut self, (position, events): (i64, usize)) -> storage::Result<()> {
        self.conn.rollback_to_savepoint().await?;
        self.position = position;
        self.events.truncate(events);
        Ok(())
    }

    /// Numbers the events of each room, and writes all.
    async fn write_events(&mut self) -> storage::Result<()> {
        let mut counts: HashMap<RoomId, i64> = HashMap::new();
        for room_id in self.events.iter().filter_map(|event| event.room_id) {
            *counts.entry(room_id).or_default() += 1;
        }
        if !counts.is_empty() {
            let rooms: Vec<(RoomId, i64)> = counts.iter().map(|(id, count)| (*id, *count)).collect();
            let taken = storage::batch::take_event_seqs(&mut self.conn, &rooms).await?;
            let mut next: HashMap<RoomId, i64> = taken.into_iter().map(|(id, last)| (id, last - counts[&id] + 1)).collect();
            for event in &mut self.events {
                // A room that is gone has no number to give.
                let next = event.room_id.and_then(|room_id| next.get_mut(&room_id));
                event.room_seq = next.map(|next| std::mem::replace(next, *next + 1));
            }
        }
        let events = std::mem::take(&mut self.events);
        if !events.is_empty() {
            storage::batch::insert_events(&mut self.conn, &events).await?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_batch_waits_for_company_only_where_there_was_some() {
        let (sender, mut waiting) = mpsc::channel(BATCH);
        let mut batch = vec![0];
        gather(&mut waiting, &mut batch, COMPANY - 1).await;
        assert_eq!(batch.len(), 1, "nobody is expected");
        for number in 1..20 {
            sender.try_send(number).expect("there is room");
        }
        gather(&mut waiting, &mut batch, 10).await;
        assert_eq!(batch, (0..20).collect::<Vec<_>>(), "all who are there are taken, in their order");
        gather(&mut waiting, &mut batch, BATCH).await;
        assert_eq!(batch.len(), 20, "who does not come is not waited for longer");
        drop(sender);
        gather(&mut waiting, &mut batch, BATCH).await;
        assert_eq!(batch.len(), 20, "nor after the end");
    }
}
