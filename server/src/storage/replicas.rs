//! Read replicas of PostgreSQL: what each has come to, and which may answer a reader.

use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;

use super::conn::Held;
use super::{Conn, Result, engine, events};
use crate::domain::breaker::{Breaker, State};

/// How long a replica may take for a connection, and for each answer: the primary is asked after it.
const PATIENCE: Duration = Duration::from_millis(400);

/// What a reader must see.
#[derive(Clone, Copy, Debug, Default)]
pub struct Due {
    /// The commit with this number.
    pub commit: i64,
    /// The event at this position.
    pub position: i64,
}

/// All replicas; none on SQLite.
pub struct Replicas {
    all: Vec<Replica>,
    /// Whose turn it is.
    turn: AtomicUsize,
}

/// One replica.
pub struct Replica {
    name: String,
    pool: PgPool,
    breaker: Arc<Breaker>,
    /// What it had come to when it was last looked at; nothing while it is left out.
    reached: Mutex<Option<Due>>,
}

impl Replicas {
    /// Takes replicas by their URLs. They are connected to when they are used, so that one that is away keeps no node from
    /// starting.
    pub fn open(urls: &[&str]) -> anyhow::Result<Self> {
        let all = urls.iter().zip(1..).map(|(url, number)| Replica::open(url, format!("replica {number}")));
        Ok(Self { all: all.collect::<anyhow::Result<_>>()?, turn: AtomicUsize::default() })
    }

    /// Every replica.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Replica> {
        self.all.iter()
    }

    /// A connection to one that has come to what a reader must see, each in turn; `None` when there is none.
    pub async fn read(&self, due: Due) -> Option<Conn> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let in_turn = (0..self.all.len()).map(|step| &self.all[first.wrapping_add(step) % self.all.len()]);
        for replica in in_turn.filter(|replica| replica.has(due)) {
            match replica.take().await {
                Ok(conn) => return Some(conn),
                Err(_) => replica.leave_out(),
            }
        }
        None
    }

    /// Closes every connection, after what they do now.
    pub async fn close(&self) {
        for replica in &self.all {
            replica.pool.close().await;
        }
    }
}

impl Replica {
    fn open(url: &str, name: String) -> anyhow::Result<Self> {
        let options = PgConnectOptions::from_str(url).with_context(|| format!("the URL of {name} cannot be read"))?;
        let options = options.application_name("causerie").options([("default_transaction_read_only", "on")]);
        let pool = engine::pool(16).acquire_timeout(PATIENCE).connect_lazy_with(engine::bounded(options, PATIENCE.as_millis()));
        let breaker = Breaker::new(name.clone(), engine::RULES);
        Ok(Self { name, pool, breaker, reached: Mutex::default() })
    }

    /// Its name in metrics and readiness.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is used, tried or left alone.
    pub fn state(&self) -> State {
        match self.breaker.state() {
            State::Closed if self.reached().is_none() => State::HalfOpen,
            state => state,
        }
    }

    /// Looks at what it has come to. It is used while that is of this life of the log, and not before `least`.
    pub async fn look(&self, epoch: i64, least: i64) {
        let head = async { events::replayed(&mut self.take().await?).await };
        let found = head.await.ok().filter(|(life, reached)| *life == epoch && reached.position >= least);
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner) = found.map(|(_, reached)| reached);
    }

    /// Leaves it out until it has been looked at again.
    pub fn leave_out(&self) {
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    fn reached(&self) -> Option<Due> {
        *self.reached.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn has(&self, due: Due) -> bool {
        self.reached().is_some_and(|reached| reached.commit >= due.commit && reached.position >= due.position)
    }

    async fn take(&self) -> Result<Conn> {
        Ok(Conn::Postgres(Held::take(&self.pool, &self.breaker, PATIENCE).await?))
    }
}
