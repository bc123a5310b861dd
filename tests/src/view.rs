//! What archiving, clearing, deleting, forwarding, marking and reading cost in rooms in which very much was said.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::{StreamExt, TryStreamExt, stream};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::person::text;
use crate::times::Times;
use crate::{Engine, Person, Server};

/// How many messages are sent side by side.
const AT_ONCE: usize = 128;
/// How often each thing is done, one after the other, and what is too little to do it to.
const ROUNDS: usize = 200;
const LEAST: usize = 10 * ROUNDS;
/// How many rooms a message is forwarded to at once.
const TARGETS: usize = 10;
/// How many messages a page of history has.
const PAGE: usize = 50;

/// What 99 in 100 answers may take.
pub struct Most {
    pub each: Duration,
    /// To forward a message to ten rooms.
    pub forwarding: Duration,
}

/// Fills a group and a direct room of a fresh server, does each thing again and again, and prints how long the answers took.
pub async fn run(engine: Engine, messages: usize, most: Most) -> Result<()> {
    ensure!(messages >= LEAST, "at least {LEAST} messages are needed");
    let server = Server::start(engine).await;
    let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
    let begun = Instant::now();
    let group = fill(&ada, &bob, ada.group("Kitchen", &[&bob]).await, messages).await?;
    let direct = fill(&ada, &bob, ada.direct(&bob).await, messages).await?;
    let mut targets = Vec::new();
    for number in 0..TARGETS {
        targets.push(ada.group(&format!("Room {number}"), &[&bob]).await);
    }
    let (sent, secs) = (2.0 * messages as f64, begun.elapsed().as_secs_f64());
    println!("{engine:?}: a group and a direct room with {messages} messages each, made in {secs:.1} s ({:.0}/s)", sent / secs);
    let mut watch = Watch { ada: &ada, part: "", slow: Vec::new() };
    watch.begin("a message of the group");
    watch.rounds(most.forwarding, |round| vec![group.forward(round, &targets)]).await?;
    for (part, room) in [("the group", &group), ("the direct room", &direct)] {
        watch.begin(part);
        watch.rounds(most.each, |round| vec![room.delete_one(round)]).await?;
        watch.rounds(most.each, |_| room.mark()).await?;
        watch.rounds(most.each, |_| room.archive()).await?;
        watch.rounds(most.each, |_| room.clear("me", ["clear for oneself, dry", "clear for oneself", "undo that"])).await?;
        watch.rounds(most.each, |_| room.pages()).await?;
    }
    watch.begin("the group for everyone");
    watch.rounds(most.each, |_| group.clear("everyone", ["clear, dry", "clear", "undo that"])).await?;
    watch.begin("the direct room in the list");
    watch.rounds(most.each, |_| direct.delete()).await?;
    ensure!(watch.slow.is_empty(), "p99 is more than it may be:\n  {}", watch.slow.join("\n  "));
    Ok(())
}

/// A message that stands in a room.
struct Said {
    seq: u64,
    id: String,
    is_adas: bool,
}

/// A room in which very much was said, half of it by Ada. She has not read it, so whatever tells its counts has to count.
struct Room {
    path: String,
    /// The oldest first.
    said: Vec<Said>,
    /// How many messages clearing takes away: with those of the room itself.
    count: u64,
    unread: usize,
}

async fn fill(ada: &Person, bob: &Person, room_id: String, messages: usize) -> Result<Room> {
    let path = format!("/rooms/{room_id}");
    let (sends, unread) = (format!("{path}/messages"), messages / 2);
    let send = async |number: usize| {
        let is_adas = number.is_multiple_of(2);
        let sender = if is_adas { ada } else { bob };
        let request = sender.request("POST", &sends).json(&json!({ "content": format!("word {number}") }));
        let message: Value = request.send().await?.error_for_status()?.json().await?;
        anyhow::Ok(Said { seq: message["seq"].as_u64().context("a message has a number")?, id: text(&message["id"]), is_adas })
    };
    let mut said: Vec<Said> = stream::iter(0..messages).map(send).buffer_unordered(AT_ONCE).try_collect().await?;
    said.sort_unstable_by_key(|message| message.seq);
    let count = said[messages - 1].seq;
    let status = ada.put(&format!("{path}/read-status"), json!({ "status": "unread", "message_id": said[0].id })).await.expect(200);
    ensure!(status["unread_count"] == unread, "{} messages are unread, and not {unread}", status["unread_count"]);
    Ok(Room { path, said, count, unread })
}

/// A request, and what its answer must say at a place.
struct Step {
    name: &'static str,
    method: &'static str,
    path: String,
    body: Value,
    says: (String, Value),
}

impl Step {
    fn new(name: &'static str, method: &'static str, path: String, body: Value, place: &str, value: impl Into<Value>) -> Self {
        Self { name, method, path, body, says: (place.to_owned(), value.into()) }
    }
}

impl Room {
    /// One of many messages, another in each round, from the whole history.
    fn nth<'a>(round: usize, said: &[&'a Said]) -> &'a Said {
        said[(round + 1) * said.len() / (ROUNDS + 1)]
    }

    fn forward(&self, round: usize, targets: &[String]) -> Step {
        let path = format!("/messages/{}/forward", Self::nth(round, &self.said.iter().collect::<Vec<_>>()).id);
        let last = format!("/items/{}/status", targets.len() - 1);
        Step::new("forward to ten rooms", "POST", path, json!({ "room_ids": targets }), &last, "forwarded")
    }

    fn delete_one(&self, round: usize) -> Step {
        let own: Vec<&Said> = self.said.iter().filter(|message| message.is_adas).collect();
        let message = Self::nth(round, &own);
        Step::new("delete a message", "DELETE", format!("{}/messages/{}", self.path, message.id), Value::Null, "/seq", message.seq)
    }

    fn mark(&self) -> Vec<Step> {
        let path = format!("{}/read-status", self.path);
        let unread = json!({ "status": "unread", "message_id": self.said[0].id });
        vec![
            Step::new("mark as read", "PUT", path.clone(), json!({ "status": "read" }), "/unread_count", 0),
            Step::new("mark as unread", "PUT", path, unread, "/unread_count", self.unread),
        ]
    }

    fn archive(&self) -> Vec<Step> {
        let set = |name, archived| {
            let path = format!("{}/archive", self.path);
            Step::new(name, "PUT", path, json!({ "archived": archived }), "/is_archived", archived)
        };
        vec![set("archive", true), set("take that back", false)]
    }

    fn clear(&self, scope: &str, [dry, clear, undo]: [&'static str; 3]) -> Vec<Step> {
        let path = format!("{}/messages?scope={scope}", self.path);
        vec![
            Step::new(dry, "DELETE", format!("{path}&dry_run=true"), Value::Null, "/messages", self.count),
            Step::new(clear, "DELETE", path, Value::Null, "/messages", self.count),
            self.undo(undo),
        ]
    }

    fn delete(&self) -> Vec<Step> {
        vec![
            Step::new("delete, dry", "DELETE", format!("{}?dry_run=true", self.path), Value::Null, "/messages", self.count),
            Step::new("delete", "DELETE", self.path.clone(), Value::Null, "/messages", self.count),
            self.undo("undo that"),
        ]
    }

    fn undo(&self, name: &'static str) -> Step {
        Step::new(name, "POST", format!("{}/undo", self.path), Value::Null, "/unread_count", self.unread)
    }

    fn pages(&self) -> Vec<Step> {
        let page = |name, query: String, place: &str, seq: u64| {
            Step::new(name, "GET", format!("{}/messages?limit={PAGE}{query}", self.path), Value::Null, place, seq)
        };
        let (first, middle) = (&self.said[0], &self.said[self.said.len() / 2]);
        let (last, half) = (format!("/items/{}/seq", PAGE - 1), format!("/items/{}/seq", PAGE / 2));
        vec![
            page("page at the start", format!("&after={}", first.id), &last, first.seq + PAGE as u64),
            page("page in the middle", format!("&around={}", middle.id), &half, middle.seq),
            page("page at the end", String::new(), "/items/0/seq", self.count),
        ]
    }
}

/// Does things as Ada, and notes which are too slow.
struct Watch<'a> {
    ada: &'a Person,
    /// What is done to.
    part: &'static str,
    slow: Vec<String>,
}

impl Watch<'_> {
    /// Turns to another part.
    fn begin(&mut self, part: &'static str) {
        println!("{part}");
        self.part = part;
    }

    /// Takes the steps of each round one after the other, and prints how long each took.
    async fn rounds(&mut self, most: Duration, steps: impl Fn(usize) -> Vec<Step>) -> Result<()> {
        let mut all: Vec<(&str, Times)> = steps(0).iter().map(|step| (step.name, Times::default())).collect();
        for round in 0..ROUNDS {
            for (Step { name, method, path, body, says }, (_, times)) in steps(round).into_iter().zip(&mut all) {
                let request = self.ada.request(method, &path);
                let request = if body.is_null() { request } else { request.json(&body) };
                let answer = times.ask(request).await.context(name)?;
                let (place, value) = says;
                ensure!(answer.pointer(&place) == Some(&value), "{name}: {place} is not {value} of {answer}");
            }
        }
        for (name, times) in all {
            println!("  {name:<25}{times}");
            if times.p99() > most {
                self.slow.push(format!("{}, {name}: {:?}", self.part, times.p99()));
            }
        }
        Ok(())
    }
}
