//! Faults: servers, their database and Redis are killed, frozen and cut off under load, and the disk's part in an acknowledgement
//! is watched.

mod authority;
mod crash;
mod delivery;
mod engine_move;
mod judge;
mod listener;
mod load;
mod node;
mod outage;
mod partition;
mod probe;
mod redis;
mod replica;
mod stage;
mod sync;
mod trace;

use std::time::Duration;

use anyhow::Result;

pub use self::authority::run as authority;
pub use self::engine_move::move_engine;
pub use self::node::run as node;
pub use self::outage::run as outage;
pub use self::partition::run as partition;
pub use self::redis::run as redis;
pub use self::replica::run as replica;
pub use self::sync::sync;
use crate::engine::Database;
use crate::postgres::Postgres;
use crate::{Engine, Server};

/// Kills the server with SIGKILL so many times, each time under load, and starts it again on its database.
pub async fn kill_server(engine: Engine, kills: usize, seed: u64) -> Result<()> {
    let server = Server::start(engine).await;
    crash::run(&server, &crash::Victim::Server, kills, seed).await?;
    server.terminate().await;
    Ok(())
}

/// Kills processes of PostgreSQL with SIGKILL so many times, each time under load; the server is left to itself.
pub async fn kill_database(kills: usize, seed: u64) -> Result<()> {
    // Not the cluster of this process: what dies here is nobody else's.
    let postgres = tokio::task::spawn_blocking(Postgres::start).await?;
    let database = Database::at(postgres.create_database());
    let server = Server::of(Engine::Postgres, database, &[("CAUSERIE_RATE_LIMITS", "off")], &[]).await;
    crash::run(&server, &crash::Victim::Database(&postgres), kills, seed).await?;
    server.terminate().await;
    // The guard waits for the cluster's end.
    tokio::task::spawn_blocking(move || drop(postgres)).await?;
    Ok(())
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
