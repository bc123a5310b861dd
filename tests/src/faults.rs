//! Faults: servers, their database and Redis are killed, frozen and cut off under load, and the disk's part in an acknowledgement
//! is watched.

mod authority;
mod clock;
mod command;
mod crash;
mod delivery;
mod disk;
mod engine_move;
mod errors;
mod judge;
mod listener;
mod load;
mod node;
mod outage;
mod partition;
pub(crate) mod points;
mod probe;
pub(crate) mod record;
mod redis;
mod replica;
mod report;
mod stage;
mod stalled;
mod storm;
mod sync;
pub(crate) mod told;
mod trace;
mod witness;

use std::time::Duration;

use anyhow::Result;

pub use self::command::Faults;
pub use self::engine_move::move_engine;
use self::told::Told;
use crate::engine::Database;
use crate::postgres::Postgres;
use crate::{Engine, Server};

/// Kills the server with SIGKILL so many times, each time under load, and starts it again on its database.
async fn kill_server(engine: Engine, kills: usize, messages: usize, seed: u64) -> Result<Told> {
    let server = Server::start(engine).await;
    let told = crash::run(&server, &crash::Victim::Server, (kills, messages), seed).await?;
    server.terminate().await;
    Ok(told)
}

/// Kills processes of PostgreSQL with SIGKILL so many times, each time under load; the server is left to itself.
async fn kill_database(kills: usize, messages: usize, seed: u64) -> Result<Told> {
    // Not the cluster of this process: what dies here is nobody else's.
    let postgres = tokio::task::spawn_blocking(Postgres::start).await?;
    let database = Database::at(postgres.create_database());
    let server = Server::of(Engine::Postgres, database, &[("CAUSERIE_RATE_LIMITS", "off")], &[]).await;
    let told = crash::run(&server, &crash::Victim::Database(&postgres), (kills, messages), seed).await?;
    server.terminate().await;
    // The guard waits for the cluster's end.
    tokio::task::spawn_blocking(move || drop(postgres)).await?;
    Ok(told)
}

/// Waits until something is so.
async fn wait_until(what: &str, patience: Duration, mut holds: impl FnMut() -> bool) -> Result<()> {
    let begun = tokio::time::Instant::now();
    while !holds() {
        anyhow::ensure!(begun.elapsed() < patience, "not within {patience:?}: {what}");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}
