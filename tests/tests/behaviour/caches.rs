//! Caches: nobody is ever given what was true before they asked, whoever wrote at whichever node, and what is read often is
//! read once.

use std::time::Duration;

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::cluster::{Cluster, Shared};
use tests::redis::Redis;
use tests::{Engine, Person, Server, on_both_engines};

on_both_engines![of_many_who_ask_at_once_one_reads];

const KINDS: [&str; 5] = ["profiles", "rooms", "messages", "members", "unread"];
/// How often each kind of change is tried.
const ROUNDS: usize = 4;
/// After this long a node has followed the log to its end.
const SETTLED: Duration = Duration::from_secs(1);

/// Ada and Bob share a room; each node reads what they see.
struct House {
    cluster: Cluster,
    redis: Redis,
    ada: Person,
    bob: Person,
    cleo: Person,
    kitchen: String,
}

impl House {
    async fn new() -> Self {
        let redis = tokio::task::spawn_blocking(Redis::start).await.expect("Redis can be started");
        let cluster = Cluster::over(Engine::Postgres, 3, &Shared { redis_url: Some(redis.url()), ..Shared::default() }).await;
        let ada = Person::register(&cluster, "ada").await;
        let (bob, cleo) = (Person::register(&cluster, "bob").await, Person::register(&cluster, "cleo").await);
        let kitchen = ada.group("Kitchen", &[&bob]).await;
        Self { cluster, redis, ada, bob, cleo, kitchen }
    }

    /// What a person gets of each kind at a node.
    async fn read(&self, person: &Person, node: usize) -> Seen {
        let person = person.at(&self.cluster.nodes[node]);
        let room = format!("/rooms/{}", self.kitchen);
        Seen {
            profile: person.get(&format!("/users/{}", self.cleo.id)).await.expect(200),
            room: person.get(&room).await.expect(200),
            messages: person.get(&format!("{room}/messages")).await.expect(200)["items"].clone(),
            members: person.get(&format!("{room}/members")).await.expect(200)["items"].clone(),
            unread: person.get("/unread-count").await.expect(200),
        }
    }

    /// Lets every node keep what both see, then holds what they see after a change against what it must be.
    async fn judge(&self, change: &Change<'_>) {
        for round in 0..ROUNDS {
            let node = round % 3;
            for reader in 0..3 {
                self.read(&self.bob, reader).await;
                self.read(&self.ada, reader).await;
            }
            let expected = (change.make)(round, node).await;
            for reader in (0..3).map(|step| (node + step) % 3) {
                for person in [&self.bob, &self.ada] {
                    let seen = (change.look)(&self.read(person, reader).await);
                    assert_eq!(seen, expected, "{} at node {node}, seen by {} at node {reader}", change.name, person.username);
                }
            }
        }
    }
}

/// What somebody got.
struct Seen {
    profile: Value,
    room: Value,
    messages: Value,
    members: Value,
    unread: Value,
}

type Making<'h> = futures_util::future::BoxFuture<'h, Value>;

/// A change, and where it must be seen.
struct Change<'h> {
    name: &'static str,
    /// Makes it in a round at a node; gives what must be seen then.
    make: Box<dyn Fn(usize, usize) -> Making<'h> + Send + Sync + 'h>,
    look: fn(&Seen) -> Value,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_gets_what_was_true_before_they_asked() {
    let house = &House::new().await;
    let at = |person: &Person, node: usize| person.at(&house.cluster.nodes[node]);
    let messages = format!("/rooms/{}/messages", house.kitchen);
    let members = format!("/rooms/{}/members", house.kitchen);
    let (messages, members) = (&messages, &members);
    let changes = [
        Change {
            name: "a display name",
            make: Box::new(move |round, node| {
                Box::pin(async move {
                    let name = format!("Cleo the {round}th");
                    at(&house.cleo, node).patch("/users/me", json!({ "display_name": name })).await.expect(200);
                    name.into()
                })
            }),
            look: |seen| seen.profile["display_name"].clone(),
        },
        Change {
            name: "a room's name",
            make: Box::new(move |round, node| {
                Box::pin(async move {
                    let name = format!("Kitchen {round}");
                    at(&house.ada, node).patch(&format!("/rooms/{}", house.kitchen), json!({ "name": name })).await.expect(200);
                    name.into()
                })
            }),
            look: |seen| seen.room["name"].clone(),
        },
        Change {
            name: "a message",
            make: Box::new(move |round, node| {
                Box::pin(async move {
                    let said = at(&house.ada, node).say(&house.kitchen, &format!("words {round}")).await["id"].clone();
                    json!([said, said, true])
                })
            }),
            look: |seen| {
                let counts_agree = seen.unread["total"] == seen.room["unread_count"];
                json!([seen.messages[0]["id"], seen.room["last_message"]["id"], counts_agree])
            },
        },
        Change {
            name: "an edit",
            make: Box::new(move |round, node| {
                Box::pin(async move {
                    let said = house.ada.say(&house.kitchen, "before").await["id"].clone();
                    let (path, text) = (format!("{messages}/{}", said.as_str().unwrap_or_default()), format!("after {round}"));
                    at(&house.ada, node).patch(&path, json!({ "content": text })).await.expect(200);
                    text.into()
                })
            }),
            look: |seen| seen.messages[0]["content"].clone(),
        },
        Change {
            name: "a deletion",
            make: Box::new(move |_, node| {
                Box::pin(async move {
                    let said = house.ada.say(&house.kitchen, "not for long").await["id"].clone();
                    house.read(&house.bob, node).await;
                    at(&house.ada, node).delete(&format!("{messages}/{}", said.as_str().unwrap_or_default())).await.expect(200);
                    json!([said, null, null])
                })
            }),
            look: |seen| json!([seen.messages[0]["id"], seen.messages[0]["content"], seen.room["last_message"]["content"]]),
        },
        Change {
            name: "a member who comes and goes",
            make: Box::new(move |round, node| {
                Box::pin(async move {
                    if round % 2 == 0 {
                        at(&house.ada, node).post(members, json!({ "user_id": house.cleo.id })).await.expect(201);
                    } else {
                        at(&house.ada, node).delete(&format!("{members}/{}", house.cleo.id)).await.expect(204);
                        at(&house.cleo, (node + 1) % 3).get(messages).await.problem(404, "not_found");
                    }
                    let count = if round % 2 == 0 { 3 } else { 2 };
                    json!([count, count])
                })
            }),
            look: |seen| json!([seen.members.as_array().map(Vec::len), seen.room["member_count"]]),
        },
    ];
    for change in &changes {
        house.judge(change).await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn counts_follow_what_is_said_and_read_at_any_node() {
    let house = &House::new().await;
    let bob = |node: usize| house.bob.at(&house.cluster.nodes[node]);
    let total = async |node: usize| bob(node).get("/unread-count").await.expect(200)["total"].clone();
    for node in 0..3 {
        assert_eq!(total(node).await, 0, "at the beginning, at node {node}");
    }
    for round in 0..3 * ROUNDS {
        let (writer, reader) = (round % 3, (round + 1) % 3);
        house.ada.at(&house.cluster.nodes[writer]).say(&house.kitchen, "for Bob").await;
        assert_eq!(total(reader).await, 1, "round {round}");
        assert_eq!(bob(writer).get(&format!("/rooms/{}", house.kitchen)).await.expect(200)["unread_count"], 1, "round {round}");
        bob(reader).put(&format!("/rooms/{}/read-status", house.kitchen), json!({ "status": "read" })).await.expect(200);
        assert_eq!(total(writer).await, 0, "round {round}");
        // A room that he is taken into counts at once.
        if round % ROUNDS == 0 {
            let room = house.cleo.at(&house.cluster.nodes[writer]).group("Cellar", &[&house.bob]).await;
            house.cleo.say(&room, "come down").await;
            assert_eq!(total(reader).await, 1, "round {round}");
            bob(writer).put(&format!("/rooms/{room}/read-status"), json!({ "status": "read" })).await.expect(200);
        }
    }
}

/// How many requests of a kind a node has answered so.
async fn count(server: &Server, kind: &str, result: &str) -> u64 {
    let page = server.client().get("//metrics").await.expect(200);
    let name = format!("causerie_cache_requests_total{{cache=\"{kind}\",result=\"{result}\"}} ");
    page.as_str().unwrap_or_default().lines().find_map(|line| line.strip_prefix(&name)?.parse().ok()).unwrap_or_default()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_node_has_read_serves_the_others() {
    let house = House::new().await;
    tokio::time::sleep(SETTLED).await;
    house.read(&house.bob, 0).await;
    house.read(&house.bob, 0).await;
    house.read(&house.bob, 1).await;
    for kind in KINDS {
        assert_eq!(count(&house.cluster.nodes[0], kind, "miss").await, 1, "{kind}");
        assert!(count(&house.cluster.nodes[0], kind, "hit").await >= 1, "{kind}");
        assert_eq!(count(&house.cluster.nodes[1], kind, "shared_hit").await, 1, "{kind}");
    }
    // Without Redis each node has what it has, and reads the rest.
    let House { redis, .. } = &house;
    tokio::task::block_in_place(|| redis.put_down());
    let before = house.read(&house.bob, 0).await;
    let after = house.read(&house.bob, 2).await;
    assert_eq!((before.profile, before.members, before.messages), (after.profile, after.members, after.messages));
}

async fn of_many_who_ask_at_once_one_reads(server: &Server) {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    tokio::time::sleep(SETTLED).await;
    let path = format!("/users/{}", ada.id);
    let answers = join_all((0..30).map(|_| bob.get(&path))).await;
    assert!(answers.into_iter().all(|answer| answer.expect(200)["username"] == "ada"));
    assert_eq!(count(server, "profiles", "miss").await, 1);
}
