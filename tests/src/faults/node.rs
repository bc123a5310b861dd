//! Nodes are killed and frozen under load: whoever was there goes on at another node, with the cursor that they have.

use std::time::Duration;

use anyhow::{Result, ensure};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::stage::{Plan, RECOVERY, Stage};
use super::wait_until;
use crate::cluster::Shared;
use crate::redis::Redis;
use crate::{Cluster, Doors, Engine};

const NODES: usize = 3;
/// How long a node stays down, or frozen.
const AWAY: Duration = Duration::from_secs(5);
const PACE: Duration = Duration::from_millis(50);

/// Kills and freezes nodes so many times in all, each time another one.
pub async fn run(faults: usize, seed: u64) -> Result<()> {
    println!("seed            {seed}");
    let redis = spawn_blocking(Redis::start).await?;
    let mut chance = StdRng::seed_from_u64(seed);
    let cluster = Cluster::over(Engine::Postgres, NODES, &Shared { redis_url: Some(redis.url()), ..Shared::default() }).await;
    let anywhere = Doors::from(&cluster);
    let stage = Stage::set(&Plan { listeners: vec![anywhere.clone(); NODES], senders: vec![anywhere], pace: PACE }).await;
    let mut longest = Duration::ZERO;
    for number in 0..faults {
        stage.works().await?;
        sleep(Duration::from_millis(chance.random_range(0..1_000))).await;
        let node = &cluster.nodes[chance.random_range(0..NODES)];
        let (begun, is_killed) = (Instant::now(), number.is_multiple_of(2));
        if is_killed {
            node.kill().await;
        } else {
            node.signal("STOP").await;
        }
        let before = stage.acknowledged();
        wait_until("the other nodes serve", RECOVERY, || stage.acknowledged() > before).await?;
        longest = longest.max(begun.elapsed());
        sleep(AWAY.saturating_sub(begun.elapsed())).await;
        if is_killed {
            node.run().await;
        } else {
            node.signal("CONT").await;
        }
    }
    stage.works().await?;
    println!("faults          {faults}: a node killed (SIGKILL), a node frozen for {AWAY:?} (SIGSTOP), in turn");
    println!("others served   {:.2} s after it, at the latest", longest.as_secs_f64());
    let outcome = stage.end().await?;
    ensure!(outcome.reconnects() > 0, "nobody was at a node that was killed");
    cluster.terminate().await;
    Ok(spawn_blocking(move || drop(redis)).await?)
}
