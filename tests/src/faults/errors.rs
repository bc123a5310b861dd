//! The disk answers with errors: strace lets syncs and writes of the server fail now and then. Whoever was told that their message is
//! there finds it, also after the process was killed and started again on a disk that is well; and whoever was not told so is, by
//! then at the latest.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use causerie_verify::{Outcome, What, verdict};
use futures_util::future::try_join_all;
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};
use tokio::time::{Instant, sleep};

use super::judge::{Record, refusal};
use super::told::{Told, Violations};
use super::witness;
use crate::engine::Database;
use crate::person::text;
use crate::{Engine, Person, Server};

/// Which system calls fail, and about how many of them a commit takes: SQLite syncs with these, and writes with that.
const FAILING: [(&str, usize); 2] = [("fdatasync,fsync", 1), ("pwrite64", 25)];
/// How many speak at once, so that commits carry several messages.
const SPEAKERS: usize = 6;
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a life may take to show something.
const LIFE: Duration = Duration::from_secs(90);

/// A message that has not been acknowledged.
struct Pending {
    speaker: usize,
    client_id: String,
    content: String,
}

/// Who speaks, where, and what is written down of it.
struct Stage {
    people: Vec<Person>,
    room_id: String,
    record: Record,
}

/// One life of the server, on a disk that fails.
struct Life {
    server: Server,
    name: String,
    begun: Instant,
    acknowledged: AtomicUsize,
    refused: AtomicUsize,
    /// How many messages were acknowledged after a call had failed.
    afterwards: AtomicUsize,
}

/// Lets each kind of call fail in so many lives of the server, with so many messages each.
pub async fn run(lives: usize, messages: usize, seed: u64) -> Result<Told> {
    println!("seed            {seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    let database = tempfile::tempdir()?;
    let url = || format!("sqlite://{}", database.path().join("causerie.db").display());
    let settings = [("CAUSERIE_RATE_LIMITS", "off")];
    // The people are made while all is well.
    let server = Server::of(Engine::Sqlite, Database::at(url()), &settings, &[]).await;
    let (stage, cursor) = Stage::set(&server).await;
    server.terminate().await;
    let (mut acknowledged, mut refused, mut kills, mut pending) = (0, 0, 0, Vec::new());
    for number in 0..lives * FAILING.len() {
        let (calls, in_a_commit) = FAILING[number % FAILING.len()];
        // The first ones are of the start; then every so many, so that most commits go well.
        let (first, every): (usize, usize) = (chance.random_range(40..80), chance.random_range(5..20));
        let (first, every) = (first * in_a_commit, every * in_a_commit);
        let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:error=EIO:when={first}+{every}"));
        // -D: strace stands beside the server and not above it, so that signals reach the server itself.
        let strace = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
        let server = Server::of(Engine::Sqlite, Database::at(url()), &settings, &strace).await;
        let life = Life::new(server, format!("{number} ({calls}, {first}+{every})"));
        let speaking = (0..SPEAKERS).map(|speaker| stage.speak(&life, speaker, format!("{number}-{speaker}"), messages / SPEAKERS));
        pending.extend(try_join_all(speaking).await?.into_iter().flatten());
        life.judge()?;
        acknowledged += life.acknowledged.into_inner();
        refused += life.refused.into_inner();
        life.server.kill().await;
        kills += 1;
    }
    let server = Server::of(Engine::Sqlite, Database::at(url()), &settings, &[]).await;
    for Pending { speaker, client_id, content } in &pending {
        let status = stage.send(&server, *speaker, client_id, content).await?;
        ensure!(matches!(status, 200 | 201), "on a disk that is well again, {client_id} was answered by {status}");
    }
    acknowledged += pending.len();
    let mut violations = Violations::default();
    for person in &stage.people[..2] {
        witness::read(&stage.record, &person.at(&server), &stage.room_id, &cursor, &mut violations).await?;
    }
    violations.verdict()?;
    verdict(stage.record.judge())?;
    server.terminate().await;
    let calls = FAILING.map(|(calls, _)| calls).join(" and ");
    println!("failing calls   {calls} in turn, EIO, in {kills} lives of the server, each ended by SIGKILL");
    println!("acknowledged    {acknowledged}; {refused} answers were errors, and the message was sent again");
    println!("                {} of them once the disk was well", pending.len());
    println!("every message was acknowledged and is there once, and numbers are dense");
    Ok(Told::new(acknowledged, kills).with("lives on a failing disk", kills).with("answers that were errors", refused))
}

impl Life {
    fn new(server: Server, name: String) -> Self {
        let count = AtomicUsize::default;
        Self { server, name, begun: Instant::now(), acknowledged: count(), refused: count(), afterwards: count() }
    }

    /// Whether calls have failed, and all the same messages were acknowledged after that.
    fn has_shown(&self) -> bool {
        self.afterwards.load(Ordering::Relaxed) >= SPEAKERS
    }

    /// Whether more is to be said by who has said so many of so many messages.
    fn goes_on(&self, said: usize, messages: usize) -> bool {
        (said < messages || !self.has_shown()) && self.begun.elapsed() < LIFE
    }

    /// What was answered; whether that was an acknowledgement.
    fn note(&self, status: u16) -> bool {
        let is_done = matches!(status, 200 | 201);
        if is_done {
            let has_failed = self.refused.load(Ordering::Relaxed) > 0;
            self.acknowledged.fetch_add(1, Ordering::Relaxed);
            self.afterwards.fetch_add(usize::from(has_failed), Ordering::Relaxed);
        } else {
            self.refused.fetch_add(1, Ordering::Relaxed);
        }
        is_done
    }

    fn judge(&self) -> Result<()> {
        let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
        let (acknowledged, refused, afterwards) = (count(&self.acknowledged), count(&self.refused), count(&self.afterwards));
        ensure!(refused > 0, "in life {} no call failed, so that it shows nothing: {acknowledged} were acknowledged", self.name);
        ensure!(self.has_shown(), "in life {} only {afterwards} messages were acknowledged after the first of {refused} errors", self.name);
        Ok(())
    }
}

impl Stage {
    /// People in a room, and a cursor of before their first message.
    async fn set(server: &Server) -> (Self, String) {
        let mut people = Vec::new();
        for number in 0..SPEAKERS {
            people.push(Person::register(server, &format!("speaker{number}")).await);
        }
        let (record, begun) = (Record::default(), Instant::now());
        let room_id = people[0].group("Kitchen", &people[1..].iter().collect::<Vec<_>>()).await;
        let members = people[1..].iter().map(|person| person.id.clone()).collect();
        record.note(&people[0], What::Create { room: room_id.clone(), members }, begun, Outcome::Acknowledged(Value::Null));
        let cursor = text(&people[0].get("/sync").await.expect(200)["next_cursor"]);
        (Self { people, room_id, record }, cursor)
    }

    /// Sends so many messages, and more until the life has shown something, each until it is acknowledged or the time for it is
    /// over; gives those that were not.
    async fn speak(&self, life: &Life, speaker: usize, name: String, messages: usize) -> Result<Vec<Pending>> {
        let (mut pending, mut said) = (Vec::new(), 0);
        while life.goes_on(said, messages) {
            let (begun, content, client_id) = (Instant::now(), format!("words of {name}, {said}"), format!("{name}-{said}"));
            said += 1;
            let is_done = loop {
                let status = self.send(&life.server, speaker, &client_id, &content).await?;
                // The disk's failure is nobody's mistake but the server's.
                ensure!(matches!(status, 200 | 201) || status >= 500, "a message was answered by {status}");
                if life.note(status) {
                    break true;
                }
                if begun.elapsed() > PATIENCE {
                    break false;
                }
                sleep(Duration::from_millis(20)).await;
            };
            if !is_done {
                pending.push(Pending { speaker, client_id, content });
            }
        }
        Ok(pending)
    }

    /// Sends a message; gives the status of the answer.
    async fn send(&self, server: &Server, speaker: usize, client_id: &str, content: &str) -> Result<u16> {
        let (person, invoked) = (self.people[speaker].at(server), Instant::now());
        let (path, body) = (format!("/rooms/{}/messages", self.room_id), json!({ "content": content, "client_id": client_id }));
        let answer =
            person.try_send("POST", &path, |request| request.json(&body).timeout(PATIENCE)).await.context("the server is there")?;
        let is_done = matches!(answer.status, 200 | 201);
        let outcome = if is_done { Outcome::Acknowledged(answer.body) } else { refusal(answer.status, &answer.body) };
        let send = What::Send { room: self.room_id.clone(), client_id: client_id.to_owned(), content: content.to_owned() };
        self.record.note(&person, send, invoked, outcome);
        Ok(answer.status)
    }
}
