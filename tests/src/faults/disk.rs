//! The database's disk fills up: writes are refused with 507 and say when to come back, reads and sockets go on, and when there is
//! room again so are writes, in the same process.

use std::collections::HashSet;
use std::time::Duration;

use anyhow::{Result, bail, ensure};
use causerie_verify::{Outcome, What, verdict};
use serde_json::{Value, json};
use tokio::task::spawn_blocking;
use tokio::time::{Instant, sleep};

use super::judge::{Record, refusal};
use super::told::{Told, Violations, seconds};
use super::witness;
use crate::disk::Disk;
use crate::engine::Database;
use crate::person::text;
use crate::postgres::{self, Postgres};
use crate::{Engine, Person, Server, Socket};

/// What is left when the disk is filled, for the last messages.
const LEFT_KIB: usize = 256;
/// How long it stays full.
const FULL: Duration = Duration::from_secs(3);
/// How soon writes must be taken again.
const BACK: Duration = Duration::from_secs(5);
/// How many messages may go into what is left before something is wrong with the test.
const MANY: usize = 20_000;

/// Ada speaks, Bob listens, and what was acknowledged and refused is kept.
struct Scene {
    server: Server,
    disk: Disk,
    ada: Person,
    bob: Person,
    room_id: String,
    own: Socket,
    listening: Socket,
    record: Record,
    /// The cursor of before the first message.
    cursor: String,
    acknowledged: usize,
    refused: HashSet<String>,
    number: usize,
}

/// Fills the disk so many times.
pub async fn run(engine: Engine, times: usize) -> Result<Told> {
    match engine {
        Engine::Sqlite => {
            let disk = spawn_blocking(|| Disk::mount(24 * 1024, (0, 0))).await?;
            let url = format!("sqlite://{}", disk.folder().join("causerie.db").display());
            Scene::set(engine, url, disk).await?.play(times).await
        }
        Engine::Postgres => {
            // The tables on the small disk; the write-ahead log elsewhere, since without room for that PostgreSQL ends itself,
            // which `faults database` and `faults outage` are about.
            let (postgres, disk) = spawn_blocking(|| {
                let disk = Disk::mount(40 * 1024, postgres::user());
                let postgres = Postgres::start();
                let name = postgres.create_in(disk.folder());
                ((postgres, name), disk)
            })
            .await?;
            let told = Scene::set(engine, postgres.0.url(&postgres.1), disk).await?.play(times).await;
            spawn_blocking(move || drop(postgres)).await?;
            told
        }
    }
}

impl Scene {
    async fn set(engine: Engine, url: String, disk: Disk) -> Result<Self> {
        let server = Server::of(engine, Database::at(url), &[("CAUSERIE_RATE_LIMITS", "off")], &[]).await;
        let (ada, bob) = (Person::register(&server, "ada").await, Person::register(&server, "bob").await);
        let (record, begun) = (Record::default(), Instant::now());
        let room_id = ada.group("Kitchen", &[&bob]).await;
        let made = What::Create { room: room_id.clone(), members: vec![bob.id.clone()] };
        record.note(&ada, made, begun, Outcome::Acknowledged(Value::Null));
        let (own, listening) = (ada.listen_from_now().await, bob.listen_from_now().await);
        let cursor = text(&bob.get("/sync").await.expect(200)["next_cursor"]);
        let (acknowledged, refused, number) = (0, HashSet::new(), 0);
        Ok(Self { server, disk, ada, bob, room_id, own, listening, record, cursor, acknowledged, refused, number })
    }

    async fn play(mut self, times: usize) -> Result<Told> {
        let mut violations = Violations::default();
        let (process, mut slowest, mut before_full) = (self.server.id().await, Duration::ZERO, 0);
        for _ in 0..times {
            for _ in 0..20 {
                ensure!(self.say(40).await? == 201, "a message was refused while there was room");
            }
            self.disk.fill(LEFT_KIB)?;
            let acknowledged = self.acknowledged;
            while self.say(3_900).await? == 201 {
                ensure!(self.acknowledged < acknowledged + MANY, "the disk does not fill");
            }
            before_full += self.acknowledged - acknowledged;
            let refused = self.refused.len();
            self.stay_full(&mut violations).await?;
            violations.expect(self.refused.len() > refused, "full", || "nothing was refused while the disk was full".to_owned());
            self.disk.make_room()?;
            let begun = Instant::now();
            while self.say(40).await? != 201 {
                ensure!(begun.elapsed() < BACK, "writes did not come back within {BACK:?} of there being room");
                sleep(Duration::from_millis(20)).await;
            }
            slowest = slowest.max(begun.elapsed());
        }
        violations.expect(self.server.id().await == process, "restart", || "the process is another one".to_owned());
        println!(
            "filled          {times} times; {before_full} messages went into the last {LEFT_KIB} KiB, {} were refused",
            self.refused.len()
        );
        println!("writes          were taken again {:.2} s after there was room at the latest", slowest.as_secs_f64());
        self.judge(&mut violations).await?;
        violations.verdict()?;
        self.server.terminate().await;
        let acknowledged = self.acknowledged;
        println!("every one of {acknowledged} acknowledged messages is there once and was heard once; none that was refused is there");
        spawn_blocking(move || drop(self.disk)).await?;
        let told = Told::new(acknowledged, 0).with("times the disk was full", times).with("writes refused with 507", self.refused.len());
        Ok(told.with("writes taken again after", seconds(slowest)))
    }

    /// Says something of a length; gives the status. A refusal must be the one for this.
    async fn say(&mut self, length: usize) -> Result<u16> {
        let (invoked, content, client_id) = (Instant::now(), self.words(length), self.number.to_string());
        let body = json!({ "content": content, "client_id": client_id });
        let answer = self.ada.post(&format!("/rooms/{}/messages", self.room_id), body).await;
        let status = answer.status;
        match status {
            201 => self.note(invoked, content, Outcome::Acknowledged(answer.body)),
            507 => {
                ensure!(!answer.header("retry-after").is_empty(), "a 507 does not say when to come back");
                self.note(invoked, content, refusal(status, &answer.problem(507, "storage_full")));
            }
            _ => bail!("with the disk full a message was answered by {status} {}", answer.body),
        }
        Ok(status)
    }

    /// The same over the socket.
    async fn say_over_socket(&mut self, length: usize, violations: &mut Violations) {
        let (invoked, content, client_id) = (Instant::now(), self.words(length), self.number.to_string());
        let data = json!({ "room_id": self.room_id, "content": content, "client_id": client_id });
        let mut answer = self.own.ask("message.send", data).await;
        if answer["type"] == "ack" {
            return self.note(invoked, content, Outcome::Acknowledged(answer["data"]["message"].take()));
        }
        let problem = &answer["data"]["problem"];
        violations.expect(problem["code"] == "storage_full", "full", || format!("message.send was answered by {answer}"));
        self.note(invoked, content, refusal(507, problem));
    }

    fn words(&mut self, length: usize) -> String {
        self.number += 1;
        format!("{} {}", self.number, "x".repeat(length))
    }

    fn note(&mut self, invoked: Instant, content: String, outcome: Outcome) {
        if matches!(outcome, Outcome::Acknowledged(_)) {
            self.acknowledged += 1;
        } else {
            self.refused.insert(content.clone());
        }
        let send = What::Send { room: self.room_id.clone(), client_id: self.number.to_string(), content };
        self.record.note(&self.ada, send, invoked, outcome);
    }

    /// While it is full, everything else goes on.
    async fn stay_full(&mut self, violations: &mut Violations) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < FULL {
            // Now and then one finds room in what the engine has already.
            self.say(3_900).await?;
            for path in [format!("/rooms/{}/messages?limit=20", self.room_id), "/rooms".to_owned(), "//health/live".to_owned()] {
                let status = self.bob.get(&path).await.status;
                violations.expect(status == 200, "reads", || format!("{path} was answered by {status}"));
            }
            let pong = self.own.ask("ping", Value::Null).await;
            violations.expect(pong["type"] == "pong", "sockets", || format!("a ping was answered by {pong}"));
            self.say_over_socket(3_900, violations).await;
        }
        Ok(())
    }

    /// What was acknowledged is there, and nothing else; Bob has heard exactly that.
    async fn judge(&mut self, violations: &mut Violations) -> Result<()> {
        let said = witness::read(&self.record, &self.bob, &self.room_id, &self.cursor, violations).await?;
        let refused = said.iter().filter(|message| message["content"].as_str().is_some_and(|words| self.refused.contains(words))).count();
        violations.expect(refused == 0, "phantom", || format!("{refused} messages are there that were refused with 507"));
        let ids: Vec<&Value> = said.iter().map(|message| &message["id"]).collect();
        let Some(last) = said.last() else { bail!("the room has no messages") };
        let live = self.listening.up_to(last).await;
        let live = live.iter().filter(|frame| frame["type"] == "message.created").map(|frame| &frame["data"]["message"]["id"]);
        violations.expect(live.eq(ids), "silent gap", || "a socket that was open throughout heard something else".to_owned());
        Ok(verdict(self.record.judge())?)
    }
}
