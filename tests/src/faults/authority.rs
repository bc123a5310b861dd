//! What takes somebody's authority away on one node takes effect at their sockets on the others: a session that is revoked, a
//! member who is removed, somebody who is blocked.

use std::time::Duration;

use anyhow::{Result, ensure};
use futures_util::future::join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::told::{Told, seconds};
use crate::cluster::Shared;
use crate::redis::Redis;
use crate::times::Times;
use crate::{Cluster, Engine, Person, Socket};

const NODES: usize = 3;
/// How soon it must be effective everywhere.
const MOST: Duration = Duration::from_secs(1);

/// Tries each so many times, with Redis and without.
pub async fn run(trials: usize, seed: u64) -> Result<Told> {
    println!("seed            {seed}");
    let redis = spawn_blocking(Redis::start).await?;
    let (mut late, mut told) = (Vec::new(), Told::default());
    for (how, redis_url) in [("with Redis", Some(redis.url())), ("without Redis", None)] {
        println!("{how}, from the acknowledgement to the sockets on other nodes:");
        let cluster = Cluster::over(Engine::Postgres, NODES, &Shared { redis_url, ..Shared::default() }).await;
        let mut stage = Stage::set(cluster, seed).await;
        let (at_sockets, at_requests) = stage.revoke(trials).await;
        let all = [
            ("sessions", at_sockets),
            ("requests", at_requests),
            ("removals", stage.remove(trials).await),
            ("blocks", stage.block(trials).await),
        ];
        stage.cluster.terminate().await;
        for (what, times) in all {
            println!("  {what:<10} {times} ({} times in {trials} trials)", times.count());
            told = told.with(&format!("{what} {how}, effective everywhere after"), seconds(times.most()));
            if times.most() > MOST {
                late.push(format!("{what} {how}: {:?}", times.most()));
            }
        }
    }
    spawn_blocking(move || drop(redis)).await?;
    ensure!(late.is_empty(), "not within {MOST:?}: {}", late.join(", "));
    Ok(told)
}

/// Ada has a group in which Bob and Cleo are.
struct Stage {
    cluster: Cluster,
    ada: Person,
    bob: Person,
    cleo: Person,
    room_id: String,
    chance: StdRng,
}

/// The nodes of a trial, all different: where it is done, and the others.
struct Nodes {
    here: usize,
    others: [usize; NODES - 1],
}

impl Stage {
    async fn set(cluster: Cluster, seed: u64) -> Self {
        let ada = Person::register(&cluster, "ada").await;
        let bob = Person::register(&cluster, "bob").await;
        let cleo = Person::register(&cluster, "cleo").await;
        let room_id = ada.group("Kitchen", &[&bob, &cleo]).await;
        Self { cluster, ada, bob, cleo, room_id, chance: StdRng::seed_from_u64(seed) }
    }

    fn nodes(&mut self) -> Nodes {
        let here = self.chance.random_range(0..NODES);
        Nodes { here, others: std::array::from_fn(|step| (here + step + 1) % NODES) }
    }

    /// Somebody's device at a node.
    fn at(&self, person: &Person, node: usize) -> Person {
        person.at(&self.cluster.nodes[node])
    }

    /// A socket of somebody at every node.
    async fn sockets(&self, person: &Person) -> Vec<Socket> {
        join_all(self.cluster.nodes.iter().map(|node| async move { person.at(node).listen_from_now().await })).await
    }

    /// Revokes sessions: how soon their sockets close, and how soon a request is refused elsewhere.
    async fn revoke(&mut self, trials: usize) -> (Times, Times) {
        let (mut at_sockets, mut at_requests) = (Times::default(), Times::default());
        for _ in 0..trials {
            let Nodes { here, others } = self.nodes();
            let device = Person::login(&self.cluster, "ada").await;
            let mut socket = self.at(&device, others[0]).listen().await;
            self.at(&self.ada, here).delete(&format!("/auth/sessions/{}", device.session_id)).await.expect(204);
            let done = Instant::now();
            let elsewhere = self.at(&device, others[1]);
            let refused = async {
                while elsewhere.get("/users/me").await.status != 401 {
                    sleep(Duration::from_millis(5)).await;
                }
                done.elapsed()
            };
            let closed = async {
                let code = socket.closed().await;
                assert_eq!(code, 4401, "the socket of a revoked session");
                done.elapsed()
            };
            let (closed, refused) = tokio::join!(closed, refused);
            at_sockets.note(closed);
            at_requests.note(refused);
        }
        (at_sockets, at_requests)
    }

    /// Removes Bob from the room. What is said after that he must never hear.
    async fn remove(&mut self, trials: usize) -> Times {
        let mut times = Times::default();
        let (path, bob_id) = (format!("/rooms/{}/members", self.room_id), self.bob.id.clone());
        let mut sockets = self.sockets(&self.bob).await;
        for number in 0..trials {
            let Nodes { here, others } = self.nodes();
            self.at(&self.ada, here).delete(&format!("{path}/{bob_id}")).await.expect(204);
            let done = Instant::now();
            let said = self.at(&self.cleo, others[0]);
            let words = format!("unheard {number}");
            let (_, heard) = tokio::join!(said.say(&self.room_id, &words), hear(&mut sockets, "member.left", &bob_id, done));
            others.iter().for_each(|node| times.note(heard[*node]));
            self.at(&self.ada, here).post(&path, json!({ "user_id": bob_id })).await.expect(201);
            hear(&mut sockets, "member.joined", &bob_id, done).await;
        }
        nothing_unheard(sockets).await;
        times
    }

    /// Bob blocks Cleo. What she says after that he must never hear.
    async fn block(&mut self, trials: usize) -> Times {
        let mut times = Times::default();
        let (path, cleo_id) = (format!("/users/{}/block", self.cleo.id), self.cleo.id.clone());
        let mut sockets = self.sockets(&self.bob).await;
        for number in 0..trials {
            let Nodes { here, others } = self.nodes();
            self.at(&self.bob, here).post_empty(&path).await.expect(204);
            let done = Instant::now();
            let said = self.at(&self.cleo, others[0]);
            let words = format!("unheard {number}");
            let (_, heard) = tokio::join!(said.say(&self.room_id, &words), hear(&mut sockets, "user.blocked", &cleo_id, done));
            others.iter().for_each(|node| times.note(heard[*node]));
            self.at(&self.bob, here).delete(&path).await.expect(204);
            hear(&mut sockets, "user.unblocked", &cleo_id, done).await;
        }
        nothing_unheard(sockets).await;
        times
    }
}

/// Waits until every socket has told something of somebody; gives how long after a moment each did.
async fn hear(sockets: &mut [Socket], name: &str, user_id: &str, since: Instant) -> Vec<Duration> {
    let is_of = |data: &Value| data["user_id"] == user_id || data["member"]["user_id"] == user_id;
    let heard = sockets.iter_mut().map(|socket| async move {
        let found = socket.find(|frame| frame["type"] == name && is_of(&frame["data"])).await;
        assert!(found.is_ok(), "closed with {found:?} before {name}");
        since.elapsed()
    });
    join_all(heard).await
}

/// Holds that nothing was heard that must not be.
async fn nothing_unheard(sockets: Vec<Socket>) {
    for mut socket in sockets {
        let frames = socket.drain().await;
        let said = |frame: &&Value| frame["data"]["message"]["content"].as_str().is_some_and(|content| content.starts_with("unheard"));
        let heard: Vec<&Value> = frames.iter().filter(said).collect();
        assert!(heard.is_empty(), "this was heard by who must not hear it: {heard:?}");
    }
}
