//! Crash points: the server ends itself at the very places where a message could be lost or doubled, on both engines; whoever was
//! at it tries again with the same `client_id` or Idempotency-Key, and comes back with their cursor.

mod exact;
mod load;

use anyhow::Result;
use tokio::task::spawn_blocking;

use super::told::{Told, Violations};
use crate::cluster::Shared;
use crate::redis::Redis;
use crate::{Cluster, Engine, Server, server};

/// Where a server can be made to end: one with planted faults (`server/src/planted.rs`), or the model of the simulation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// A message was taken, and is not on disk.
    BeforeCommit,
    /// It is on disk, and nobody has been told.
    AfterCommit,
    /// Who sent it has been told, and the hub has not.
    AfterAnswer,
    /// Who comes back has some of what was missed.
    InReplay,
}

impl Point {
    /// The variable of the environment, for the N-th pass.
    fn at(self, pass: usize) -> String {
        let name = match self {
            Self::BeforeCommit => "before-commit",
            Self::AfterCommit => "after-commit",
            Self::AfterAnswer => "after-answer",
            Self::InReplay => "in-replay",
        };
        format!("{name}:{pass}")
    }
}

const CRASH_AT: &str = "CAUSERIE_CRASH_AT";

/// Crashes at each point exactly, then so many times under load.
pub async fn run(engine: Engine, crashes: usize, seed: u64) -> Result<Told> {
    println!("seed            {seed}");
    spawn_blocking(server::plant).await?;
    let mut violations = Violations::default();
    let server = Server::start(engine).await;
    let mut told = exact::run(&server, &mut violations).await?;
    server.terminate().await;
    if engine == Engine::Postgres {
        let redis = spawn_blocking(Redis::start).await?;
        let cluster = Cluster::over(engine, 3, &Shared { redis_url: Some(redis.url()), ..Shared::default() }).await;
        told = told.and(exact::without_a_hint(&cluster, &mut violations).await?);
        cluster.terminate().await;
        spawn_blocking(move || drop(redis)).await?;
    }
    println!("exactly         {} crashes, each at its point", told.kills);
    violations.verdict()?;
    Ok(told.and(load::run(engine, crashes, seed).await?))
}
