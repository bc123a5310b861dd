//! Sessions that have ended, over several nodes and a Redis: what Redis knows to be over is refused without the database,
//! and Redis lets nobody in. It keeps no token, and nothing for ever.

use std::sync::Arc;
use std::time::{Duration, Instant};

use redis::AsyncCommands;
use redis::aio::MultiplexedConnection;
use serde_json::json;
use tests::cluster::{Cluster, Shared};
use tests::postgres::Postgres;
use tests::redis::Redis;
use tests::{Answer, Engine, Person, Server};
use tokio::task::spawn_blocking;

/// How soon what one node does is in Redis, and how soon a node is back after its database.
const SOON: Duration = Duration::from_secs(5);
/// After how long a second use of a refresh token is no honest double refresh.
const PAST_GRACE: Duration = Duration::from_secs(11);
/// How long a refresh token lives.
const LIFE_SECS: i64 = 30 * 24 * 60 * 60;

/// Two nodes, and Ada's desk, where she is signed in for the whole time.
struct House {
    cluster: Cluster,
    redis: Arc<Redis>,
    desk: Person,
}

impl House {
    async fn new(database_url: Option<String>) -> Self {
        let redis = Arc::new(spawn_blocking(Redis::start).await.expect("Redis can be started"));
        let shared = Shared { redis_url: Some(redis.url()), database_url, ..Shared::default() };
        let cluster = Cluster::over(Engine::Postgres, 2, &shared).await;
        for node in &cluster.nodes {
            until_connected(node).await;
        }
        let desk = Person::register(&cluster.nodes[0], "ada").await;
        Self { cluster, redis, desk }
    }

    /// Another device of Ada's.
    async fn device(&self) -> Person {
        Person::login(&self.cluster.nodes[0], "ada").await
    }

    /// Signs a device out from the desk.
    async fn sign_out(&self, device: &Person) {
        self.desk.delete(&format!("/auth/sessions/{}", device.session_id)).await.expect(204);
    }

    async fn ask(&self, what: fn(&Redis)) {
        let redis = self.redis.clone();
        spawn_blocking(move || what(&redis)).await.expect("Redis does it");
    }

    async fn connection(&self) -> MultiplexedConnection {
        let client = redis::Client::open(self.redis.url()).expect("it is a URL");
        client.get_multiplexed_async_connection().await.expect("Redis answers")
    }

    /// The keys in Redis that are about sessions: which have ended, or whose a refresh token is.
    async fn keys(&self, kind: &str) -> Vec<String> {
        let keys: Vec<String> = self.connection().await.keys(format!("causerie:*:{kind}:*")).await.expect("Redis answers");
        keys
    }

    /// Waits until Redis knows so many sessions to have ended, and whose so many refresh tokens are.
    async fn until_redis_knows(&self, ended: usize, tokens: usize) {
        let begun = Instant::now();
        loop {
            let found = (self.keys("ended").await.len(), self.keys("refresh").await.len());
            if found == (ended, tokens) {
                return;
            }
            assert!(begun.elapsed() < SOON, "{found:?} instead of {:?}", (ended, tokens));
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

async fn refresh(node: &Server, refresh_token: &str) -> Answer {
    node.client().post("/auth/refresh", json!({ "refresh_token": refresh_token })).await
}

/// Holds that neither token of a device is good at a node.
async fn is_signed_out(node: &Server, device: &Person) {
    refresh(node, &device.refresh_token).await.problem(401, "invalid_refresh_token");
    device.at(node).get("/users/me").await.problem(401, "unauthorized");
}

/// What a node has counted, by a metric's name and label; `None` for what it has not counted yet.
async fn metric(node: &Server, name: &str, label: &str, value: &str) -> Option<u64> {
    let metrics = node.client().get("//metrics").await.expect(200);
    let name = format!("{name}{{{label}=\"{value}\"}} ");
    metrics.as_str().unwrap_or_default().lines().find_map(|line| line.strip_prefix(&name)?.parse().ok())
}

/// How many tokens of a kind a node has refused without the database.
async fn refusals(node: &Server, token: &str) -> u64 {
    metric(node, "causerie_ended_refusals_total", "token", token).await.unwrap_or(0)
}

/// Waits until a node is connected to Redis.
async fn until_connected(node: &Server) {
    let begun = Instant::now();
    while metric(node, "causerie_breaker_state", "dependency", "redis").await != Some(0) {
        assert!(begun.elapsed() < SOON, "a node does not come to Redis");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_over_is_refused_without_the_database() {
    let postgres = Arc::new(spawn_blocking(Postgres::start).await.expect("it starts"));
    let house = House::new(Some(postgres.create_database())).await;
    let House { cluster, desk, .. } = &house;
    let (phone, stolen) = (house.device().await, house.device().await);
    let next = Person::of(&cluster.nodes[0], &refresh(&cluster.nodes[0], &stolen.refresh_token).await.expect(200));
    tokio::time::sleep(PAST_GRACE).await;
    refresh(&cluster.nodes[0], &stolen.refresh_token).await.problem(401, "invalid_refresh_token");
    house.sign_out(&phone).await;
    // The tokens of the desk and of the phone, and both that the thief has shown.
    house.until_redis_knows(2, 4).await;
    // What this node knows from now on, it knows from Redis.
    cluster.nodes[1].terminate().await;
    cluster.nodes[1].run().await;
    until_connected(&cluster.nodes[1]).await;

    let down = postgres.clone();
    spawn_blocking(move || down.put_down()).await.expect("it is put down");
    for over in [&phone, &stolen, &next] {
        for node in &cluster.nodes {
            refresh(node, &over.refresh_token).await.problem(401, "invalid_refresh_token");
        }
        over.at(&cluster.nodes[0]).get("/users/me").await.problem(401, "unauthorized");
    }
    for node in &cluster.nodes {
        refresh(node, &desk.refresh_token).await.problem(503, "unavailable");
        desk.at(node).get("/users/me").await.problem(503, "unavailable");
        assert_eq!(refusals(node, "refresh").await, 3);
    }
    assert_eq!((refusals(&cluster.nodes[0], "access").await, refusals(&cluster.nodes[1], "access").await), (3, 0));

    postgres.let_up();
    let begun = Instant::now();
    while refresh(&cluster.nodes[1], &desk.refresh_token).await.status != 200 {
        assert!(begun.elapsed() < 2 * SOON, "not back");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    is_signed_out(&cluster.nodes[1], &phone).await;
    cluster.terminate().await;
    spawn_blocking(move || drop(postgres)).await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_redis_has_lost_the_database_knows() {
    let house = House::new(None).await;
    let House { cluster, desk, .. } = &house;
    let phone = house.device().await;
    house.sign_out(&phone).await;
    is_signed_out(&cluster.nodes[1], &phone).await;
    house.until_redis_knows(1, 2).await;
    house.ask(Redis::flush).await;
    is_signed_out(&cluster.nodes[1], &phone).await;
    // It was asked of the database, and Redis knows it again.
    house.until_redis_knows(1, 1).await;
    let desk_later = Person::of(&cluster.nodes[1], &refresh(&cluster.nodes[1], &desk.refresh_token).await.expect(200));
    house.until_redis_knows(1, 2).await;

    house.ask(Redis::put_down).await;
    let tablet = house.device().await;
    house.sign_out(&tablet).await;
    for node in &cluster.nodes {
        is_signed_out(node, &tablet).await;
        is_signed_out(node, &phone).await;
        desk_later.at(node).get("/users/me").await.expect(200);
    }
    refresh(&cluster.nodes[0], &desk_later.refresh_token).await.expect(200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn redis_keeps_no_token_and_nothing_for_ever() {
    let house = House::new(None).await;
    let (mut device, mut tokens) = (house.device().await, Vec::new());
    for round in 0..4 {
        house.until_redis_knows(0, 2).await;
        tokens.extend([device.access_token.clone(), device.refresh_token.clone()]);
        let node = &house.cluster.nodes[round % 2];
        device = Person::of(node, &refresh(node, &device.refresh_token).await.expect(200));
    }
    tokens.extend([device.access_token.clone(), device.refresh_token.clone()]);
    house.sign_out(&device).await;
    // However often a device has refreshed, it has one token that counts.
    house.until_redis_knows(1, 2).await;
    let mut redis = house.connection().await;
    for key in [house.keys("ended").await, house.keys("refresh").await].concat() {
        let (value, left): (String, i64) = (redis.get(&key).await.expect("it is there"), redis.ttl(&key).await.expect("it is there"));
        assert!((LIFE_SECS - 60..=LIFE_SECS).contains(&left), "{key} ends in {left} s");
        assert!(tokens.iter().all(|token| !key.contains(token) && !value.contains(token)), "{key} or {value} holds a token");
    }
}
