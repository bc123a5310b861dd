//! The server's clock jumps, forwards and backwards, while people talk: the order never hangs on it, tokens may expire and are
//! renewed, and nothing acknowledged is lost or doubled. The clock is that of libfaketime; timers go by another one, which does
//! not jump. Within its life a server's time never goes back, so it is killed too when its clock is behind, and the next life's times
//! are earlier.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use causerie_verify::{Outcome, What, verdict};
use serde_json::{Value, json};
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

use super::judge::{Record, refusal};
use super::told::{Told, Violations};
use super::wait_until;
use super::witness;
use crate::engine::Database;
use crate::person::text;
use crate::{Engine, Person, Server};

/// Where Debian keeps the library.
const FOLDERS: [&str; 3] = ["/usr/lib/x86_64-linux-gnu/faketime", "/usr/lib/aarch64-linux-gnu/faketime", "/usr/lib/faketime"];
const LIBRARY: &str = "libfaketimeMT.so.1";
/// The clock's offsets, one after the other.
const JUMPS: [&str; 6] = ["+1h", "+0", "-1h", "+0", "+2h", "-1h"];
const SPEAKERS: usize = 8;
/// How many messages must have been acknowledged since a jump before the next one.
const BETWEEN: usize = 40;
const PACE: Duration = Duration::from_millis(20);
const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Default)]
struct Tally {
    record: Record,
    acknowledged: AtomicUsize,
    /// How often somebody had to renew their tokens, or to sign in again.
    renewed: AtomicUsize,
    signed_in: AtomicUsize,
    is_over: AtomicBool,
}

/// Somebody who talks, whatever the clock says.
struct Speaker {
    person: Person,
    room_id: String,
    tally: Arc<Tally>,
}

/// Lets the clock jump so many rounds.
pub async fn run(engine: Engine, rounds: usize) -> Result<Told> {
    let library = library().context("libfaketime is not installed (Debian: apt-get install libfaketime); `cargo ci engines` does it")?;
    let (folder, library) = (tempfile::tempdir()?, library.display().to_string());
    let file = folder.path().join("offset");
    set(&file, "+0")?;
    let settings = [
        ("CAUSERIE_RATE_LIMITS", "off"),
        ("LD_PRELOAD", library.as_str()),
        ("FAKETIME_TIMESTAMP_FILE", file.to_str().context("the temporary folder has a plain name")?),
        ("FAKETIME_NO_CACHE", "1"),
        ("FAKETIME_DONT_FAKE_MONOTONIC", "1"),
    ];
    let server = Server::of(engine, Database::new(engine), &settings, &[]).await;
    let tally = Arc::new(Tally::default());
    let listener = Person::register(&server, "listener").await;
    let mut people = Vec::new();
    for number in 0..SPEAKERS {
        people.push(Person::register(&server, &format!("speaker{number}")).await);
    }
    let begun = Instant::now();
    let room_id = listener.group("Kitchen", &people.iter().collect::<Vec<_>>()).await;
    let members = people.iter().map(|person| person.id.clone()).collect();
    tally.record.note(&listener, What::Create { room: room_id.clone(), members }, begun, Outcome::Acknowledged(Value::Null));
    let cursor = text(&listener.get("/sync").await.expect(200)["next_cursor"]);
    let speaking: Vec<JoinHandle<Result<()>>> =
        people.into_iter().map(|person| tokio::spawn(Speaker { person, room_id: room_id.clone(), tally: tally.clone() }.talk())).collect();
    let jumps = rounds * JUMPS.len();
    let mut kills = 0;
    for jump in JUMPS.iter().cycle().take(jumps) {
        set(&file, jump)?;
        if jump.starts_with('-') {
            server.kill().await;
            server.run().await;
            kills += 1;
        }
        let before = tally.acknowledged.load(Ordering::Relaxed);
        wait_until("people talk on after a jump", PATIENCE, || tally.acknowledged.load(Ordering::Relaxed) >= before + BETWEEN).await?;
    }
    tally.is_over.store(true, Ordering::Relaxed);
    for one in speaking {
        one.await??;
    }
    let mut violations = Violations::default();
    // A token of the beginning may have expired.
    let listener = Person::login(listener.doors().clone(), &listener.username).await;
    let heard = witness::read(&tally.record, &listener, &room_id, &cursor, &mut violations).await?;
    let backwards = heard.windows(2).filter(|pair| pair[1]["created_at"].as_str() < pair[0]["created_at"].as_str()).count();
    violations.verdict()?;
    verdict(tally.record.judge())?;
    server.terminate().await;
    let count = |counter: &AtomicUsize| counter.load(Ordering::Relaxed);
    let (acknowledged, renewed, signed_in) = (count(&tally.acknowledged), count(&tally.renewed), count(&tally.signed_in));
    println!("jumps           {jumps} of the clock: {}, and again; {kills} kills (SIGKILL) when it was behind", JUMPS.join(", "));
    println!("acknowledged    {acknowledged}");
    println!("tokens          {renewed} renewals, {signed_in} sign-ins anew");
    println!("order           {backwards} messages have an earlier time than the one before; numbers and streams do not care");
    println!("every acknowledged message is there once, numbers are dense, and the stream is the history");
    Ok(Told::new(acknowledged, kills)
        .with("jumps of the clock by 1 to 3 h", jumps)
        .with("messages dated before their predecessor", backwards)
        .with("tokens renewed, sign-ins anew", format!("{renewed}, {signed_in}")))
}

fn library() -> Option<PathBuf> {
    FOLDERS.iter().map(|folder| Path::new(folder).join(LIBRARY)).find(|path| path.is_file())
}

/// Sets the clock; in one step, so that nobody reads half of it.
fn set(file: &Path, offset: &str) -> Result<()> {
    let new = file.with_extension("new");
    std::fs::write(&new, format!("{offset}\n"))?;
    Ok(std::fs::rename(new, file)?)
}

impl Speaker {
    /// Talks until it is over; every message is acknowledged.
    async fn talk(mut self) -> Result<()> {
        for number in 0.. {
            if self.tally.is_over.load(Ordering::Relaxed) {
                break;
            }
            self.insist(&format!("{}-{number}", self.person.username)).await?;
            self.tally.acknowledged.fetch_add(1, Ordering::Relaxed);
            sleep(PACE).await;
        }
        Ok(())
    }

    async fn insist(&mut self, name: &str) -> Result<()> {
        let (begun, content) = (Instant::now(), format!("words of {name}"));
        while begun.elapsed() < PATIENCE {
            let invoked = Instant::now();
            let body = json!({ "content": content, "client_id": name });
            let path = format!("/rooms/{}/messages", self.room_id);
            let Ok(answer) = self.person.try_send("POST", &path, |request| request.json(&body)).await else {
                self.note(name, &content, invoked, Outcome::Unknown);
                sleep(PACE).await;
                continue;
            };
            let is_done = matches!(answer.status, 200 | 201);
            let outcome = if is_done { Outcome::Acknowledged(answer.body.clone()) } else { refusal(answer.status, &answer.body) };
            self.note(name, &content, invoked, outcome);
            match answer.status {
                200 | 201 => return Ok(()),
                401 => self.renew().await?,
                status => ensure!(status == 503, "a message was answered by {status} {}", answer.body),
            }
        }
        anyhow::bail!("{name} was not taken within {PATIENCE:?}")
    }

    fn note(&self, name: &str, content: &str, invoked: Instant, outcome: Outcome) {
        let send = What::Send { room: self.room_id.clone(), client_id: name.to_owned(), content: content.to_owned() };
        self.tally.record.note(&self.person, send, invoked, outcome);
    }

    /// A token that has expired is renewed; where even that is refused, one signs in.
    async fn renew(&mut self) -> Result<()> {
        let body = json!({ "refresh_token": self.person.refresh_token });
        let Ok(answer) = self.person.try_send("POST", "/auth/refresh", |request| request.json(&body)).await else { return Ok(()) };
        let doors = self.person.doors().clone();
        if answer.status == 200 {
            self.tally.renewed.fetch_add(1, Ordering::Relaxed);
            self.person = Person::of(doors, &answer.body);
        } else {
            ensure!(answer.status == 401, "a refresh was answered by {} {}", answer.status, answer.body);
            self.tally.signed_in.fetch_add(1, Ordering::Relaxed);
            self.person = Person::login(doors, &self.person.username).await;
        }
        Ok(())
    }
}
