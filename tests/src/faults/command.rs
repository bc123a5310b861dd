//! `tests faults NAME`: what each command takes, and the record that it keeps.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::Result;
use clap::{Args, Subcommand};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};

use super::record::{Call, Record};
use super::report;
use super::told::Told;
use crate::Engine;
use crate::engine::named;

#[derive(Args)]
pub struct Faults {
    /// Keeps what was done and found in a file.
    #[arg(long, global = true)]
    out: Option<PathBuf>,
    #[command(subcommand)]
    fault: Fault,
}

#[derive(Args)]
struct On {
    /// The engine: sqlite or postgres.
    #[arg(long, default_value = "sqlite", value_parser = named)]
    engine: Engine,
}

#[derive(Args)]
struct Chance {
    /// What chooses the moments, the passes and the nodes; without it another each time.
    #[arg(long)]
    seed: Option<u64>,
}

impl Chance {
    fn seed(&self) -> u64 {
        self.seed.unwrap_or_else(|| StdRng::from_os_rng().random())
    }
}

#[derive(Subcommand)]
enum Fault {
    /// Kills the server under load, again and again; nothing acknowledged may be lost or doubled.
    Kill {
        #[command(flatten)]
        on: On,
        #[arg(long, default_value_t = 10)]
        kills: usize,
        /// How many messages must have been acknowledged at the end, at least.
        #[arg(long, default_value_t = 0)]
        messages: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Lets the server end itself where a message could be lost or doubled: before and after the commit, after the answer, in a replay.
    Points {
        #[command(flatten)]
        on: On,
        /// How many times under load, after each point was tried alone.
        #[arg(long, default_value_t = 12)]
        crashes: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Kills PostgreSQL under the server under load, again and again.
    Database {
        #[arg(long, default_value_t = 10)]
        kills: usize,
        /// How many messages must have been acknowledged at the end, at least.
        #[arg(long, default_value_t = 0)]
        messages: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Shows from a trace of system calls that the disk comes before the acknowledgement.
    Sync,
    /// Kills, freezes, empties and restarts Redis in turn, under three nodes under load.
    Redis {
        #[arg(long, default_value_t = 8)]
        faults: usize,
    },
    /// Kills and freezes nodes in turn; whoever was there goes on at another one.
    Node {
        #[arg(long, default_value_t = 6)]
        faults: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Stops PostgreSQL for a while under three nodes.
    Outage {
        #[arg(long, default_value_t = 20)]
        secs: u64,
    },
    /// Cuts a node off from Redis, then from PostgreSQL, in a network namespace; needs root.
    Partition {
        #[arg(long, default_value_t = 20)]
        secs: u64,
    },
    /// Writes and reads over a replica that is 2 s behind, and kills it.
    Replica {
        #[arg(long, default_value_t = 1_000)]
        pairs: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Revokes sessions, removes members and blocks people on one node, and measures when the other nodes' sockets follow.
    Authority {
        #[arg(long, default_value_t = 100)]
        trials: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Fills the disk that the database lies on; needs root.
    Disk {
        #[command(flatten)]
        on: On,
        /// How many times.
        #[arg(long, default_value_t = 3)]
        times: usize,
    },
    /// Lets syncs and writes of the disk fail (strace), under SQLite.
    Errors {
        /// How many lives of the server for each kind of call.
        #[arg(long, default_value_t = 3)]
        lives: usize,
        /// How many messages in each.
        #[arg(long, default_value_t = 120)]
        messages: usize,
        #[command(flatten)]
        chance: Chance,
    },
    /// Lets the server's clock jump, backwards too (libfaketime).
    Clock {
        #[command(flatten)]
        on: On,
        /// How many rounds of six jumps.
        #[arg(long, default_value_t = 2)]
        rounds: usize,
    },
    /// Ends a node, and lets everybody who was there come back at once.
    Storm {
        #[command(flatten)]
        on: On,
        #[arg(long, default_value_t = 10_000)]
        connections: usize,
    },
    /// Lets members of a large room stop reading.
    Stalled {
        #[command(flatten)]
        on: On,
        #[arg(long, default_value_t = 500)]
        members: usize,
        #[arg(long, default_value_t = 50)]
        stalled: usize,
    },
    /// Shows records that were kept, and makes the page of the documents of them.
    Report {
        #[arg(required = true)]
        records: Vec<PathBuf>,
        #[arg(long)]
        write: Option<PathBuf>,
    },
}

impl Faults {
    /// Does what the command says, and keeps a record of it if one is asked for.
    pub async fn run(self) -> Result<()> {
        let Self { out, fault } = self;
        if let Fault::Report { records, write } = fault {
            return report::run(&records, write.as_deref());
        }
        let (begun, call) = (Instant::now(), fault.call());
        let outcome = fault.happen(call.seed.unwrap_or_default()).await;
        if let Some(path) = out {
            Record::of(call, &outcome, begun.elapsed()).keep(&path)?;
        }
        outcome.map(drop)
    }
}

impl Fault {
    /// What is told of it before it happens.
    fn call(&self) -> Call {
        let call = |name, engine, nodes, seed: Option<&Chance>| Call::new(name, engine, nodes, seed.map(Chance::seed));
        let (sqlite, postgres) = (Engine::Sqlite, Engine::Postgres);
        match self {
            Self::Kill { on, chance, .. } => call("kill", on.engine, 1, Some(chance)),
            Self::Points { on, chance, .. } => call("points", on.engine, if on.engine == postgres { 3 } else { 1 }, Some(chance)),
            Self::Database { chance, .. } => call("database", postgres, 1, Some(chance)),
            Self::Sync => call("sync", sqlite, 1, None),
            Self::Redis { .. } => call("redis", postgres, 3, None),
            Self::Node { chance, .. } => call("node", postgres, 3, Some(chance)),
            Self::Outage { .. } => call("outage", postgres, 3, None),
            Self::Partition { .. } => call("partition", postgres, 3, None),
            Self::Replica { chance, .. } => call("replica", postgres, 3, Some(chance)),
            Self::Authority { chance, .. } => call("authority", postgres, 3, Some(chance)),
            Self::Disk { on, .. } => call("disk", on.engine, 1, None),
            Self::Errors { chance, .. } => call("errors", sqlite, 1, Some(chance)),
            Self::Clock { on, .. } => call("clock", on.engine, 1, None),
            Self::Storm { on, .. } => call("storm", on.engine, if on.engine == postgres { 2 } else { 1 }, None),
            Self::Stalled { on, .. } => call("stalled", on.engine, 1, None),
            Self::Report { .. } => call("report", sqlite, 1, None),
        }
    }

    async fn happen(self, seed: u64) -> Result<Told> {
        match self {
            Self::Kill { on, kills, messages, .. } => super::kill_server(on.engine, kills, messages, seed).await,
            Self::Points { on, crashes, .. } => super::points::run(on.engine, crashes, seed).await,
            Self::Database { kills, messages, .. } => super::kill_database(kills, messages, seed).await,
            Self::Sync => super::sync::sync().await,
            Self::Redis { faults } => super::redis::run(faults).await,
            Self::Node { faults, .. } => super::node::run(faults, seed).await,
            Self::Outage { secs } => super::outage::run(Duration::from_secs(secs)).await,
            Self::Partition { secs } => super::partition::run(Duration::from_secs(secs)).await,
            Self::Replica { pairs, .. } => super::replica::run(pairs, seed).await,
            Self::Authority { trials, .. } => super::authority::run(trials, seed).await,
            Self::Disk { on, times } => super::disk::run(on.engine, times).await,
            Self::Errors { lives, messages, .. } => super::errors::run(lives, messages, seed).await,
            Self::Clock { on, rounds } => super::clock::run(on.engine, rounds).await,
            Self::Storm { on, connections } => super::storm::run(on.engine, connections).await,
            Self::Stalled { on, members, stalled } => super::stalled::run(on.engine, members, stalled).await,
            Self::Report { .. } => Ok(Told::default()),
        }
    }
}
