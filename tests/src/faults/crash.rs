//! Kills under load: the server, or processes of its database, at random moments.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::time::Instant;

use super::stage::{Plan, RECOVERY, Stage};
use super::told::{Told, seconds};
use super::wait_until;
use crate::Server;
use crate::postgres::{Postgres, children};
use crate::server::signal;

/// How long after its database the service may come back.
const PROMISED: Duration = Duration::from_secs(5);

/// How long it may take until there are enough messages.
const ENOUGH: Duration = Duration::from_secs(15 * 60);

/// What is killed.
pub enum Victim<'a> {
    Server,
    Database(&'a Postgres),
}

/// Times until a send was acknowledged again.
#[derive(Default)]
struct Recoveries {
    since_kill: Duration,
    since_database: Option<Duration>,
}

/// Kills the victim so many times, waits until there are so many messages at least, and judges what is left.
pub async fn run(server: &Server, victim: &Victim<'_>, (kills, messages): (usize, usize), seed: u64) -> Result<Told> {
    let mut chance = StdRng::seed_from_u64(seed);
    let plan = Plan { listeners: vec![server.into()], senders: vec![server.into()], pace: Duration::ZERO };
    let stage = Stage::set(&plan).await;
    println!("seed            {seed}");
    let mut slowest = Recoveries::default();
    for kill in 0..kills {
        stage.works().await?;
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..1_000))).await;
        let recovery = victim.kill(kill, server, &stage, &mut chance).await.with_context(|| format!("kill {}", kill + 1))?;
        slowest.since_kill = slowest.since_kill.max(recovery.since_kill);
        slowest.since_database = slowest.since_database.max(recovery.since_database);
    }
    stage.works().await?;
    wait_until("there are enough messages", ENOUGH, || stage.acknowledged() >= messages).await?;
    println!("kills           {kills} of {victim}");
    println!("slowest return  {:.2} s after a kill", slowest.since_kill.as_secs_f64());
    if let Some(time) = slowest.since_database {
        println!("                {:.2} s after the database took connections again", time.as_secs_f64());
        ensure!(time <= PROMISED, "the service must be back within {PROMISED:?} after its database");
    }
    let outcome = stage.end().await?;
    ensure!(matches!(victim, Victim::Server) || outcome.reconnects() == 0, "sockets must stay open while the database is down");
    let told = Told::new(outcome.acknowledged.len(), kills).with("slowest return after a kill", seconds(slowest.since_kill));
    Ok(match slowest.since_database {
        Some(time) => told.with("slowest return after the database's", seconds(time)),
        None => told,
    })
}

impl std::fmt::Display for Victim<'_> {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::Server => "the server (SIGKILL)",
            Self::Database(_) => "PostgreSQL (SIGKILL): the postmaster alone, all its processes, one backend, in turn",
        })
    }
}

impl Victim<'_> {
    /// Kills once, and waits until the service works again.
    async fn kill(&self, number: usize, server: &Server, stage: &Stage, chance: &mut StdRng) -> Result<Recoveries> {
        let killed = Instant::now();
        let mut ready = None;
        match self {
            Self::Server => {
                server.kill().await;
                server.run().await;
            }
            Self::Database(postgres) => {
                kill_processes(postgres, number, chance)?;
                wait_until("PostgreSQL takes connections again", RECOVERY, || postgres.takes_connections()).await?;
                ready = Some(Instant::now());
            }
        }
        // Answers of before the kill may still have been counted until here.
        let before = stage.acknowledged();
        wait_until("the service is back", RECOVERY, || stage.acknowledged() > before).await?;
        Ok(Recoveries { since_kill: killed.elapsed(), since_database: ready.map(|ready| ready.elapsed()) })
    }
}

/// Kills the postmaster, which takes its children with it, or all at once, or one backend, which makes all start anew.
fn kill_processes(postgres: &Postgres, number: usize, chance: &mut StdRng) -> Result<()> {
    let postmaster = postgres.postmaster().context("PostgreSQL runs")?;
    let children = children(postmaster);
    match number % 3 {
        0 => signal(postmaster, "KILL"),
        1 => {
            let all: Vec<String> = std::iter::once(postmaster).chain(children).map(|id| id.to_string()).collect();
            // One of them may have ended by itself meanwhile.
            std::process::Command::new("kill").args(["-s", "KILL"]).args(all).output()?;
        }
        _ => {
            let backends: Vec<u32> = children.into_iter().filter(|id| is_backend(*id)).collect();
            ensure!(!backends.is_empty(), "the server has no connection to PostgreSQL");
            signal(backends[chance.random_range(0..backends.len())], "KILL");
        }
    }
    Ok(())
}

/// Whether a process of PostgreSQL serves a client: its title says which database it is in.
fn is_backend(id: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/cmdline")).is_ok_and(|title| title.starts_with("postgres: postgres test_"))
}
