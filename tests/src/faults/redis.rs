//! Redis is killed, frozen, emptied and restarted under load: it only hints, so nobody may notice but by a delay.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::delivery::{Absences, Deliveries};
use super::stage::{Plan, Stage};
use super::told::{Told, seconds};
use crate::cluster::Shared;
use crate::redis::Redis;
use crate::{Cluster, Doors, Engine};

const NODES: usize = 3;
/// How long Redis is away each time.
const AWAY: Duration = Duration::from_secs(3);
/// How long it is left alone before and after.
const SETTLED: Duration = Duration::from_secs(7);
/// How long a sender waits between two messages, so that what is measured is the way and not the queue.
const PACE: Duration = Duration::from_millis(400);
/// What 99 in 100 deliveries may take.
const MOST: Duration = Duration::from_millis(1_500);

/// What happens to Redis, in turn.
#[derive(Clone, Copy, Debug)]
enum Fault {
    Killed,
    Frozen,
    Emptied,
    Restarted,
}

/// Lets so many faults happen to Redis.
pub async fn run(faults: usize) -> Result<Told> {
    let redis = Arc::new(spawn_blocking(Redis::start).await?);
    let shared = Shared { redis_url: Some(redis.url()), ..Shared::default() };
    let cluster = Cluster::over(Engine::Postgres, NODES, &shared).await;
    let nodes: Vec<Doors> = cluster.nodes.iter().map(Doors::from).collect();
    // One node only listens: what it does not hear of it finds by looking at the log.
    let senders = nodes[1..].to_vec();
    let stage = Stage::set(&Plan { listeners: nodes, senders, pace: PACE }).await;
    let clients = redis.clients().len();
    ensure!(clients >= NODES, "{NODES} nodes have {clients} connections to Redis: they do not use it");
    let mut absences = Absences::default();
    for number in 0..faults {
        sleep(SETTLED).await;
        let fault = [Fault::Killed, Fault::Frozen, Fault::Emptied, Fault::Restarted][number % 4];
        let since = Instant::now();
        fault.happen(&redis).await?;
        absences.ended(since);
        println!("Redis was {fault:?} for {:.1} s", since.elapsed().as_secs_f64());
    }
    sleep(SETTLED).await;
    stage.works().await?;
    let retries = stage.tally.retries.load(Ordering::Relaxed);
    let outcome = stage.end().await?;
    let deliveries = Deliveries::of(&outcome, &absences, Instant::now());
    deliveries.judge("Redis", MOST)?;
    ensure!(outcome.reconnects() == 0, "sockets must stay open while Redis is away");
    ensure!(retries == 0, "{retries} sends were refused, though the database was there");
    let clients = redis.clients().len();
    ensure!(clients >= NODES, "only {clients} connections came back to Redis");
    cluster.terminate().await;
    let told = Told::new(outcome.acknowledged.len(), 0).with("Redis killed, frozen, emptied, restarted in turn", faults);
    let told = told.with("p99 to another node, Redis there", seconds(deliveries.there.p99()));
    Ok(told.with("p99 to another node, Redis away", seconds(deliveries.away.p99())))
}

impl Fault {
    /// Lets it happen, for a while, and gives Redis back.
    async fn happen(self, redis: &Arc<Redis>) -> Result<()> {
        let redis = redis.clone();
        // Every step of these waits for a process.
        Ok(spawn_blocking(move || match self {
            Self::Killed => {
                redis.put_down();
                std::thread::sleep(AWAY);
                redis.let_up();
            }
            Self::Frozen => {
                redis.freeze();
                std::thread::sleep(AWAY);
                redis.thaw();
            }
            Self::Emptied => redis.flush(),
            Self::Restarted => redis.restart(),
        })
        .await?)
    }
}
