//! When descriptors run out, those who are connected are served, nothing spins, and it is over when it is over.

use std::time::Duration;

use serde_json::{Value, json};
use tests::engine::Database;
use tests::{Doors, Engine, Person, Server};
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep, timeout};

/// How many descriptors the server may have: some more than it needs for itself.
const LIMIT: &str = "--nofile=160:160";
/// How many connections come on top.
const CROWD: usize = 200;

/// How much of a processor a process has used.
fn used_secs(id: u32) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).expect("the process runs");
    // The name, in parentheses, may hold anything; of what follows, the 12th and 13th are ticks of a hundredth.
    let rest = stat.rsplit(") ").next().unwrap_or_default();
    rest.split(' ').skip(11).take(2).map(|ticks| ticks.parse::<f64>().expect("it is a number")).sum::<f64>() / 100.0
}

async fn hold_out(engine: Engine) {
    let settings = [("CAUSERIE_RATE_LIMITS", "off")];
    let server = Server::of(engine, Database::new(engine), &settings, &["prlimit", LIMIT]).await;
    let ada = Person::register(&server, "ada").await;
    let room_id = ada.group("Kitchen", &[]).await;
    let mut socket = ada.listen().await;
    let mut crowd = Vec::new();
    for _ in 0..CROWD {
        // Those beyond the limit wait in the kernel's queue, or are turned away.
        crowd.extend(timeout(Duration::from_millis(200), TcpStream::connect(server.address())).await.into_iter().flatten());
    }
    sleep(Duration::from_secs(1)).await;
    let (id, before, began) = (server.id().await, used_secs(server.id().await), Instant::now());
    for number in 0..20 {
        let answer = socket.ask("message.send", json!({ "room_id": room_id, "content": format!("{number}") })).await;
        assert_eq!(answer["type"], "ack", "whoever is connected is served: {answer}");
        ada.get(&format!("/rooms/{room_id}/messages")).await.expect(200);
        sleep(Duration::from_millis(100)).await;
    }
    let share = (used_secs(id) - before) / began.elapsed().as_secs_f64();
    assert!(share < 0.5, "it spins: {share:.2} of a processor");
    // So few places are given that the last descriptors are never asked for; those who wait do so in the kernel's queue.
    let log = server.log();
    assert!(log.contains("server.few_descriptors") && !log.contains("server.accept_failed"), "{log}");
    drop(crowd);
    let back = async {
        while TcpStream::connect(server.address()).await.is_err() || server.client().try_send("GET", "//health/ready", |r| r).await.is_err()
        {
            sleep(Duration::from_millis(100)).await;
        }
    };
    timeout(Duration::from_secs(15), back).await.expect("it takes connections again by itself");
    let bob = Person::register(&server, "bob").await;
    assert_eq!(bob.listen().await.ask("ping", Value::Null).await["type"], "pong");
    assert_eq!(ada.history(&room_id).await.len(), 21);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_descriptors_those_who_are_there_are_served_on_sqlite() {
    hold_out(Engine::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_descriptors_those_who_are_there_are_served_on_postgres() {
    hold_out(Engine::Postgres).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_event_stream_keeps_its_place() {
    let server = Server::with(Engine::Sqlite, &[("CAUSERIE_RATE_LIMITS", "off"), ("CAUSERIE_MAX_CONNECTIONS", "4")]).await;
    let ada = Person::register(&server, "ada").await;
    let mut sockets = [ada.listen().await, ada.listen().await, ada.listen().await];
    // The client keeps one connection; a fifth waits until a stream ends.
    let fifth = async { Person::register(Doors::new([server.address().to_owned()]), "bob").await };
    let mut fifth = std::pin::pin!(fifth);
    assert!(timeout(Duration::from_secs(2), fifth.as_mut()).await.is_err(), "a stream has given its place up");
    assert_eq!(sockets[0].ask("ping", Value::Null).await["type"], "pong");
    drop(sockets);
    timeout(Duration::from_secs(10), fifth).await.expect("a place that is given up is taken");
}
