//! How a crowd speaks for a while: each sender waits for its answer, messages come at a constant rate, or so many are on their
//! way until everybody has them.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rand::rngs::SmallRng;
use rand::{Rng, SeedableRng};
use tokio::task::JoinSet;

use super::{Crowd, say};
use crate::load::account::Tally;
use crate::load::meter::{Cost, Meter};
use crate::load::pacer::{self, Schedule};

/// Senders of a closed loop are this far apart among the people, so that they are in different rooms.
const STRIDE: usize = 7;
/// A backlog is given as long as the window was, and at least this long.
const LEAST_BACKLOG: Duration = Duration::from_secs(5);
/// How long all who are to hear a message may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// What came of a phase.
pub struct Phase {
    pub tally: Tally,
    pub cost: Cost,
    pub window: Duration,
    /// How much of it was within the window.
    pub accepted_within: u64,
    pub delivered_within: u64,
    /// How late the generator itself was at most.
    pub late: Duration,
}

impl Phase {
    /// Whether a constant rate was held: 98 in 100 accepted within the window, 99 in 100 delivered.
    pub fn is_held(&self, heard_by: usize) -> bool {
        let all = self.tally.announced;
        100 * self.accepted_within >= 98 * all && 100 * self.tally.delivered >= 99 * all * heard_by as u64
    }
}

impl Crowd {
    /// So many senders, each with one message on its way.
    pub async fn closed(&self, senders: usize, span: Duration) -> Result<Phase> {
        let (meter, begun) = self.begin();
        let mut speaking = JoinSet::new();
        for sender in 0..senders {
            let (books, voice) = (self.books.clone(), self.voices[sender * STRIDE % self.voices.len()].clone());
            speaking.spawn_local(async move {
                while begun.elapsed() < span {
                    say(books.clone(), voice.clone(), books.now()).await;
                }
            });
        }
        while let Some(done) = speaking.join_next().await {
            done?;
        }
        Ok(self.end(&meter, begun, Duration::ZERO).await)
    }

    /// Messages at a constant rate, each by any one of these people.
    pub async fn open(&self, schedule: Schedule, speakers: &[usize]) -> Result<Phase> {
        let (meter, begun) = self.begin();
        let (mut arrivals, mut speaking) = (pacer::start(schedule, self.books.epoch), JoinSet::new());
        let (mut late, mut last, mut chance) = (Duration::ZERO, Duration::ZERO, SmallRng::seed_from_u64(schedule.per_sec as u64));
        while let Some(due) = arrivals.recv().await {
            last = due;
            late = late.max(self.books.now().saturating_sub(due));
            let voice = &self.voices[speakers[chance.random_range(0..speakers.len())]];
            speaking.spawn_local(say(self.books.clone(), voice.clone(), due));
            while let Some(done) = speaking.try_join_next() {
                done?;
            }
        }
        // The last one has its interval too, or at a low rate it alone would make that one not held.
        tokio::time::sleep((last + schedule.interval()).saturating_sub(self.books.now())).await;
        let within = self.within(begun);
        let backlog = async {
            while let Some(done) = speaking.join_next().await {
                done?;
            }
            anyhow::Ok(())
        };
        // What is still not answered then is given up.
        if let Ok(done) = tokio::time::timeout(schedule.span.max(LEAST_BACKLOG), backlog).await {
            done?;
        }
        speaking.shutdown().await;
        Ok(self.end_with(&meter, within, late).await)
    }

    /// So many messages of one person on their way; the next is sent when everybody has one.
    pub async fn window(&self, speaker: usize, width: u64, span: Duration) -> Result<Phase> {
        let (meter, begun) = self.begin();
        let mut speaking = JoinSet::new();
        while begun.elapsed() < span {
            let done = {
                let tally = &self.books.account.borrow().tally;
                tally.complete + tally.refused
            };
            for _ in speaking.len() as u64..done + width {
                speaking.spawn_local(say(self.books.clone(), self.voices[speaker].clone(), self.books.now()));
            }
            let heard = tokio::time::timeout(PATIENCE, self.books.complete.notified()).await;
            heard.context("no message came to everybody within 30 s")?;
        }
        let within = self.within(begun);
        while let Some(done) = speaking.join_next().await {
            done?;
        }
        Ok(self.end_with(&meter, within, Duration::ZERO).await)
    }

    fn begin(&self) -> (Meter<'_>, Instant) {
        self.books.account.borrow_mut().begin();
        (Meter::start(&self.parties), Instant::now())
    }

    /// How long the window was, and what came within it.
    fn within(&self, begun: Instant) -> (Duration, u64, u64) {
        let tally = &self.books.account.borrow().tally;
        (begun.elapsed(), tally.accepted, tally.delivered)
    }

    async fn end(&self, meter: &Meter<'_>, begun: Instant, late: Duration) -> Phase {
        self.end_with(meter, self.within(begun), late).await
    }

    async fn end_with(&self, meter: &Meter<'_>, within: (Duration, u64, u64), late: Duration) -> Phase {
        self.settle().await;
        let cost = meter.stop();
        let tally = self.books.account.borrow_mut().close();
        let (window, accepted_within, delivered_within) = within;
        Phase { tally, cost, window, accepted_within, delivered_within, late }
    }
}
