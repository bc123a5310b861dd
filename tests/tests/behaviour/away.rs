//! A database that stands still: 503 in time and without a pile-up, sockets that stay, and a return by itself.

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use serde_json::{Value, json};
use tests::engine::Database;
use tests::postgres::Postgres;
use tests::{Engine, Person, Server};

/// What a request may cost while the database does not answer; a machine that does other things as well gets a little more.
const MOST: Duration = Duration::from_millis(2_500);
/// How long after the database the service may come back.
const BACK: Duration = Duration::from_secs(5);

/// A cluster that runs again when the test ends, however it ends.
struct Frozen<'p>(&'p Postgres);

impl Drop for Frozen<'_> {
    fn drop(&mut self) {
        self.0.signal("CONT");
    }
}

/// Sends a request; gives the status, whether the answer says when to come again, and how long it took.
async fn ask(person: &Person, room_id: &str, number: usize) -> (u16, bool, Duration) {
    let (began, body) = (Instant::now(), json!({ "content": "hello", "client_id": format!("frozen-{number}") }));
    let answer = match number % 2 {
        0 => person.post(&format!("/rooms/{room_id}/messages"), body).await,
        _ => person.get(&format!("/rooms/{room_id}/messages")).await,
    };
    (answer.status, !answer.header("retry-after").is_empty(), began.elapsed())
}

async fn breaker(server: &Server) -> String {
    let metrics = server.client().get("//metrics").await.expect(200);
    let line =
        metrics.as_str().unwrap_or_default().lines().find(|line| line.starts_with("causerie_breaker_state{dependency=\"database\"}"));
    line.and_then(|line| line.rsplit(' ').next()).unwrap_or_default().to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_stands_still_costs_two_seconds_at_most() {
    let postgres = tokio::task::spawn_blocking(Postgres::start).await.expect("it starts");
    let database = Database::at(postgres.create_database());
    let server = Server::of(Engine::Postgres, database, &[("CAUSERIE_RATE_LIMITS", "off")], &[]).await;
    let ada = Person::register(&server, "ada").await;
    let room_id = ada.group("Kitchen", &[]).await;
    let mut socket = ada.listen().await;
    assert_eq!(breaker(&server).await, "0");

    postgres.signal("STOP");
    let frozen = Frozen(&postgres);
    let mut slowest = Duration::ZERO;
    for round in 0..6 {
        // More at a time than there are connections.
        let asked = (0..40).map(|number| ask(&ada, &room_id, round * 40 + number));
        for (status, says_when, time) in join_all(asked).await {
            assert_eq!((status, says_when), (503, true), "round {round}");
            assert!(time <= MOST, "{time:?} in round {round}");
            slowest = slowest.max(time);
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
    }
    assert_ne!(breaker(&server).await, "0", "it is not asked any more");
    server.client().get("//health/live").await.expect(200);
    server.client().get("//health/ready").await.problem(503, "unavailable");
    let began = Instant::now();
    ask(&ada, &room_id, 0).await;
    println!("slowest 503 {slowest:?}, one with the breaker open {:?}", began.elapsed());

    drop(frozen);
    let thawed = Instant::now();
    while ask(&ada, &room_id, 0).await.0 >= 300 || server.client().get("//health/ready").await.status != 200 {
        assert!(thawed.elapsed() <= BACK, "not back after {BACK:?}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    println!("back after {:?}", thawed.elapsed());
    assert_eq!(breaker(&server).await, "0");
    // The same socket goes on, and what was refused and asked again is there once.
    let again = ada.post(&format!("/rooms/{room_id}/messages"), json!({ "content": "hello", "client_id": "frozen-0" })).await.expect(200);
    let history = ada.history(&room_id).await;
    assert_eq!(history.iter().filter(|message| message["client_id"] == again["client_id"]).count(), 1);
    let last = ada.say(&room_id, "and on").await;
    let is_last = |frame: &Value| frame["type"] == "message.created" && frame["data"]["message"]["id"] == last["id"];
    socket.find_within(BACK, is_last).await.expect("the socket stays");
    server.terminate().await;
    tokio::task::spawn_blocking(move || drop(postgres)).await.expect("it ends");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn who_fell_behind_waits_for_the_database_with_everybody_else() {
    let postgres = tokio::task::spawn_blocking(Postgres::start).await.expect("it starts");
    let database = Database::at(postgres.create_database());
    let server = Server::of(Engine::Postgres, database, &[("CAUSERIE_RATE_LIMITS", "off")], &[]).await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut socket = bob.connect_narrow().await;
    socket.until("caught_up").await;
    // More than buffers and mailbox hold, while he does not read.
    let texts: Vec<String> = (0..600).map(|number| format!("{number} {}", "字".repeat(3900))).collect();
    let mut said = Vec::new();
    for burst in texts.chunks(25) {
        said.extend(join_all(burst.iter().map(|content| ada.say(&room_id, content))).await);
    }
    said.sort_by_key(|message| message["seq"].as_i64());

    postgres.signal("STOP");
    let frozen = Frozen(&postgres);
    // What was on its way, and then nothing, for longer than the server waits for a statement.
    let mut heard = Vec::new();
    while let Some(frame) = socket.next_within(MOST).await {
        heard.push(frame);
    }
    let spoken = |frames: &[Value]| frames.iter().filter(|frame| frame["type"] == "message.created").count();
    assert!(spoken(&heard) < texts.len(), "he did not fall behind");
    drop(frozen);
    while spoken(&heard) < texts.len() {
        heard.push(socket.next().await.expect("the socket stays"));
    }
    let of = |frame: &Value| frame["data"]["message"]["id"].clone();
    let told: Vec<Value> = heard.iter().filter(|frame| frame["type"] == "message.created").map(of).collect();
    assert_eq!(told, said.iter().map(|message| message["id"].clone()).collect::<Vec<_>>(), "each once and in order");
    server.terminate().await;
    tokio::task::spawn_blocking(move || drop(postgres)).await.expect("it ends");
}
