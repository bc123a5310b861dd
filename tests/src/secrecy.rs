//! Whether answers tell what is there from what is not: by their bytes, and by how long they take.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rand::rngs::StdRng;
use rand::seq::SliceRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use crate::generate::new_id;
use crate::person::text;
use crate::{Answer, Client, Engine, Person, Server};

/// How many calls are made of each kind.
const CALLS: usize = 200;
/// What chance alone would give is 0.5; this far from it is still held for chance.
const BAND: f64 = 0.05;
/// Chance leaves the band in one run of twelve, to either side, and the mean of several does so far more rarely: a question is
/// asked again until the mean of all its runs is in the band. One lucky run after others does not bring it there.
const RUNS: usize = 5;
/// How many wrong passwords a name has free.
const TRIES: usize = 4;

/// One request.
#[derive(Clone)]
struct Ask {
    method: &'static str,
    path: String,
    body: Option<Value>,
}

impl Ask {
    fn of(method: &'static str, path: impl Into<String>) -> Self {
        Self { method, path: path.into(), body: None }
    }
}

/// Two kinds of requests that nobody may tell apart by their answers: what is there, though not for the caller, and what is not.
struct Question {
    name: &'static str,
    there: Vec<Ask>,
    nowhere: Vec<Ask>,
}

/// Asks everything, and prints what it comes to; an error when something is told.
pub async fn run(engine: Engine, seed: u64) -> Result<()> {
    println!("seed {seed}");
    let mut chance = StdRng::seed_from_u64(seed);
    // Wrong passwords are counted by address, so each comes from one of its own.
    let settings = [("CAUSERIE_RATE_LIMITS", "off"), ("CAUSERIE_TRUSTED_PROXIES", "127.0.0.0/8"), ("CAUSERIE_LOG", "warn")];
    let server = Server::with(engine, &settings).await;
    let stage = Stage::set(&server).await;
    let mut told = Vec::new();
    println!("{:<52} {:>9} {:>9}  AUC of each run", "what is asked", "there", "nowhere");
    for name in NAMES {
        let mut aucs = Vec::new();
        for _ in 0..RUNS {
            let question = stage.question(&server, name).await;
            let (there, nowhere) = time(&stage.mallory, &question, &mut chance).await?;
            aucs.push(auc(&there, &nowhere));
            println!("{name:<52} {:>9} {:>9}  {}", median(&there), median(&nowhere), join(&aucs));
            if is_chance(&aucs) {
                break;
            }
        }
        if !is_chance(&aucs) {
            told.push(name);
        }
    }
    if !told.is_empty() {
        bail!("the time tells what is there: {}, in the mean of {RUNS} runs of {CALLS} calls of each kind", told.join(", "));
    }
    println!("no answer tells what is there: the same bytes but for ids, and a mean AUC within 0.5 ± {BAND}, {} calls a run", 2 * CALLS);
    Ok(())
}

/// Whether runs of these AUC tell nothing, taken together.
fn is_chance(aucs: &[f64]) -> bool {
    (aucs.iter().sum::<f64>() / aucs.len() as f64 - 0.5).abs() <= BAND
}

const NAMES: [&str; 8] = [
    "a wrong password of somebody, and of nobody",
    "a room of others, and none",
    "a message in a room of others, and none",
    "a message by itself: whom it has reached",
    "a message by itself: reading it",
    "a message by itself: forwarding it",
    "a session of somebody else, and none",
    "a member of a room of others, and nobody",
];

/// What is there, and who asks.
struct Stage {
    mallory: Person,
    den: String,
    room: String,
    message: String,
    session: String,
    member: String,
}

impl Stage {
    async fn set(server: &Server) -> Self {
        let (ada, bob) = (Person::register(server, "ada").await, Person::register(server, "bob").await);
        let mallory = Person::register(server, "mallory").await;
        let room = ada.group("Kitchen", &[&bob]).await;
        let message = text(&ada.say(&room, "Between us.").await["id"]);
        let den = mallory.group("Den", &[]).await;
        Self { mallory, den, room, message, session: ada.session_id, member: bob.id }
    }

    async fn question(&self, server: &Server, name: &'static str) -> Question {
        let Self { room, message, session, member, .. } = self;
        let each = |there: &dyn Fn() -> Ask, nowhere: &dyn Fn() -> Ask| Question {
            name,
            there: (0..CALLS).map(|_| there()).collect(),
            nowhere: (0..CALLS).map(|_| nowhere()).collect(),
        };
        let by_id = |method: &'static str, path: &'static str, body: Option<Value>| {
            let ask = move |id: &str| Ask { body: body.clone(), ..Ask::of(method, path.replace("{}", id)) };
            each(&|| ask(message), &|| ask(&new_id()))
        };
        match NAMES.iter().position(|known| *known == name) {
            Some(0) => passwords(server, name).await,
            Some(1) => each(&|| Ask::of("GET", format!("/rooms/{room}")), &|| Ask::of("GET", format!("/rooms/{}", new_id()))),
            Some(2) => {
                let of = |id: &str| Ask::of("GET", format!("/rooms/{room}/messages/{id}"));
                each(&|| of(message), &|| of(&new_id()))
            }
            Some(3) => by_id("GET", "/messages/{}/receipts", None),
            Some(4) => by_id("POST", "/messages/{}/read", None),
            Some(5) => by_id("POST", "/messages/{}/forward", Some(json!({ "room_ids": [self.den] }))),
            Some(6) => {
                let of = |id: &str| Ask::of("DELETE", format!("/auth/sessions/{id}"));
                each(&|| of(session), &|| of(&new_id()))
            }
            _ => {
                let of = |id: &str| Ask::of("DELETE", format!("/rooms/{room}/members/{id}"));
                each(&|| of(member), &|| of(&new_id()))
            }
        }
    }
}

/// Wrong passwords of as many names that somebody has as of names that nobody has, each name as often as the other.
async fn passwords(server: &Server, name: &'static str) -> Question {
    let (mut there, mut nowhere) = (Vec::new(), Vec::new());
    for _ in 0..CALLS / TRIES {
        let known = Person::register(server, &new_id()[9..]).await.username;
        let login = |username: &str| {
            let body = json!({ "username": username, "password": "not the password 1843" });
            Ask { body: Some(body), ..Ask::of("POST", "/auth/login") }
        };
        there.extend((0..TRIES).map(|_| login(&known)));
        let unknown = new_id()[9..].to_owned();
        nowhere.extend((0..TRIES).map(|_| login(&unknown)));
    }
    Question { name, there, nowhere }
}

/// Makes all requests, one after the other in random order; gives how long each kind took.
async fn time(client: &Client, question: &Question, chance: &mut StdRng) -> Result<(Vec<Duration>, Vec<Duration>)> {
    let kinds = question.there.iter().map(|ask| (true, ask)).chain(question.nowhere.iter().map(|ask| (false, ask)));
    let mut asks: Vec<(bool, &Ask)> = kinds.collect();
    asks.shuffle(chance);
    let (mut there, mut nowhere, mut first) = (Vec::new(), Vec::new(), None);
    // What is done for the first time takes longer, whichever it is.
    client.get("/users/me").await.expect(200);
    for (is_there, ask) in asks {
        let from = format!("10.{}.{}.{}", chance.random::<u8>(), chance.random::<u8>(), chance.random_range(1..=254));
        let client = client.with_header("x-forwarded-for", &from);
        let began = Instant::now();
        let answer = send(&client, ask).await;
        let took = began.elapsed();
        let said = said(&answer);
        if *first.get_or_insert_with(|| said.clone()) != said {
            bail!("{}: answers differ by more than ids: {first:?} and {said:?}", question.name);
        }
        if is_there { there.push(took) } else { nowhere.push(took) }
    }
    Ok((there, nowhere))
}

async fn send(client: &Client, ask: &Ask) -> Answer {
    client
        .send(ask.method, &ask.path, |request| match &ask.body {
            Some(body) => request.json(body),
            None => request,
        })
        .await
}

/// Everything that an answer says, but for ids and the time of day.
fn said(answer: &Answer) -> (u16, Vec<(String, String)>, Value) {
    let headers = answer.headers.iter().filter(|(name, _)| !matches!(name.as_str(), "x-request-id" | "date"));
    let mut headers: Vec<_> =
        headers.map(|(name, value)| (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())).collect();
    headers.sort();
    let mut body = answer.body.clone();
    body.as_object_mut().map(|fields| fields.remove("instance"));
    (answer.status, headers, body)
}

/// How often one of the first kind takes longer than one of the second (the area under the curve of Mann and Whitney).
fn auc(first: &[Duration], second: &[Duration]) -> f64 {
    let wins = first.iter().flat_map(|one| {
        second.iter().map(move |other| match one.cmp(other) {
            std::cmp::Ordering::Greater => 1.0,
            std::cmp::Ordering::Equal => 0.5,
            std::cmp::Ordering::Less => 0.0,
        })
    });
    wins.sum::<f64>() / (first.len() * second.len()) as f64
}

fn median(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort();
    format!("{:.0} µs", sorted[sorted.len() / 2].as_secs_f64() * 1e6)
}

fn join(aucs: &[f64]) -> String {
    aucs.iter().map(|auc| format!("{auc:.3}")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_area_is_one_half_for_what_is_alike_and_the_ends_for_what_is_not() {
        let times = |range: std::ops::Range<u64>| range.map(Duration::from_micros).collect::<Vec<_>>();
        assert!((auc(&times(0..100), &times(0..100)) - 0.5).abs() < 1e-9);
        assert!((auc(&times(100..200), &times(0..100)) - 1.0).abs() < 1e-9);
        assert!(auc(&times(0..100), &times(100..200)).abs() < 1e-9);
    }

    #[test]
    fn one_lucky_run_does_not_hide_what_the_others_tell() {
        assert!(!is_chance(&[0.617, 0.620, 0.481]) && !is_chance(&[0.38, 0.41]));
        assert!(is_chance(&[0.56, 0.44, 0.47]) && is_chance(&[0.5]));
    }
}
