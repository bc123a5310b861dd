//! Read replicas of PostgreSQL: what each has come to, and which may answer a reader.

use std::str::FromStr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use anyhow::Context;
use sqlx::PgPool;
use sqlx::postgres::PgConnectOptions;
use tokio::time::Instant;

use super::conn::Held;
use super::{Conn, Result, engine, events};
use crate::domain::breaker::{Breaker, State};

/// How long a replica may take for a connection, and for each answer: the primary is asked after it.
const PATIENCE: Duration = Duration::from_millis(200);
/// How long one is left out that did not answer a reader.
const REST: Duration = Duration::from_secs(1);

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
    standing: Mutex<Standing>,
}

/// What is known of a replica.
#[derive(Default)]
struct Standing {
    /// How many commits it had replayed when it was last looked at; nothing while it is left out.
    commits: Option<i64>,
    /// It is left out until then, whatever a look finds.
    rests_until: Option<Instant>,
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

    /// A connection to the next one that is used, if it has replayed so many commits. When it was last looked at it may not
    /// have: then it is asked once more, since replicas are a moment behind and not more.
    pub async fn read(&self, commits: i64) -> Option<(Conn, &Replica)> {
        let first = self.turn.fetch_add(1, Ordering::Relaxed);
        let mut in_turn = (0..self.all.len()).map(|step| &self.all[first.wrapping_add(step) % self.all.len()]);
        let replica = in_turn.find(|replica| replica.commits().is_some())?;
        match replica.at(commits).await {
            Ok(conn) => conn.map(|conn| (conn, replica)),
            Err(_) => {
                replica.rest();
                None
            }
        }
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
        // The server's own bound comes second, so that who waits is told that nothing was answered.
        let pool = engine::pool(16).acquire_timeout(PATIENCE).connect_lazy_with(engine::bounded(options, 2 * PATIENCE.as_millis()));
        let breaker = Breaker::new(name.clone(), engine::RULES);
        Ok(Self { name, pool, breaker, standing: Mutex::default() })
    }

    /// Its name in metrics and readiness.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is used, tried or left alone.
    pub fn state(&self) -> State {
        match self.breaker.state() {
            State::Closed if self.commits().is_none() => State::HalfOpen,
            state => state,
        }
    }

    /// Looks at what it has come to. It is used while that is of this life of the log, and not before the position `least`.
    pub async fn look(&self, epoch: i64, least: i64) {
        let head = async { events::commits(&mut self.take().await?).await };
        let found = head.await.ok().filter(|(life, position, _)| *life == epoch && *position >= least);
        let mut standing = self.standing();
        let is_resting = standing.rests_until.is_some_and(|until| Instant::now() < until);
        standing.commits = found.filter(|_| !is_resting).map(|(_, _, commits)| commits);
    }

    /// Leaves it out for a while: it did not answer a reader.
    pub fn rest(&self) {
        *self.standing() = Standing { commits: None, rests_until: Some(Instant::now() + REST) };
    }

    /// A connection, if it has replayed so many commits.
    async fn at(&self, commits: i64) -> Result<Option<Conn>> {
        let is_known = self.commits().is_some_and(|replayed| replayed >= commits);
        let mut conn = self.take().await?;
        Ok(if is_known || events::commits(&mut conn).await?.2 >= commits { Some(conn) } else { None })
    }

    fn standing(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn commits(&self) -> Option<i64> {
        self.standing().commits
    }

    async fn take(&self) -> Result<Conn> {
        Ok(Conn::Postgres(Held::take(&self.pool, &self.breaker, PATIENCE).await?))
    }
}
