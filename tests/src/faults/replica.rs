//! Replicas that are behind, one too late to be used and one not: what was acknowledged is read at once by anybody at any node,
//! replicas serve who asks when nobody writes, and nobody notices when they die.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::told::{Told, seconds};
use crate::cluster::Shared;
use crate::person::path_of;
use crate::postgres::Postgres;
use crate::redis::Redis;
use crate::times::Times;
use crate::{Cluster, Engine, Person};

const NODES: usize = 3;
/// How far behind the replicas are: one is left out while anybody writes, the other one is not.
const DELAYS: [Duration; 2] = [Duration::from_secs(2), Duration::from_millis(200)];
/// How soon a replica that has caught up must be used again.
const BACK: Duration = Duration::from_secs(30);
/// How many reads there are in each look at where they are served.
const READS: usize = 50;

/// Writes and reads so many pairs, each on two nodes by chance.
pub async fn run(pairs: usize, seed: u64) -> Result<Told> {
    println!("seed            {seed}");
    let (redis, postgres) = (spawn_blocking(Redis::start).await?, spawn_blocking(Postgres::start).await?);
    let name = postgres.create();
    let replicas = DELAYS.map(|delay| postgres.replicate(delay));
    let urls: Vec<String> = replicas.iter().map(|replica| replica.url(&name)).collect();
    let shared = Shared {
        database_url: Some(postgres.url(&name)),
        redis_url: Some(redis.url()),
        settings: vec![("CAUSERIE_DATABASE_REPLICA_URLS", urls.join(","))],
    };
    let cluster = Cluster::over(Engine::Postgres, NODES, &shared).await;
    let ada = Person::register(&cluster, "ada").await;
    let bob = Person::register(&cluster, "bob").await;
    let room_id = ada.group("Kitchen", &[&bob]).await;
    write_and_read(&cluster, [&ada, &bob], &room_id, pairs, seed).await?;

    // Bob has written nothing, and the replicas have had the time to come to his joining.
    sleep(DELAYS[0] * 2).await;
    let used = reads(&cluster, &bob, &room_id).await?;
    ensure!(used > 0, "no replica serves anybody who has written nothing");
    println!("readers         {READS} requests of who wrote nothing were served by {used} readings of a replica");

    replicas.iter().for_each(Postgres::put_down);
    write_and_read(&cluster, [&ada, &bob], &room_id, pairs / 10, seed + 1).await.context("while the replicas are down")?;
    let used = reads(&cluster, &bob, &room_id).await?;
    ensure!(readiness(&cluster).await? == "degraded", "a node without its replicas says that it is well");
    ensure!(used == 0, "{used} reads are said to be served by replicas that are down");
    replicas.iter().for_each(Postgres::let_up);
    let begun = Instant::now();
    while reads(&cluster, &bob, &room_id).await? == 0 {
        ensure!(begun.elapsed() < BACK, "no replica was used again within {BACK:?}");
        sleep(Duration::from_millis(200)).await;
    }
    let back = begun.elapsed();
    println!("back            a replica was used again {:.1} s after they were let up", back.as_secs_f64());
    while readiness(&cluster).await? != "ok" {
        ensure!(begun.elapsed() < BACK, "the node is degraded {BACK:?} after its replicas came back");
        sleep(Duration::from_millis(200)).await;
    }
    cluster.terminate().await;
    // The guards wait for the end of what they keep.
    spawn_blocking(move || drop((replicas, postgres, redis))).await?;
    Ok(Told::new(pairs + pairs / 10, 0).with("stale reads", 0).with("a replica was used again after", seconds(back)))
}

/// Says something at one node and looks for it at another, as who said it or as somebody else, in turn by its id, in the
/// history and in the list of rooms.
async fn write_and_read(cluster: &Cluster, [writer, other]: [&Person; 2], room_id: &str, pairs: usize, seed: u64) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(seed);
    let (mut stale, mut times) = (0, Times::default());
    for number in 0..pairs {
        let mut anywhere = |person: &Person| person.at(&cluster.nodes[chance.random_range(0..NODES)]);
        let (writer, reader) = (anywhere(writer), anywhere(if number % 2 == 0 { writer } else { other }));
        let said = writer.say(room_id, &format!("words number {number}")).await;
        let begun = Instant::now();
        let is_there = match number % 3 {
            0 => reader.get(&path_of(&said)).await.status == 200,
            1 => reader.history(room_id).await.last().is_some_and(|last| last["id"] == said["id"]),
            _ => reader.get("/rooms").await.expect(200)["items"][0]["last_message"]["id"] == said["id"],
        };
        times.note(begun.elapsed());
        stale += usize::from(!is_there);
    }
    println!("pairs           {pairs} written and read, {stale} stale; reading took {times}");
    ensure!(stale == 0, "{stale} of {pairs} reads did not have what had been acknowledged before");
    Ok(())
}

/// Reads the history again and again at every node; gives how often a replica was read for that.
async fn reads(cluster: &Cluster, person: &Person, room_id: &str) -> Result<usize> {
    let before = served(cluster).await?;
    for number in 0..READS {
        person.at(&cluster.nodes[number % NODES]).get(&format!("/rooms/{room_id}/messages")).await.expect(200);
    }
    Ok(served(cluster).await? - before)
}

/// What the first node says of itself.
async fn readiness(cluster: &Cluster) -> Result<String> {
    let readiness = cluster.nodes[0].client().get("//health/ready").await.expect(200);
    Ok(readiness["status"].as_str().context("it has a status")?.to_owned())
}

/// What the nodes' metrics say of reads by replicas.
async fn served(cluster: &Cluster) -> Result<usize> {
    let mut sum = 0;
    for node in &cluster.nodes {
        let page = node.client().get("//metrics").await.expect(200);
        let page = page.as_str().context("metrics are text")?;
        let counts = page.lines().filter_map(|line| line.strip_prefix(r#"causerie_reads_total{source="replica"} "#));
        sum += counts.filter_map(|count| count.parse::<usize>().ok()).sum::<usize>();
    }
    Ok(sum)
}
