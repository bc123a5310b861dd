//! Nodes are killed and frozen under load: whoever was there goes on at another node, with the cursor that they have.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::probe;
use super::stage::{Plan, Stage};
use super::told::{Told, seconds};
use crate::cluster::Shared;
use crate::redis::Redis;
use crate::{Cluster, Doors, Engine, Person};

const NODES: usize = 3;
/// How long a node stays down, or frozen.
const AWAY: Duration = Duration::from_secs(8);
/// How soon the others must serve, whatever it was about when it stopped.
const SERVED: Duration = Duration::from_secs(5);
const PACE: Duration = Duration::from_millis(50);

/// Kills and freezes nodes so many times in all: one is killed, then frozen, then the next.
pub async fn run(faults: usize, seed: u64) -> Result<Told> {
    println!("seed            {seed}");
    let redis = spawn_blocking(Redis::start).await?;
    let mut chance = StdRng::seed_from_u64(seed);
    let cluster = Cluster::over(Engine::Postgres, NODES, &Shared { redis_url: Some(redis.url()), ..Shared::default() }).await;
    let anywhere = Doors::from(&cluster);
    let stage = Stage::set(&Plan { listeners: vec![anywhere.clone(); NODES], senders: vec![anywhere], pace: PACE }).await;
    let asker = Person::register(&cluster, "asker").await;
    let room_id = asker.group("Questions", &[]).await;
    let (mut longest, first) = (Duration::ZERO, chance.random_range(0..NODES));
    for number in 0..faults {
        stage.works().await?;
        sleep(Duration::from_millis(chance.random_range(0..1_000))).await;
        // In turn: a listener goes elsewhere only when its node is killed, so that after three kills this has come to each.
        let (node, is_killed) = ((first + number / 2) % NODES, number.is_multiple_of(2));
        let others: Vec<Person> = (1..NODES).map(|step| asker.at(&cluster.nodes[(node + step) % NODES])).collect();
        let (begun, node) = (Instant::now(), &cluster.nodes[node]);
        if is_killed {
            node.kill().await;
        } else {
            node.signal("STOP").await;
        }
        let served = probe::back(&others, &room_id, SERVED).await;
        sleep(AWAY.saturating_sub(begun.elapsed())).await;
        if is_killed {
            node.run().await;
        } else {
            node.signal("CONT").await;
        }
        let fault = if is_killed { "killed" } else { "frozen" };
        longest = longest.max(served.with_context(|| format!("the other nodes, when one was {fault}"))?);
    }
    stage.works().await?;
    println!("faults          {faults}: a node killed (SIGKILL), a node frozen for {AWAY:?} (SIGSTOP), in turn");
    println!("others served   {:.2} s after it at the latest", longest.as_secs_f64());
    let outcome = stage.end().await?;
    ensure!(outcome.reconnects() > 0, "nobody was at a node that was killed");
    cluster.terminate().await;
    spawn_blocking(move || drop(redis)).await?;
    let told = Told::new(outcome.acknowledged.len(), faults.div_ceil(2)).with("nodes frozen", faults / 2);
    Ok(told.with("the other nodes served after", seconds(longest)))
}
