//! A storm: a node ends, and everybody who was there comes back at once with their cursor. All of it is on one machine, over
//! loopback, and the clients take the most of it.

use std::collections::HashMap;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::told::{Told, Violations};
use crate::cluster::Shared;
use crate::load::ear::{Ear, is_caught_up};
use crate::load::mark;
use crate::load::process::raise_file_limit;
use crate::person::text;
use crate::redis::Redis;
use crate::times::Times;
use crate::{Cluster, Doors, Engine, Person};

/// A person may have so many connections.
const PER_PERSON: usize = 10;
const PER_ROOM: usize = 50;
/// What everybody has missed of their room.
const MISSED: usize = 20;
/// How many come at the same moment: as many as there is room for before the kernel keeps them waiting.
const AT_ONCE: usize = 512;
/// How many come at once in good order, before anything has ended.
const AT_FIRST: usize = 64;
/// Hashing passwords takes memory and a whole core each.
const ACCOUNTS_AT_ONCE: usize = 4;
/// How long one may try to get back.
const PATIENCE: Duration = Duration::from_secs(120);
/// Files that are open besides the sockets.
const FILES: usize = 1_000;

/// Somebody's device, as it was when its node ended.
#[derive(Clone)]
struct Device {
    token: String,
    cursor: String,
    room: usize,
}

/// What came of coming back.
struct Return {
    took: Duration,
    attempts: usize,
    /// The numbers of the messages, as they came.
    heard: Vec<usize>,
    room: usize,
}

/// Lets so many connections come back: to the node that was killed on SQLite, to another one on PostgreSQL.
pub async fn run(engine: Engine, connections: usize) -> Result<Told> {
    raise_file_limit(connections + FILES)?;
    let redis = if engine == Engine::Postgres { Some(spawn_blocking(Redis::start).await?) } else { None };
    let cluster = match &redis {
        None => Cluster::start(engine, 1).await,
        Some(redis) => Cluster::over(engine, 2, &Shared { redis_url: Some(redis.url()), ..Shared::default() }).await,
    };
    let (first, last) = (&cluster.nodes[0], &cluster.nodes[cluster.nodes.len() - 1]);
    let people = register(first.into(), connections.div_ceil(PER_PERSON)).await;
    let (mut devices, mut rooms) = (Vec::new(), Vec::new());
    for members in people.chunks(PER_ROOM) {
        let (owner, others) = members.split_first().context("a room has members")?;
        let room_id = owner.group(&format!("Room {}", rooms.len()), &others.iter().collect::<Vec<_>>()).await;
        for person in members {
            let cursor = text(&person.get("/sync").await.expect(200)["next_cursor"]);
            let device = Device { token: person.access_token.clone(), cursor, room: rooms.len() };
            devices.extend(std::iter::repeat_n(device, PER_PERSON));
        }
        rooms.push((owner.at(last), room_id));
    }
    devices.truncate(connections);

    let begun = Instant::now();
    let ears: Vec<Ear> = stream::iter(devices.clone())
        .map(|device| async move { Ear::open_live(first.address(), &device.token).await })
        .buffer_unordered(AT_FIRST)
        .try_collect()
        .await?;
    println!("connected       {} devices of {} people in {:.1} s", ears.len(), people.len(), begun.elapsed().as_secs_f64());
    first.kill().await;
    drop(ears);
    if redis.is_none() {
        first.run().await;
    }
    for (room, (speaker, room_id)) in rooms.iter().enumerate() {
        for number in 0..MISSED {
            speaker.say(room_id, &mark::text(u16::try_from(room)?, number)).await;
        }
    }
    let told = come_back(&devices, last.address()).await?;
    let acknowledged = rooms.len() * MISSED;
    last.terminate().await;
    spawn_blocking(move || drop(redis)).await?;
    Ok(Told { acknowledged, ..told })
}

/// So many people.
pub(super) async fn register(doors: Doors, people: usize) -> Vec<Person> {
    let names = (0..people).map(|number| (doors.clone(), format!("person-{number}")));
    stream::iter(names).map(|(doors, name)| async move { Person::register(doors, &name).await }).buffered(ACCOUNTS_AT_ONCE).collect().await
}

async fn come_back(devices: &[Device], address: &str) -> Result<Told> {
    let begun = Instant::now();
    let returns: Vec<Return> =
        stream::iter(devices.to_vec()).map(|device| device.resume(address)).buffer_unordered(AT_ONCE).try_collect().await?;
    let took = begun.elapsed();
    let (mut times, mut violations, mut by_room) = (Times::default(), Violations::default(), HashMap::<usize, usize>::new());
    let wanted: Vec<usize> = (0..MISSED).collect();
    for one in &returns {
        times.note(one.took);
        *by_room.entry(one.room).or_default() += 1;
        violations.expect(one.heard == wanted, "silent gap", || {
            format!("a device of room {} heard {:?} instead of {MISSED} messages in order", one.room, one.heard)
        });
    }
    violations.verdict()?;
    let attempts: usize = returns.iter().map(|one| one.attempts).sum();
    let (count, rate) = (returns.len(), returns.len() as f64 / took.as_secs_f64());
    println!(
        "came back       {count} devices, authenticated, in {:.2} s ({rate:.0}/s), {} attempts in vain",
        took.as_secs_f64(),
        attempts - count
    );
    println!("each            {times} from its first attempt to `caught_up`");
    println!("every device had all {MISSED} messages that it had missed, once and in order");
    Ok(Told::new(0, 1)
        .with("devices that came back", count)
        .with("all of them caught up after", format!("{:.1} s", took.as_secs_f64()))
        .with("resumes per second", format!("{rate:.0}"))
        .with("p99 of one, to `caught_up`", format!("{:.2} s", times.p99().as_secs_f64()))
        .with("messages made good", count * MISSED))
}

impl Device {
    /// Tries until it has caught up.
    async fn resume(self, address: &str) -> Result<Return> {
        let (begun, mut attempts) = (Instant::now(), 0);
        loop {
            attempts += 1;
            if let Ok(mut ear) = Ear::open(address, &self.token, Some(&self.cursor)).await {
                let mut heard = Vec::new();
                while let Some(frame) = ear.next().await {
                    if is_caught_up(&frame) {
                        let took = begun.elapsed();
                        return Ok(Return { took, attempts, heard, room: self.room });
                    }
                    let sighting = mark::read(frame.as_bytes()).filter(|sighting| usize::from(sighting.phase) == self.room);
                    heard.extend(sighting.map(|sighting| sighting.number));
                }
            }
            ensure!(begun.elapsed() < PATIENCE, "a device could not come back within {PATIENCE:?}");
            sleep(Duration::from_millis(50)).await;
        }
    }
}
