//! Kills under load: the server, or processes of its database, at random moments.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::stream::{self, StreamExt};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use super::judge::{Findings, history};
use super::listener::{self, Heard, Wanted};
use super::load::{Acknowledged, Sender, Tally};
use super::wait_until;
use crate::postgres::Postgres;
use crate::server::signal;
use crate::{Person, Server};

const ROOMS: usize = 4;
const SENDERS: usize = 16;
/// How many messages must have been acknowledged since the last kill before the next one.
const UNDER_LOAD: usize = 100;
/// How long the service may take to come back, its database included.
const RECOVERY: Duration = Duration::from_secs(60);
/// How long after its database the service may come back.
const PROMISED: Duration = Duration::from_secs(5);

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

/// Kills the victim so many times and judges what is left.
pub async fn run(server: &Server, victim: &Victim<'_>, kills: usize, seed: u64) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(seed);
    let (tally, wanted) = (Arc::<Tally>::default(), Arc::<Wanted>::default());
    let stage = Stage::set(server, &tally, &wanted).await;
    println!("seed            {seed}");
    let mut slowest = Recoveries::default();
    for kill in 0..kills {
        let before = tally.acknowledged.load(Ordering::Relaxed);
        let is_loaded = || tally.acknowledged.load(Ordering::Relaxed) >= before + UNDER_LOAD;
        wait_until("the server is under load", RECOVERY, is_loaded).await?;
        tokio::time::sleep(Duration::from_millis(chance.random_range(0..1_000))).await;
        let recovery = victim.kill(kill, server, &tally, &mut chance).await.with_context(|| format!("kill {}", kill + 1))?;
        slowest.since_kill = slowest.since_kill.max(recovery.since_kill);
        slowest.since_database = slowest.since_database.max(recovery.since_database);
    }
    let before = tally.acknowledged.load(Ordering::Relaxed);
    wait_until("the server works after the last kill", RECOVERY, || tally.acknowledged.load(Ordering::Relaxed) >= before + UNDER_LOAD)
        .await?;
    println!("kills           {kills} of {victim}");
    println!("slowest return  {:.2} s after a kill", slowest.since_kill.as_secs_f64());
    if let Some(time) = slowest.since_database {
        println!("                {:.2} s after the database took connections again", time.as_secs_f64());
        ensure!(time <= PROMISED, "the service must be back within {PROMISED:?} after its database");
    }
    let heard = stage.end(&tally, &wanted).await?;
    ensure!(matches!(victim, Victim::Server) || heard.reconnects == 0, "sockets must stay open while the database is down");
    Ok(())
}

/// The people at work.
struct Stage {
    listener: Arc<Person>,
    rooms: Vec<String>,
    listening: JoinHandle<Result<Heard>>,
    sending: Vec<JoinHandle<Vec<Acknowledged>>>,
}

impl Stage {
    async fn set(server: &Server, tally: &Arc<Tally>, wanted: &Arc<Wanted>) -> Self {
        let listener = Arc::new(Person::register(server, "listener").await);
        let socket = listener.listen().await;
        let listening =
            tokio::spawn(listener::listen(server.address().to_owned(), listener.clone(), socket, wanted.clone(), tally.clone()));
        let names: Vec<String> = (0..SENDERS).map(|number| format!("sender{number:02}")).collect();
        let people: Vec<Arc<Person>> =
            stream::iter(names).map(|name| async move { Arc::new(Person::register(server, &name).await) }).buffered(8).collect().await;
        let mut stage = Self { listener, rooms: Vec::new(), listening, sending: Vec::new() };
        for (number, members) in people.chunks(SENDERS / ROOMS).enumerate() {
            let ids: Vec<&Person> = members.iter().map(AsRef::as_ref).collect();
            let room_id = stage.listener.group(&format!("Room {number}"), &ids).await;
            for (at, person) in members.iter().enumerate() {
                let over_socket = at.is_multiple_of(2);
                let sender = Sender {
                    address: server.address().to_owned(),
                    person: person.clone(),
                    room_id: room_id.clone(),
                    over_socket,
                    tally: tally.clone(),
                };
                stage.sending.push(tokio::spawn(sender.run()));
            }
            stage.rooms.push(room_id);
        }
        stage
    }

    /// Ends the load, prints what happened and judges it.
    async fn end(self, tally: &Tally, wanted: &Wanted) -> Result<Heard> {
        tally.is_over.store(true, Ordering::Relaxed);
        let mut acknowledged = Vec::new();
        for sender in self.sending {
            acknowledged.extend(tokio::time::timeout(RECOVERY, sender).await.context("a message was never acknowledged")??);
        }
        let mut histories = HashMap::new();
        for room_id in self.rooms {
            histories.insert(room_id.clone(), history(&self.listener, &room_id).await?);
        }
        wanted.set(histories.values().map(Vec::len).sum());
        let heard = self.listening.await??;
        let mut findings = Findings::default();
        findings.judge(&histories, &acknowledged);
        findings.judge_heard(&histories, &heard);
        println!("acknowledged    {}", acknowledged.len());
        println!("retries         {}", tally.retries.load(Ordering::Relaxed));
        println!("unacknowledged  {} at the end", tally.unacknowledged.load(Ordering::Relaxed));
        println!("lost            {}", findings.lost);
        println!("doubled         {}", findings.doubled);
        println!("unknown         {}", findings.unknown);
        println!("listener        {} messages heard, {} times back with its cursor", heard.frames.len(), heard.reconnects);
        findings.verdict()?;
        ensure!(tally.faults().is_empty(), "answers that no kill explains: {:?}", tally.faults());
        println!("every acknowledged message is there once, numbers are dense, the listener heard exactly the history");
        Ok(heard)
    }
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
    async fn kill(&self, number: usize, server: &Server, tally: &Tally, chance: &mut StdRng) -> Result<Recoveries> {
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
        let before = tally.acknowledged.load(Ordering::Relaxed);
        wait_until("the service is back", RECOVERY, || tally.acknowledged.load(Ordering::Relaxed) > before).await?;
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

/// The processes that one has started.
fn children(parent: u32) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // The name, in parentheses, may hold anything.
        let rest = stat.rsplit(") ").next().unwrap_or_default();
        rest.split(' ').nth(1) == Some(parent.to_string().as_str())
    })
    .collect()
}

/// Whether a process of PostgreSQL serves a client: its title says which database it is in.
fn is_backend(id: u32) -> bool {
    std::fs::read_to_string(format!("/proc/{id}/cmdline")).is_ok_and(|title| title.starts_with("postgres: postgres test_"))
}
