//! Asking a cell, and the word for what is answered.

use serde_json::Value;
use tokio_tungstenite::tungstenite::Error;

use super::cast::Cast;
use super::cells::{Actor, Cell, Thing};
use super::subjects::{Call, Subject};
use super::things::Things;
use crate::client::API;
use crate::contract::{Operation, contract};
use crate::forge::{claims, header, with};
use crate::generate::{Fill, dress, new_id};
use crate::socket::Socket;
use crate::{Answer, Client, Person};

/// Somebody who asks, with what they have.
pub struct Asker<'a> {
    cast: &'a Cast<'a>,
    things: Things,
    client: Client,
    /// The token that they come with; nobody has none.
    token: Option<String>,
    socket: Option<Socket>,
}

/// What was answered.
pub struct Outcome {
    pub word: String,
    pub answer: Value,
}

impl<'a> Asker<'a> {
    pub async fn new(cast: &'a Cast<'a>, actor: Actor, mut things: Things) -> Self {
        let hour_ago = chrono::Utc::now().timestamp() - 3600;
        let token = match actor {
            Actor::Anonymous => None,
            Actor::Expired => Some(cast.forge.sign(&header(), &with(claims(&things.person), "exp", hour_ago.into()))),
            Actor::Revoked => {
                let ended = Person::login(cast.server, &things.person.username).await;
                ended.post_empty("/auth/revoke").await.expect(204);
                let token = ended.access_token.clone();
                things.person = ended;
                Some(token)
            }
            _ => Some(things.person.access_token.clone()),
        };
        let anonymous = cast.server.client();
        let client = token.as_ref().map_or_else(|| anonymous.clone(), |token| anonymous.with_token(token));
        Self { cast, things, client, token, socket: None }
    }

    /// Does what must have been done before a cell means something.
    pub async fn prepare(&self, cell: &Cell) {
        // Only what was cleared can be taken back.
        if cell.subject.name == "undoRoom" {
            let path = self.fill(cell).path(contract().operation("clearRoom"));
            self.client.delete(&path).await.expect(200);
        }
    }

    fn fill(&self, cell: &Cell) -> Fill {
        let fill = self.things.fill(self.cast, cell.subject.kind, cell.thing);
        match cell.subject.name.as_str() {
            // A name that nobody has.
            "register" => fill.with("username", &new_id()[9..]),
            // Whoever is added is not there yet.
            "addMember" if cell.thing == Thing::Others => fill.with("user_id", &self.cast.stranger.id),
            _ => fill,
        }
    }

    pub async fn ask(&mut self, cell: &Cell) -> Outcome {
        let fill = self.fill(cell);
        match &cell.subject.call {
            Call::Operation(operation) => Outcome::of(self.call(operation, &cell.subject, &fill).await),
            Call::Frame(name) => match self.frame(name, &fill).await {
                Ok(answer) => Outcome::of_frame(answer),
                Err(status) => Outcome { word: status.to_string(), answer: Value::Null },
            },
        }
    }

    async fn call(&self, operation: &Operation, subject: &Subject, fill: &Fill) -> Answer {
        let mut body = fill.body(operation);
        let mut query: Vec<String> = subject.query.iter().map(|name| format!("{name}={}", fill.get(name, &subject.name))).collect();
        match (subject.variant, &mut body) {
            (Some((name, value)), Some(body)) => body[name] = value.into(),
            (Some((name, value)), None) => query.push(format!("{name}={value}")),
            (None, _) => {}
        }
        let mut path = fill.path(operation);
        // What is not below the API is asked for with a second slash.
        if !operation.template.starts_with(API) {
            path = format!("/{path}");
        }
        if !query.is_empty() {
            path = format!("{path}?{}", query.join("&"));
        }
        let dressed = |request| match body {
            Some(body) => dress(operation, request).json(&body),
            None => dress(operation, request),
        };
        self.client.send(&operation.method, &path, dressed).await
    }

    /// Sends a frame on a socket that stays open; the status of the handshake when there is none.
    async fn frame(&mut self, name: &str, fill: &Fill) -> Result<Value, u16> {
        if self.socket.is_none() {
            let opened = Socket::open(self.cast.server.address(), self.token.as_deref().unwrap_or_default(), None).await;
            let mut socket = opened.map_err(|error| match error {
                Error::Http(response) => response.status().as_u16(),
                error => panic!("no answer: {error}"),
            })?;
            socket.until("caught_up").await;
            self.socket = Some(socket);
        }
        let socket = self.socket.as_mut().expect("it was opened");
        let cursor = socket.cursor.clone().unwrap_or_default();
        Ok(socket.ask(name, fill.clone().with("cursor", &cursor).data(name)).await)
    }
}

/// The code that a problem of a status usually has.
fn usual(status: u16) -> &'static str {
    match status {
        400 => "bad_request",
        401 => "unauthorized",
        403 => "forbidden",
        404 => "not_found",
        409 => "conflict",
        410 => "gone",
        422 => "validation_failed",
        _ => "",
    }
}

fn word(problem: &Value) -> String {
    let (status, code) = (problem["status"].as_u64().unwrap_or_default() as u16, problem["code"].as_str().unwrap_or_default());
    if code == usual(status) { status.to_string() } else { format!("{status}:{code}") }
}

impl Outcome {
    fn of(answer: Answer) -> Self {
        let word = if answer.status < 400 { answer.status.to_string() } else { word(&answer.body) };
        Self { word, answer: answer.body }
    }

    fn of_frame(frame: Value) -> Self {
        let word = if frame["type"] == "error" { word(&frame["data"]["problem"]) } else { "ok".to_owned() };
        Self { word, answer: frame }
    }
}
