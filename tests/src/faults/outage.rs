//! PostgreSQL is stopped for a while under several nodes: nothing is acknowledged, nobody waits long, sockets stay, and the
//! service comes back by itself.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, ensure};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::probe::{self, Probes};
use super::stage::{Plan, RECOVERY, Stage};
use super::told::{Told, seconds};
use super::wait_until;
use crate::cluster::Shared;
use crate::postgres::Postgres;
use crate::redis::Redis;
use crate::{Cluster, Doors, Engine, Person};

const NODES: usize = 3;
const PACE: Duration = Duration::from_millis(200);
/// How long after its database the service may come back.
const PROMISED: Duration = Duration::from_secs(5);

/// Stops PostgreSQL for so long.
pub async fn run(away: Duration) -> Result<Told> {
    let redis = spawn_blocking(Redis::start).await?;
    let postgres = Arc::new(spawn_blocking(Postgres::start).await?);
    let shared = Shared { database_url: Some(postgres.create_database()), redis_url: Some(redis.url()), ..Shared::default() };
    let cluster = Cluster::over(Engine::Postgres, NODES, &shared).await;
    let nodes: Vec<Doors> = cluster.nodes.iter().map(Doors::from).collect();
    let stage = Stage::set(&Plan { listeners: nodes.clone(), senders: nodes, pace: PACE }).await;
    let asker = Person::register(&cluster, "asker").await;
    let room_id = asker.group("Questions", &[]).await;
    let askers: Vec<Person> = cluster.nodes.iter().map(|node| asker.at(node)).collect();
    stage.works().await?;
    postgres.put_down();
    wait_until("PostgreSQL has stopped", RECOVERY, || !postgres.takes_connections()).await?;
    // What was on its way may still be answered by the database.
    sleep(Duration::from_millis(500)).await;
    let begun = Instant::now();
    let probes = Probes::start(&askers, &room_id);
    sleep(away).await;
    let acknowledged = stage.acknowledged();
    postgres.let_up();
    let ended = Instant::now();
    println!("PostgreSQL was stopped for {:.1} s; answers of {NODES} nodes meanwhile:", (ended - begun).as_secs_f64());
    wait_until("PostgreSQL takes connections again", RECOVERY, || postgres.takes_connections()).await?;
    let back = probe::back(&askers, &room_id, PROMISED).await;
    probes.judge((begun, ended)).await?;
    let back = back?;
    println!("back            {:.2} s after PostgreSQL took connections", back.as_secs_f64());
    wait_until("sends are acknowledged again", PROMISED, || stage.acknowledged() > acknowledged).await?;
    stage.works().await?;
    let outcome = stage.end().await?;
    ensure!(outcome.reconnects() == 0, "sockets must stay open while the database is away");
    cluster.terminate().await;
    // The guard waits for the cluster's end.
    spawn_blocking(move || drop((postgres, redis))).await?;
    Ok(Told::new(outcome.acknowledged.len(), 0).with("PostgreSQL stopped for", seconds(away)).with("served again after", seconds(back)))
}
