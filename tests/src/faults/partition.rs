//! A node that cannot reach Redis, and then PostgreSQL, while its clients can reach it: a network of its own, whose wires are cut.

use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::delivery::{Absences, Deliveries};
use super::probe::{self, Probes};
use super::stage::{Plan, Stage};
use super::told::{Told, seconds};
use crate::cluster::Shared;
use crate::engine::Database;
use crate::network::Network;
use crate::postgres::Postgres;
use crate::redis::Redis;
use crate::{Cluster, Doors, Engine, Person, Server};

/// How many nodes reach everything.
const NEAR: usize = 2;
const PACE: Duration = Duration::from_millis(400);
/// What 99 in 100 deliveries may take while the node polls.
const MOST: Duration = Duration::from_millis(1_500);
/// How soon all is well after a wire was mended, and how long the other nodes may stand still when one is lost.
const HEALED: Duration = Duration::from_secs(5);

/// A node in a network of its own, beside others.
struct Scene {
    cluster: Cluster,
    network: Network,
    postgres: Postgres,
    redis: Redis,
}

/// Cuts the node off from Redis, then from PostgreSQL, for so long each.
pub async fn run(away: Duration) -> Result<Told> {
    let scene = Scene::set().await?;
    let [_, to_redis, to_postgres] = &scene.network.wires[..] else { unreachable!("three wires were made") };
    let nodes: Vec<Doors> = scene.cluster.nodes.iter().map(Doors::from).collect();
    let stage = Stage::set(&Plan { listeners: nodes.clone(), senders: nodes, pace: PACE }).await;
    stage.works().await?;
    let is_there = |client: &String| client.starts_with(&format!("{}:", to_redis.inner));
    ensure!(scene.redis.clients().iter().any(is_there), "the node has no connection to Redis");
    let mut absences = Absences::default();
    let cut = Instant::now();
    to_redis.cut();
    sleep(away).await;
    to_redis.mend();
    absences.ended(cut);
    sleep(HEALED).await;
    let retries = stage.tally.retries.load(Ordering::Relaxed);
    ensure!(retries == 0, "{retries} sends were refused, though the database was there");
    let measured = Instant::now();
    stage.works().await?;

    let asker = Person::register(&scene.cluster.nodes[NEAR], "asker").await;
    let room_id = asker.group("Questions", &[]).await;
    let cut = Instant::now();
    to_postgres.cut();
    let probes = Probes::start(std::slice::from_ref(&asker), &room_id);
    let silence = longest_silence(&stage, away).await;
    let mended = Instant::now();
    to_postgres.mend();
    let back = probe::back(&[asker], &room_id, HEALED).await;
    println!("a node could not reach PostgreSQL for {:.1} s; its answers meanwhile:", (mended - cut).as_secs_f64());
    probes.judge((cut, mended)).await?;
    let back = back?;
    println!("back            {:.2} s after the wire was mended", back.as_secs_f64());
    println!("other nodes     acknowledged nothing for {:.2} s at the longest", silence.as_secs_f64());
    stage.works().await?;
    let outcome = stage.end().await?;
    Deliveries::of(&outcome, &absences, measured).judge("Redis", MOST)?;
    ensure!(silence <= HEALED, "the other nodes stood still for {silence:?}");
    ensure!(outcome.reconnects() == 0, "sockets must stay open while the node is cut off");
    scene.strike().await?;
    let told = Told::new(outcome.acknowledged.len(), 0).with("a node cut off from Redis, then from PostgreSQL, for", seconds(away));
    Ok(told.with("served again after", seconds(back)).with("the other nodes stood still for at most", seconds(silence)))
}

/// Watches for a while how long nothing is acknowledged.
async fn longest_silence(stage: &Stage, time: Duration) -> Duration {
    let begun = Instant::now();
    let (mut last, mut since, mut longest) = (stage.acknowledged(), begun, Duration::ZERO);
    while begun.elapsed() < time {
        sleep(Duration::from_millis(10)).await;
        longest = longest.max(since.elapsed());
        let now = stage.acknowledged();
        if now > last {
            (last, since) = (now, Instant::now());
        }
    }
    longest
}

impl Scene {
    async fn set() -> Result<Self> {
        // To the node's clients, to Redis and to PostgreSQL.
        let network = spawn_blocking(|| Network::make(3)).await?;
        let [to_clients, to_redis, to_postgres] = &network.wires[..] else { unreachable!("three wires were made") };
        let (redis_at, postgres_at) = (to_redis.outer.clone(), to_postgres.outer.clone());
        let redis = spawn_blocking(move || Redis::start_at(&[&redis_at])).await?;
        let postgres = spawn_blocking(move || Postgres::start_at(&postgres_at)).await?;
        let name = postgres.create();
        let shared = Shared { database_url: Some(postgres.url(&name)), redis_url: Some(redis.url()), ..Shared::default() };
        let mut nodes = Cluster::over(Engine::Postgres, NEAR, &shared).await.nodes;
        let shared = Shared { redis_url: Some(redis.url_at(&to_redis.outer)), ..Shared::default() };
        let database = Database::at(postgres.url_at(&to_postgres.outer, &name));
        let far = Server::idle_at(&to_clients.inner, Engine::Postgres, database, &shared.settings(), &network.entrance());
        far.run().await;
        nodes.push(far);
        Ok(Self { cluster: Cluster::of(nodes), network, postgres, redis })
    }

    async fn strike(self) -> Result<()> {
        self.cluster.terminate().await;
        // The guards wait for the end of what they keep.
        Ok(spawn_blocking(move || drop((self.postgres, self.redis, self.network))).await?)
    }
}
