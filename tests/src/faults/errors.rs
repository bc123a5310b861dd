//! The disk answers with errors: strace lets syncs and writes of the server fail now and then. Whoever was told that their message is
//! there finds it, also after the process was killed and started again on a disk that is well.

use std::time::Duration;

use anyhow::{Context, Result, ensure};
use causerie_verify::{Outcome, What, verdict};
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

/// Which system calls fail: SQLite syncs with these, and writes with that.
const FAILING: [&str; 2] = ["fdatasync,fsync", "pwrite64"];
/// How many speak at once, so that commits carry several messages.
const SPEAKERS: usize = 6;
const PATIENCE: Duration = Duration::from_secs(15);

/// Lets each kind of call fail in so many lives of the server, with so many messages each.
pub async fn run(lives: usize, messages: usize, seed: u64) -> Result<Told> {
    println!("seed            {seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    let database = tempfile::tempdir()?;
    let url = || format!("sqlite://{}", database.path().join("causerie.db").display());
    let settings = [("CAUSERIE_RATE_LIMITS", "off")];
    // The people are made while all is well.
    let server = Server::of(Engine::Sqlite, Database::at(url()), &settings, &[]).await;
    let mut people = Vec::new();
    for number in 0..SPEAKERS {
        people.push(Person::register(&server, &format!("speaker{number}")).await);
    }
    let (record, begun) = (Record::default(), Instant::now());
    let room_id = people[0].group("Kitchen", &people[1..].iter().collect::<Vec<_>>()).await;
    let members = people[1..].iter().map(|person| person.id.clone()).collect();
    record.note(&people[0], What::Create { room: room_id.clone(), members }, begun, Outcome::Acknowledged(Value::Null));
    let cursor = text(&people[0].get("/sync").await.expect(200)["next_cursor"]);
    server.terminate().await;
    let (mut acknowledged, mut refused, mut kills) = (0, 0, 0);
    for life in 0..lives * FAILING.len() {
        let calls = FAILING[life % FAILING.len()];
        // The first ones are of the start; then every so many.
        let (first, every) = (chance.random_range(40..80), chance.random_range(5..20));
        let (trace, inject) = (format!("trace={calls}"), format!("inject={calls}:error=EIO:when={first}+{every}"));
        // -D: strace stands beside the server and not above it, so that signals reach the server itself.
        let strace = ["strace", "-D", "-f", "-qq", "-o", "/dev/null", "-e", &trace, "-e", &inject];
        let server = Server::of(Engine::Sqlite, Database::at(url()), &settings, &strace).await;
        let speaking = people.iter().enumerate().map(|(number, person)| {
            let person = person.at(&server);
            speak(&record, person, room_id.clone(), format!("{life}-{number}"), messages / SPEAKERS)
        });
        for (done, failed) in futures_util::future::try_join_all(speaking).await? {
            acknowledged += done;
            refused += failed;
        }
        server.kill().await;
        kills += 1;
    }
    ensure!(refused > 0, "no call failed: nothing was shown");
    let server = Server::of(Engine::Sqlite, Database::at(url()), &settings, &[]).await;
    let mut violations = Violations::default();
    for person in &people[..2] {
        witness::read(&record, &person.at(&server), &room_id, &cursor, &mut violations).await?;
    }
    violations.verdict()?;
    verdict(record.judge())?;
    server.terminate().await;
    println!("failing calls   {} in turn, EIO, in {kills} lives of the server, each ended by SIGKILL", FAILING.join(" and "));
    println!("acknowledged    {acknowledged}; {refused} answers were errors, and the message was sent again");
    println!("every acknowledged message is there once, and numbers are dense");
    Ok(Told::new(acknowledged, kills).with("lives on a failing disk", kills).with("answers that were errors", refused))
}

/// Sends so many messages, each until it is acknowledged or the time is over; gives how many were, and how many answers were errors.
async fn speak(record: &Record, person: Person, room_id: String, name: String, messages: usize) -> Result<(usize, usize)> {
    let (mut acknowledged, mut refused, path) = (0, 0, format!("/rooms/{room_id}/messages"));
    for number in 0..messages {
        let (begun, content, client_id) = (Instant::now(), format!("words of {name}, {number}"), format!("{name}-{number}"));
        while begun.elapsed() < PATIENCE {
            let (invoked, body) = (Instant::now(), json!({ "content": content, "client_id": client_id }));
            let answer =
                person.try_send("POST", &path, |request| request.json(&body).timeout(PATIENCE)).await.context("the server is there")?;
            let is_done = matches!(answer.status, 200 | 201);
            let outcome = if is_done { Outcome::Acknowledged(answer.body.clone()) } else { refusal(answer.status, &answer.body) };
            let send = What::Send { room: room_id.clone(), client_id: client_id.clone(), content: content.clone() };
            record.note(&person, send, invoked, outcome);
            if is_done {
                acknowledged += 1;
                break;
            }
            // The disk's failure is nobody's mistake but the server's.
            ensure!(answer.status >= 500, "a message was answered by {} {}", answer.status, answer.body);
            refused += 1;
            sleep(Duration::from_millis(20)).await;
        }
    }
    Ok((acknowledged, refused))
}
