//! What the list of rooms and the unread counts cost somebody who is in very many rooms.

use std::time::Duration;

use anyhow::{Result, ensure};
use futures_util::{StreamExt, stream};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::times::Times;
use crate::{Engine, Person, Server};

/// How many requests make the rooms side by side.
const AT_ONCE: usize = 32;
/// How often each question is asked, one after the other.
const ASKED: usize = 500;
/// How many rooms one request marks.
const MARKED: usize = 100;
/// How much is said in each room, and one room in so many is left unread.
const SAID: usize = 3;
const UNREAD: usize = 10;

/// Puts somebody into so many rooms of a fresh server, asks, and prints how long the answers took.
pub async fn run(engine: Engine, rooms: usize, most: Duration) -> Result<()> {
    let server = Server::start(engine).await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let begun = Instant::now();
    let ids: Vec<String> = stream::iter(0..rooms).map(|number| make(&ada, &bob, number)).buffer_unordered(AT_ONCE).collect().await;
    let read: Vec<&String> = ids.iter().enumerate().filter(|(at, _)| at % UNREAD != 0).map(|(_, id)| id).collect();
    for some in read.chunks(MARKED) {
        let marks: Vec<Value> = some.iter().map(|id| json!({ "room_id": id, "status": "read" })).collect();
        ada.post("/rooms/read-status", json!({ "rooms": marks })).await.expect(200);
    }
    println!("{engine:?}: {rooms} rooms with {SAID} messages each, made in {:.1} s", begun.elapsed().as_secs_f64());
    let unread = ada.get("/unread-count").await.expect(200);
    let expected = rooms.div_ceil(UNREAD) * SAID;
    ensure!(unread["total"] == expected, "{} are unread, and not {expected}", unread["total"]);
    let first = ada.get("/rooms?limit=50").await.expect(200);
    let next = format!("/rooms?limit=50&cursor={}", first["next_cursor"].as_str().unwrap_or_default());
    let mut slowest = Duration::ZERO;
    for (name, path) in [("page of 50", "/rooms?limit=50"), ("next page", &next), ("unread total", "/unread-count")] {
        let mut times = Times::default();
        for _ in 0..ASKED {
            times.ask(ada.request("GET", path)).await?;
        }
        println!("{name:<14}{times}");
        slowest = slowest.max(times.p99());
    }
    ensure!(slowest <= most, "p99 {slowest:?} is more than {most:?}");
    Ok(())
}

async fn make(ada: &Person, bob: &Person, number: usize) -> String {
    let room_id = bob.group(&format!("Room {number}"), &[ada]).await;
    for word in 0..SAID {
        bob.say(&room_id, &format!("word {word}")).await;
    }
    room_id
}
