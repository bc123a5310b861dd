//! The load that faults happen under: people who send on and on, each message again and again until it is acknowledged.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use causerie_verify::{Outcome, What};
use serde_json::{Value, json};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Error;

use super::judge::{Record, refusal};
use crate::{Person, Socket};

/// How long one answer is waited for.
const PATIENCE: Duration = Duration::from_secs(15);
/// How soon a send is tried again.
const PAUSE: Duration = Duration::from_millis(20);

/// What all senders have done so far.
#[derive(Default)]
pub struct Tally {
    pub acknowledged: AtomicUsize,
    pub retries: AtomicUsize,
    /// Senders that have a message on its way.
    pub unacknowledged: AtomicUsize,
    /// Set when no new message is to be begun.
    pub is_over: AtomicBool,
    /// What was done and seen.
    pub record: Record,
    /// Answers that no fault explains, and how often they came.
    faults: Mutex<BTreeMap<String, usize>>,
}

impl Tally {
    /// Answers other than success and `503`: no kill may lead to them.
    pub fn faults(&self) -> BTreeMap<String, usize> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn fault(&self, what: String) {
        *self.faults.lock().unwrap_or_else(PoisonError::into_inner).entry(what).or_default() += 1;
    }

    /// A problem: only the one that asks to come back is expected.
    fn problem(&self, place: &str, status: u16, problem: &Value) {
        if status != 503 {
            self.fault(format!("{place} answered {status} {}", problem["code"]));
        }
    }
}

/// A message that was acknowledged.
pub struct Acknowledged {
    pub client_id: String,
    /// When the call that was acknowledged began.
    pub begun: Instant,
    /// Which of the places it was sent from.
    pub node: usize,
}

/// Someone who sends into one room.
pub struct Sender {
    pub person: Arc<Person>,
    /// Which of the places they send from.
    pub node: usize,
    pub room_id: String,
    /// Over the socket, or over HTTP.
    pub over_socket: bool,
    /// How long they wait between two messages.
    pub pace: Duration,
    pub tally: Arc<Tally>,
}

impl Sender {
    /// Sends until the load is over; gives all messages, every one of them acknowledged.
    pub async fn run(self) -> Vec<Acknowledged> {
        let mut acknowledged = Vec::new();
        let mut socket = None;
        while !self.tally.is_over.load(Ordering::Relaxed) {
            let number = acknowledged.len();
            let client_id = format!("{}-{number}", self.person.username);
            let content = format!("{} says the words number {number}", self.person.username);
            self.tally.unacknowledged.fetch_add(1, Ordering::Relaxed);
            let begun = self.insist(&mut socket, &client_id, &content).await;
            self.tally.unacknowledged.fetch_sub(1, Ordering::Relaxed);
            self.tally.acknowledged.fetch_add(1, Ordering::Relaxed);
            acknowledged.push(Acknowledged { client_id, begun, node: self.node });
            tokio::time::sleep(self.pace).await;
        }
        acknowledged
    }

    async fn insist(&self, socket: &mut Option<Socket>, client_id: &str, content: &str) -> Instant {
        loop {
            let begun = Instant::now();
            let outcome = if self.over_socket {
                self.over_socket(socket, client_id, content).await
            } else {
                self.over_http(client_id, content).await
            };
            let is_done = matches!(outcome, Outcome::Acknowledged(_));
            let (room, client_id, content) = (self.room_id.clone(), client_id.to_owned(), content.to_owned());
            self.tally.record.note(&self.person, What::Send { room, client_id, content }, begun, outcome);
            if is_done {
                return begun;
            }
            self.tally.retries.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn over_http(&self, client_id: &str, content: &str) -> Outcome {
        let body = json!({ "content": content, "client_id": client_id });
        let path = format!("/rooms/{}/messages", self.room_id);
        let Ok(answer) = self.person.try_send("POST", &path, |request| request.json(&body).timeout(PATIENCE)).await else {
            return Outcome::Unknown;
        };
        if matches!(answer.status, 200 | 201) {
            return Outcome::Acknowledged(answer.body);
        }
        self.tally.problem("POST messages", answer.status, &answer.body);
        refusal(answer.status, &answer.body)
    }

    async fn over_socket(&self, place: &mut Option<Socket>, client_id: &str, content: &str) -> Outcome {
        let socket = match place.take() {
            Some(socket) => Some(socket),
            None => open(&self.person, None, &self.tally).await,
        };
        let Some(mut socket) = socket else { return Outcome::Unknown };
        let data = json!({ "room_id": self.room_id, "content": content, "client_id": client_id });
        socket.send(&json!({ "type": "message.send", "ref": client_id, "data": data })).await;
        let answered = async {
            loop {
                // Others' messages come by as well; a connection that has ended gives nothing.
                let frame = socket.next().await?;
                if frame["ref"] == client_id {
                    return Some(frame);
                }
            }
        };
        let Ok(Some(mut answer)) = tokio::time::timeout(PATIENCE, answered).await else { return Outcome::Unknown };
        *place = Some(socket);
        if answer["type"] == "ack" {
            return Outcome::Acknowledged(answer["data"]["message"].take());
        }
        let problem = &answer["data"]["problem"];
        let status = problem["status"].as_u64().and_then(|status| status.try_into().ok()).unwrap_or(0);
        self.tally.problem("message.send", status, problem);
        refusal(status, problem)
    }
}

/// Opens a person's event stream, if the server is there.
pub async fn open(person: &Person, cursor: Option<&str>, tally: &Tally) -> Option<Socket> {
    match tokio::time::timeout(PATIENCE, person.try_connect(cursor)).await.ok()? {
        Ok(socket) => Some(socket),
        Err(Error::Http(answer)) => {
            let problem = answer.body().as_ref().and_then(|body| serde_json::from_slice(body).ok()).unwrap_or_default();
            tally.problem("GET events", answer.status().as_u16(), &problem);
            None
        }
        // Nobody listens, or the connection broke off.
        Err(_) => None,
    }
}
