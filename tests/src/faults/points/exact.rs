//! One message at one point: whether it was acknowledged, what is stored of it, and that a repeat and a listener find it once.

use std::time::Duration;

use anyhow::{Result, ensure};
use serde_json::{Value, json};

use super::super::told::{Told, Violations};
use super::{CRASH_AT, Point};
use crate::person::text;
use crate::{Cluster, Person, Server, Socket};

/// How soon the server must have ended after its point.
const PATIENCE: Duration = Duration::from_secs(20);
/// How soon nodes must have found without a hint what was written: promised are 1.5 s for 99 in 100.
const FOUND: Duration = Duration::from_secs(3);
/// How many messages a client has missed when the server ends amid its replay.
const MISSED: usize = 100;

/// How a message is sent, and sent again.
#[derive(Clone, Copy, Debug)]
enum Way {
    Http,
    Socket,
    IdempotencyKey,
}

/// Ada and Bob have a room, and Bob has a cursor.
struct Scene<'a> {
    server: &'a Server,
    ada: Person,
    bob: Person,
    room_id: String,
    sent: usize,
}

/// Every point, with every way to send.
pub async fn run(server: &Server, violations: &mut Violations) -> Result<Told> {
    let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    let mut scene = Scene { server, ada, bob, room_id, sent: 0 };
    let mut told = Told::default();
    for point in [Point::BeforeCommit, Point::AfterCommit, Point::AfterAnswer] {
        for way in [Way::Http, Way::Socket, Way::IdempotencyKey] {
            scene.crash(point, way, violations).await?;
            told.kills += 1;
            told.acknowledged += 1;
        }
    }
    scene.crash_in_replay(violations).await?;
    told.kills += 1;
    told.acknowledged += MISSED;
    Ok(told)
}

impl Scene<'_> {
    /// Sends a message to a server that ends at the point, and again to the next one.
    async fn crash(&mut self, point: Point, way: Way, violations: &mut Violations) -> Result<()> {
        self.sent += 1;
        let (name, words) = (format!("id-{}", self.sent), format!("{point:?} by {way:?}"));
        let cursor = text(&self.bob.get("/sync").await.expect(200)["next_cursor"]);
        self.server.terminate().await;
        self.server.run_with(&[(CRASH_AT, &point.at(1))]).await;
        let first = self.send(way, &name, &words).await;
        let ended = self.server.ended(PATIENCE).await;
        ensure!(ended.is_some_and(|status| !status.success()), "{words}: the server did not end itself: {ended:?}");
        violations.expect(first.is_none() || point == Point::AfterAnswer, "unfounded answer", || {
            format!("{words}: answered by {first:?}, though nothing had been told to anybody")
        });
        self.server.run().await;
        let stored = self.stored(&words).await;
        violations.expect(first.is_none() || !stored.is_empty(), "lost", || format!("{words}: acknowledged, and not in the history"));
        let wanted = usize::from(point != Point::BeforeCommit);
        violations.expect(stored.len() == wanted, "atomicity", || format!("{words}: {} in the history instead of {wanted}", stored.len()));
        let again = self.send(way, &name, &words).await;
        ensure!(again.is_some(), "{words}: the repeat was refused");
        let same = |answer: &Option<Value>, others: &[Value]| {
            answer.as_ref().is_none_or(|answer| others.iter().all(|other| other["id"] == answer["id"]))
        };
        violations.expect(same(&again, &stored) && same(&first, &stored), "doubled", || {
            format!("{words}: the repeat was answered by {again:?}; stored was {stored:?}")
        });
        let stored = self.stored(&words).await;
        violations.expect(stored.len() == 1, "doubled", || format!("{words}: {} in the history after a repeat", stored.len()));
        let heard = missed(&mut self.bob.connect(Some(&cursor)).await).await?;
        let heard: Vec<&Value> = heard.iter().filter(|frame| frame["data"]["message"]["content"] == words.as_str()).collect();
        violations.expect(heard.len() == 1, "hole", || format!("{words}: came {} times to who resumed", heard.len()));
        self.check_numbers(violations).await;
        Ok(())
    }

    /// Lets the server end amid what Bob has missed.
    async fn crash_in_replay(&self, violations: &mut Violations) -> Result<()> {
        let cursor = text(&self.bob.get("/sync").await.expect(200)["next_cursor"]);
        let mut wanted = Vec::new();
        for number in 0..MISSED {
            wanted.push(text(&self.ada.say(&self.room_id, &format!("missed {number}")).await["id"]));
        }
        self.server.terminate().await;
        self.server.run_with(&[(CRASH_AT, &Point::InReplay.at(2))]).await;
        let mut socket = self.bob.connect(Some(&cursor)).await;
        let mut heard = Vec::new();
        while let Some(frame) = socket.next().await {
            heard.push(frame);
        }
        ensure!(self.server.ended(PATIENCE).await.is_some(), "the server did not end itself amid the replay");
        let before = heard.iter().filter(|frame| frame.get("event_id").is_some()).count();
        ensure!(before < MISSED, "the server ended after the replay and not in it");
        self.server.run().await;
        let cursor = socket.cut();
        heard.extend(missed(&mut self.bob.connect(cursor.as_deref()).await).await?);
        let ids = heard.iter().filter(|frame| frame["type"] == "message.created").map(|frame| text(&frame["data"]["message"]["id"]));
        let ids: Vec<String> = ids.collect();
        violations.expect(ids == wanted, "hole", || {
            format!("of {MISSED} missed messages {} came in two parts, {before} before the crash", ids.len())
        });
        println!("in replay       {before} events came before the crash, {} after it", ids.len() - before.min(ids.len()));
        Ok(())
    }

    /// Sends a message; gives it when it was acknowledged.
    async fn send(&self, way: Way, name: &str, words: &str) -> Option<Value> {
        let path = format!("/rooms/{}/messages", self.room_id);
        let (client, body) = match way {
            Way::Http => (self.ada.with_header("X-Request-Id", name), json!({ "content": words, "client_id": name })),
            Way::IdempotencyKey => (self.ada.with_header("Idempotency-Key", name), json!({ "content": words })),
            Way::Socket => return self.send_over_socket(name, words).await,
        };
        let answer = client.try_send("POST", &path, |request| request.json(&body)).await.ok()?;
        matches!(answer.status, 200 | 201).then_some(answer.body)
    }

    async fn send_over_socket(&self, name: &str, words: &str) -> Option<Value> {
        let mut socket = self.ada.try_connect(None).await.ok()?;
        let data = json!({ "room_id": self.room_id, "content": words, "client_id": name });
        socket.send(&json!({ "type": "message.send", "ref": name, "data": data })).await;
        let answer = socket.find(|frame| frame["ref"] == name).await.ok()?;
        (answer["type"] == "ack").then(|| answer["data"]["message"].clone())
    }

    /// The messages of the room with these words.
    async fn stored(&self, words: &str) -> Vec<Value> {
        self.bob.history(&self.room_id).await.into_iter().filter(|message| message["content"] == words).collect()
    }

    async fn check_numbers(&self, violations: &mut Violations) {
        let history = self.bob.history(&self.room_id).await;
        let seqs: Vec<i64> = history.iter().filter_map(|message| message["seq"].as_i64()).collect();
        violations.expect(seqs.windows(2).all(|pair| pair[1] == pair[0] + 1), "hole", || format!("the numbers of the room are {seqs:?}"));
    }
}

/// Reads a resumed socket up to where it has caught up; gives the events.
async fn missed(socket: &mut Socket) -> Result<Vec<Value>> {
    let mut frames = Vec::new();
    while let Some(frame) = socket.next().await {
        match frame["type"].as_str() {
            Some("caught_up") => return Ok(frames),
            Some("resync") => anyhow::bail!("the cursor of a moment ago was not taken: {frame}"),
            _ => frames.extend(Some(frame).filter(|frame| frame.get("event_id").is_some())),
        }
    }
    anyhow::bail!("closed before it had caught up")
}

/// A node ends when it has answered and told no other node: they find the message by themselves, before what follows it.
pub async fn without_a_hint(cluster: &Cluster, violations: &mut Violations) -> Result<Told> {
    let [first, second, third] = &cluster.nodes[..] else { anyhow::bail!("there are three nodes") };
    let (ada, bob) = (Person::register(first, "ada").await, Person::register(second, "bob").await);
    let room_id = ada.group("Kitchen", &[&bob]).await;
    first.terminate().await;
    first.run_with(&[(CRASH_AT, &Point::AfterAnswer.at(1))]).await;
    let mut sockets = vec![bob.listen_from_now().await, bob.at(third).listen_from_now().await];
    let said = ada.say(&room_id, "told to nobody").await;
    ensure!(first.ended(PATIENCE).await.is_some(), "the node did not end itself");
    for (number, socket) in sockets.iter_mut().enumerate() {
        let frame = tokio::time::timeout(FOUND, socket.find(|frame| frame["data"]["message"]["id"] == said["id"])).await;
        violations.expect(matches!(frame, Ok(Ok(_))), "silent gap", || {
            format!("what a node had acknowledged before it died did not come at node {} within {FOUND:?}", number + 2)
        });
    }
    let next = bob.say(&room_id, "and on").await;
    for socket in &mut sockets {
        let frame = tokio::time::timeout(FOUND, socket.find(|frame| frame["data"]["message"]["id"] == next["id"])).await;
        violations.expect(matches!(frame, Ok(Ok(_))), "silent gap", || "what followed did not come".to_owned());
    }
    first.run().await;
    Ok(Told::new(2, 1))
}
