//! What is measured against: a server of its own, or several nodes, each kept to the servers' core, and the people who use it.

use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use futures_util::{StreamExt, stream};
use serde_json::json;
use tokio::task::spawn_blocking;

use super::crowd::Seat;
use super::meter::Parties;
use super::process::pin;
use crate::cluster::{Cluster, Shared};
use crate::engine::Database;
use crate::redis::Redis;
use crate::{Client, Engine, Person, Server, postgres};

/// How many requests that make something are under way at once.
pub const AT_ONCE: usize = 16;
/// Hashing passwords takes memory and a whole core each.
const ACCOUNTS_AT_ONCE: usize = 4;
/// How many members a room can be made with.
const MEMBERS_AT_ONCE: usize = 99;
/// Tokens live for 15 minutes, and no workload takes longer than what is left.
const FRESH: Duration = Duration::from_secs(4 * 60);

/// Which cores the servers (with their database and Redis) and the generator are kept to.
#[derive(Clone, Copy)]
pub struct Cores {
    pub servers: &'static str,
    pub generator: &'static str,
}

impl Cores {
    /// One each, where there are two.
    pub fn of_machine() -> Option<Self> {
        let count = std::thread::available_parallelism().map_or(1, usize::from);
        (count > 1).then_some(Self { servers: "0", generator: "1" })
    }

    /// The words before a command that keep it to the servers' core.
    pub fn wrapper(cores: Option<Self>) -> Vec<&'static str> {
        cores.map_or_else(Vec::new, |cores| vec!["taskset", "-c", cores.servers])
    }
}

/// Running nodes on a fresh database, and people who are signed in.
pub struct Stage {
    cluster: Cluster,
    redis: Option<Redis>,
    engine: Engine,
    people: Vec<Person>,
    signed_in: Instant,
}

impl Stage {
    pub async fn set(engine: Engine, nodes: usize, cores: Option<Cores>) -> Result<Self> {
        let redis = if nodes > 1 { Some(spawn_blocking(Redis::start).await.context("Redis did not start")?) } else { None };
        let shared = Shared { redis_url: redis.as_ref().map(Redis::url), ..Shared::default() };
        let url = if engine == Engine::Postgres { Some(spawn_blocking(|| postgres::shared().create_database()).await?) } else { None };
        if let Some(cores) = cores {
            let leant_on: Vec<u32> = database(engine).into_iter().chain(redis.as_ref().map(Redis::id)).collect();
            pin(&leant_on, cores.servers)?;
        }
        let (wrapper, mut servers) = (Cores::wrapper(cores), Vec::new());
        for _ in 0..nodes {
            let database = url.clone().map_or_else(|| Database::new(engine), Database::at);
            servers.push(Server::of(engine, database, &shared.settings(), &wrapper).await);
        }
        Ok(Self { cluster: Cluster::of(servers), redis, engine, people: Vec::new(), signed_in: Instant::now() })
    }

    /// Starts every node's process anew: what one workload has left in it is not measured with the next. Signs everybody in
    /// again whose token would not last.
    pub async fn begin(&mut self, people: usize) -> Result<()> {
        self.cluster.terminate().await;
        for node in &self.cluster.nodes {
            node.run().await;
        }
        if self.signed_in.elapsed() > FRESH {
            let client = Client::new((&self.cluster).into());
            let renew = async |person: &Person| {
                let given = client.post("/auth/refresh", json!({ "refresh_token": person.refresh_token })).await.expect(200);
                Person::of(person.doors().clone(), &given)
            };
            self.people = stream::iter(&self.people).map(renew).buffered(AT_ONCE).collect().await;
            self.signed_in = Instant::now();
        }
        let (cluster, known) = (&self.cluster, self.people.len());
        let register = async |number: usize| Person::register(cluster, &format!("person-{number}")).await;
        let new: Vec<Person> = stream::iter(known..people).map(register).buffered(ACCOUNTS_AT_ONCE).collect().await;
        if new.is_empty() {
            return Ok(());
        }
        self.people.extend(new);
        // Hashing passwords took memory, which what comes now would fill, and seem cheap.
        self.cluster.terminate().await;
        for node in &self.cluster.nodes {
            node.run().await;
        }
        Ok(())
    }

    /// The people that [`Stage::begin`] made.
    pub fn people(&self) -> &[Person] {
        &self.people
    }

    /// Makes a room of these people, and gives their seats in it.
    pub async fn seats(&self, room: usize, members: &[Person]) -> Result<Vec<Seat>> {
        let (first, others) = members.split_first().context("a room has members")?;
        let (at_once, later) = others.split_at(others.len().min(MEMBERS_AT_ONCE));
        let room_id = first.group(&format!("Room {room}"), &at_once.iter().collect::<Vec<_>>()).await;
        let path = format!("/rooms/{room_id}/members");
        let add = async |person: &Person| first.post(&path, json!({ "user_id": person.id })).await.expect(201);
        stream::iter(later).map(add).buffered(AT_ONCE).collect::<Vec<_>>().await;
        let seat = |person: &Person| Seat { token: person.access_token.clone(), room_id: room_id.clone(), room };
        Ok(members.iter().map(seat).collect())
    }

    /// Somebody who is in no room yet.
    pub async fn newcomer(&self, name: &str) -> Person {
        Person::register(&self.cluster, name).await
    }

    /// The address of each node.
    pub fn addresses(&self) -> Vec<String> {
        self.cluster.nodes.iter().map(|node| node.address().to_owned()).collect()
    }

    /// The processes whose cost is told.
    pub async fn parties(&self) -> Parties {
        let mut servers = Vec::new();
        for node in &self.cluster.nodes {
            servers.push(node.id().await);
        }
        Parties { servers, database: database(self.engine), redis: self.redis.iter().map(Redis::id).collect() }
    }
}

/// The processes of PostgreSQL, if it is that.
pub fn database(engine: Engine) -> Vec<u32> {
    if engine == Engine::Postgres { postgres::shared().postmaster().into_iter().collect() } else { Vec::new() }
}
