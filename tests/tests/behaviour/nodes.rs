//! Several nodes over one Redis: who types and who is here crosses them, places and rates are counted over all of them,
//! and the people of a dead node are gone after a while. All of it comes back when Redis does.

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tests::cluster::{Cluster, Shared};
use tests::redis::Redis;
use tests::{Engine, Person, Socket};

/// What crosses the nodes at once.
const SOON: Duration = Duration::from_secs(5);
/// How long a dead node's lease runs, with some time to notice.
const LEASE: Duration = Duration::from_secs(25);
/// How many connections a person may have.
const PLACES: usize = 10;

/// Three nodes, and Ada and Bob with a room of theirs, each on a node of their own.
struct House {
    cluster: Cluster,
    redis: Arc<Redis>,
    ada: Person,
    bob: Person,
    kitchen: String,
}

impl House {
    async fn new(settings: Vec<(&'static str, String)>) -> Self {
        let redis = Arc::new(tokio::task::spawn_blocking(Redis::start).await.expect("Redis can be started"));
        let shared = Shared { redis_url: Some(redis.url()), settings, ..Shared::default() };
        let cluster = Cluster::over(Engine::Postgres, 3, &shared).await;
        let (ada, bob) = (Person::register(&cluster.nodes[0], "ada").await, Person::register(&cluster.nodes[1], "bob").await);
        let kitchen = ada.group("Kitchen", &[&bob]).await;
        Self { cluster, redis, ada, bob, kitchen }
    }

    /// The record of Ada that a node gives.
    async fn record_of_ada(&self, node: usize) -> Value {
        self.bob.at(&self.cluster.nodes[node]).get(&format!("/users/{}", self.ada.id)).await.expect(200)
    }
}

/// The next frame that tells of someone's presence.
async fn told(socket: &mut Socket, person: &Person, patience: Duration) -> Value {
    let of = |frame: &Value| frame["type"] == "presence.changed" && frame["data"]["user_id"] == person.id.as_str();
    let frame = socket.find_within(patience, of).await.expect("the socket is open");
    frame["data"].clone()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn presence_and_typing_cross_nodes() {
    let House { cluster, ada, bob, kitchen, .. } = &House::new(Vec::new()).await;
    let mut hers = bob.listen().await;
    let mut his = ada.listen().await;
    assert_eq!(told(&mut hers, ada, SOON).await["status"], "online");
    // A second connection on another node is no second coming.
    let mut elsewhere = ada.at(&cluster.nodes[2]).listen().await;
    elsewhere.ask("presence.set", json!({ "status": "away" })).await;
    assert_eq!(told(&mut hers, ada, SOON).await["status"], "away", "her second coming was told");
    his.ask("typing.start", json!({ "room_id": kitchen })).await;
    let typing = hers.find_within(SOON, |frame| frame["type"] == "typing.started").await.expect("the socket is open");
    assert_eq!(typing["data"], json!({ "room_id": kitchen, "user_id": ada.id }));
    // Who greets finds her, wherever.
    let mut third = bob.at(&cluster.nodes[2]).connect(None).await;
    assert_eq!(third.until("hello").await["data"]["online_user_ids"].as_array().map(Vec::len), Some(2));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_is_here_is_known_to_nodes_that_come_later() {
    let house = House::new(Vec::new()).await;
    let _here = house.ada.listen().await;
    house.cluster.nodes[2].terminate().await;
    house.cluster.nodes[2].run().await;
    let begun = tokio::time::Instant::now();
    while house.record_of_ada(2).await["is_online"] != true {
        assert!(begun.elapsed() < SOON, "a new node asks the others who is there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn places_are_counted_over_all_nodes() {
    let House { cluster, redis, ada, .. } = &House::new(Vec::new()).await;
    let at = |number: usize| ada.at(&cluster.nodes[number % 3]);
    let mut sockets = Vec::new();
    for number in 0..PLACES {
        sockets.push(at(number).listen().await);
    }
    for number in 0..3 {
        assert_eq!(at(number).connect(None).await.closed().await, 4409, "the eleventh, on node {number}");
    }
    // Redis forgets; the nodes tell it again with their next beats.
    let emptied = redis.clone();
    tokio::task::spawn_blocking(move || emptied.flush()).await.expect("Redis answers");
    tokio::time::sleep(SOON).await;
    assert_eq!(at(0).connect(None).await.closed().await, 4409, "after Redis was emptied");
    drop(sockets.pop());
    let begun = tokio::time::Instant::now();
    loop {
        let mut socket = at(1).connect(None).await;
        if socket.find(|frame| frame["type"] == "caught_up").await.is_ok() {
            break;
        }
        assert!(begun.elapsed() < SOON, "a place that was left is free");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_connections_of_a_person_come_back_from_a_dead_node_and_none_is_refused() {
    let House { cluster, ada, .. } = &House::new(Vec::new()).await;
    let mut sockets = Vec::new();
    for _ in 0..PLACES {
        sockets.push(ada.listen().await);
    }
    cluster.nodes[0].kill().await;
    let begun = tokio::time::Instant::now();
    let back = (0..PLACES).map(|number| async move {
        let mut socket = ada.at(&cluster.nodes[1 + number % 2]).connect(None).await;
        socket.find_within(SOON, |frame| frame["type"] == "caught_up").await.map(|_| socket)
    });
    let back = futures_util::future::try_join_all(back).await.expect("none was closed");
    assert!(back.len() == PLACES && begun.elapsed() < SOON, "all came back after {:?}", begun.elapsed());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_rate_is_one_over_all_nodes() {
    let House { cluster, ada, kitchen, .. } = &House::new(vec![("CAUSERIE_RATE_LIMITS", "on".to_owned())]).await;
    let (begun, mut admitted) = (tokio::time::Instant::now(), 0);
    for node in cluster.nodes.iter().cycle() {
        let answer = ada.at(node).post(&format!("/rooms/{kitchen}/messages"), json!({ "content": "again" })).await;
        if answer.status == 429 {
            answer.problem(429, "rate_limited");
            break;
        }
        answer.expect(201);
        admitted += 1;
    }
    // 300 at once, and 5 more each second; one node alone would have let as many through, three three times that.
    let most = 300 + 5 * (begun.elapsed().as_secs() + 1);
    assert!((300..=most).contains(&admitted), "{admitted} were let through");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_people_of_a_dead_node_are_gone_after_its_lease() {
    let house = House::new(Vec::new()).await;
    let _here = house.ada.listen().await;
    let mut socket = house.bob.listen().await;
    assert_eq!(house.record_of_ada(2).await["is_online"], true);
    house.cluster.nodes[0].kill().await;
    let data = told(&mut socket, &house.ada, LEASE).await;
    assert_eq!((&data["status"], &data["is_online"]), (&json!("offline"), &json!(false)));
    // Each of the living notices with its own beat; one of them has told already.
    let begun = tokio::time::Instant::now();
    while house.record_of_ada(1).await["is_online"] != false {
        assert!(begun.elapsed() < SOON, "the other one notices too");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let record = house.record_of_ada(1).await;
    assert_eq!(record["last_seen_at"], data["last_seen_at"], "one of the living writes it down");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_comes_back_after_redis_was_killed() {
    everything_comes_back(Redis::put_down, Redis::let_up).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everything_comes_back_after_redis_was_frozen() {
    everything_comes_back(Redis::freeze, Redis::thaw).await;
}

async fn everything_comes_back(away: fn(&Redis), back: fn(&Redis)) {
    let house = House::new(Vec::new()).await;
    let House { ada, bob, kitchen, .. } = &house;
    let does = |what: fn(&Redis)| {
        let redis = house.redis.clone();
        async move { tokio::task::spawn_blocking(move || what(&redis)).await.expect("Redis does it") }
    };
    let mut socket = bob.listen().await;
    does(away).await;
    // More than a node takes to notice, so that what follows is lost and not late.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let mut here = ada.listen().await;
    let said = ada.say(kitchen, "without Redis").await;
    assert!(socket.up_to(&said).await.iter().all(|frame| frame["type"] != "presence.changed"), "nobody could tell of her");
    does(back).await;
    assert_eq!(told(&mut socket, ada, SOON).await["status"], "online", "who came meanwhile is told of afterwards");
    assert_eq!(house.record_of_ada(1).await["is_online"], true);
    here.ask("typing.start", json!({ "room_id": kitchen })).await;
    socket.find_within(SOON, |frame| frame["type"] == "typing.started").await.expect("the socket is open");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_redis_a_node_is_degraded_and_serves() {
    let House { cluster, redis, .. } = &House::new(Vec::new()).await;
    let ready = |status: &str, redis: &str| {
        let dependencies = [json!({ "name": "database", "state": "up" }), json!({ "name": "redis", "state": redis })];
        json!({ "status": status, "dependencies": dependencies })
    };
    let becomes = async |expected: &Value| {
        let begun = tokio::time::Instant::now();
        while cluster.nodes[0].client().get("//health/ready").await.expect(200) != *expected {
            assert!(begun.elapsed() < SOON, "{expected}");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    };
    becomes(&ready("ok", "up")).await;
    let away = redis.clone();
    tokio::task::spawn_blocking(move || away.put_down()).await.expect("it can be killed");
    becomes(&ready("degraded", "down")).await;
    let back = redis.clone();
    tokio::task::spawn_blocking(move || back.let_up()).await.expect("it comes up");
    becomes(&ready("ok", "up")).await;
}
