//! Faults: the server or its database is killed under load, and the disk's part in an acknowledgement is watched.

mod crash;
mod engine_move;
mod judge;
mod listener;
mod load;
mod sync;
mod trace;

use std::time::Duration;

use anyhow::Result;

pub use self::engine_move::move_engine;
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
