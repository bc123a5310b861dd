//! What happens to the secrets: they are used as they should be, and in every wrong way.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;

use super::Canary;
use super::places::Place::{self, Backup, Database};
use crate::catalogue::{postgres, sqlite};
use crate::person::text;
use crate::{Answer, Client, Engine, Person, Server, Socket};

/// Passwords, and words that stand in no database either.
const PASSWORD: &str = "canary-password-8f2e";
const NEXT_PASSWORD: &str = "canary-next-password-3b9d";
const WRONG_PASSWORD: &str = "canary-wrong-password-c07a";
/// What people say and are called: in the database and its backups, and nowhere else.
const WORDS: [&str; 6] = [
    "canary-content-by-http-1f",
    "canary-content-by-socket-2e",
    "canary-content-edited-3d",
    "canary-room-4c",
    "canary.mail-5b@example.org",
    "canary-name-6a",
];
/// What is said where nothing comes of it.
const LOST: [&str; 3] = ["canary-lost-words-77", "canary-lost-frame-88", "canary-lost-to-the-engine-99"];
const KEY: &str = "canary-idempotency-key-5ee1";
const MADE_UP: &str = "canary-made-up-token-AAAAAAAAAAAAAAAAAAAAAAAA";
const KEPT: &[Place] = &[Database, Backup];

/// What was done, and what came back.
pub struct Story {
    pub canaries: Vec<Canary>,
    pub refusals: Vec<u8>,
}

impl Story {
    fn secret(&mut self, name: &'static str, value: impl Into<String>) {
        self.canaries.push(Canary { name, value: value.into(), may: &[] });
    }

    fn kept(&mut self, name: &'static str, value: &str) {
        self.canaries.push(Canary { name, value: value.to_owned(), may: KEPT });
    }

    fn tokens(&mut self, given: &Value) {
        self.secret("an access token", text(&given["access_token"]));
        self.secret("a refresh token", text(&given["refresh_token"]));
    }

    /// Takes an answer that must be a refusal.
    #[track_caller]
    fn refused(&mut self, answer: &Answer) {
        assert!(answer.status >= 400, "this was to be refused: {answer:?}");
        self.refusals.extend(format!("{:?} {}\n", answer.headers, answer.body).into_bytes());
    }
}

/// Does it all.
pub async fn tell(server: &Server) -> Story {
    let mut story = Story { canaries: Vec::new(), refusals: Vec::new() };
    for (name, value) in [("a password", PASSWORD), ("a new password", NEXT_PASSWORD), ("a wrong password", WRONG_PASSWORD)] {
        story.secret(name, value);
    }
    WORDS.iter().for_each(|word| story.kept("what somebody said or is called", word));
    LOST.iter().for_each(|word| story.secret("words that were refused", *word));
    story.secret("a made-up token", MADE_UP);
    story.kept("an idempotency key", KEY);
    let ada = sign_in(server, &mut story).await;
    let room = speak(server, &ada, &mut story).await;
    go_wrong(server, &ada, &room, &mut story).await;
    fail_below(server, &ada, &room, &mut story).await;
    story
}

/// Registers, signs in with cookies too, changes the password, refreshes.
async fn sign_in(server: &Server, story: &mut Story) -> Person {
    let guest = server.client();
    let account = json!({ "username": "ada", "password": PASSWORD, "display_name": WORDS[5], "email": WORDS[4] });
    let given = guest.post("/auth/register", account.clone()).await.expect(201);
    story.tokens(&given);
    story.refused(&guest.post("/auth/register", account).await);
    let ada = Person::of(server, &given);
    let body = json!({ "username": "ada", "password": PASSWORD, "transport": "cookie" });
    let browser = guest.post("/auth/login", body).await;
    story.secret("a CSRF token", text(&browser.body["csrf_token"]));
    for cookie in browser.headers.get_all("set-cookie") {
        let value = cookie.to_str().unwrap_or_default().split(['=', ';']).nth(1).unwrap_or_default().to_owned();
        story.secret("a cookie", value);
    }
    let changed = json!({ "current_password": PASSWORD, "new_password": NEXT_PASSWORD });
    ada.put("/auth/password", changed).await.expect(204);
    let wrong = json!({ "current_password": WRONG_PASSWORD, "new_password": NEXT_PASSWORD });
    story.refused(&ada.put("/auth/password", wrong).await);
    story.refused(&guest.post("/auth/login", json!({ "username": "ada", "password": WRONG_PASSWORD })).await);
    story.refused(&guest.post("/auth/login", json!({ "username": WRONG_PASSWORD, "password": 7 })).await);
    story.refused(&guest.post("/auth/register", json!({ "username": "bob", "password": "short", "email": WRONG_PASSWORD })).await);
    let next = guest.post("/auth/refresh", json!({ "refresh_token": ada.refresh_token })).await.expect(200);
    story.tokens(&next);
    story.refused(&guest.post("/auth/refresh", json!({ "refresh_token": MADE_UP })).await);
    Person::of(server, &next)
}

/// Speaks over HTTP and over a socket that a ticket has opened; gives the room.
async fn speak(server: &Server, ada: &Person, story: &mut Story) -> String {
    let room = ada.group(WORDS[3], &[]).await;
    let keyed = ada.with_header("idempotency-key", KEY);
    let said = keyed.post(&format!("/rooms/{room}/messages"), json!({ "content": WORDS[0] })).await.expect(201);
    keyed.post(&format!("/rooms/{room}/messages"), json!({ "content": WORDS[0] })).await.expect(201);
    story.refused(&keyed.post(&format!("/rooms/{room}/messages"), json!({ "content": LOST[0] })).await);
    let path = format!("/rooms/{room}/messages/{}", text(&said["id"]));
    ada.patch(&path, json!({ "content": WORDS[2] })).await.expect(200);
    let ticket = text(&ada.post_empty("/auth/tickets").await.expect(201)["ticket"]);
    story.secret("a ticket", ticket.clone());
    let request =
        |ticket: &str| format!("ws://{}/api/v1/events?ticket={ticket}", server.address()).into_client_request().expect("it is a request");
    let mut socket = Socket::with(server.address(), request(&ticket)).await.expect("a ticket opens the stream");
    socket.until("caught_up").await;
    socket.ask("message.send", json!({ "room_id": room, "content": WORDS[1] })).await;
    assert!(
        Socket::with(server.address(), request(&ticket)).await.is_err() && Socket::with(server.address(), request(MADE_UP)).await.is_err()
    );
    for frame in [
        json!({ "type": "message.send", "ref": "a", "data": { "room_id": room, "content": [LOST[1]] } }),
        json!({ "type": "message.send", "ref": "a", "data": { "room_id": LOST[1], "content": LOST[1], "more": LOST[1] } }),
        json!({ "type": LOST[1], "ref": "a", "data": {} }),
        json!({ "type": "ack", "ref": "a", "data": { "cursor": LOST[1] } }),
    ] {
        socket.send(&frame).await;
        let answer = socket.until("error").await;
        story.refusals.extend(answer.to_string().into_bytes());
    }
    room
}

/// Bodies, addresses, headers and tokens that are wrong, with secrets in them.
async fn go_wrong(server: &Server, ada: &Person, room: &str, story: &mut Story) {
    let messages = format!("/rooms/{room}/messages");
    for body in [
        format!("{{\"content\": \"{}\"", LOST[0]),
        format!("{{\"content\": [\"{}\"]}}", LOST[0]),
        format!("{{\"more\": \"{}\", \"content\": 7}}", LOST[0]),
        format!("\"{}\"", LOST[0]),
        format!("{{\"content\": \"{}{}\"}}", LOST[0], "x".repeat(5_000)),
        format!("{{\"content\": \"{}{}\"}}", LOST[0], "x".repeat(300_000)),
    ] {
        let send = |client: Client, path: String, body: String| async move {
            client.send("POST", &path, |request| request.header("content-type", "application/json").body(body)).await
        };
        story.refused(&send((**ada).clone(), messages.clone(), body.clone()).await);
        story.refused(&send(server.client(), "/auth/login".to_owned(), body).await);
    }
    for path in [format!("/rooms/{MADE_UP}"), format!("/invites/{MADE_UP}/accept"), format!("/users?cursor={MADE_UP}")] {
        story.refused(&ada.get(&path).await);
    }
    for token in [MADE_UP, &ada.access_token[..ada.access_token.len() - 2]] {
        story.refused(&server.client().with_token(token).get("/users/me").await);
        story.refused(&server.client().with_header("cookie", &format!("__Host-causerie_session={token}")).get("/users/me").await);
    }
    let basic = server.client().with_header("authorization", &format!("Basic {MADE_UP}"));
    story.refused(&basic.with_header("idempotency-key", &format!("{KEY} {MADE_UP}")).post(&messages, json!({ "content": LOST[0] })).await);
}

/// Writes that the database itself refuses, whose errors may tell more than they should.
async fn fail_below(server: &Server, ada: &Person, room: &str, story: &mut Story) {
    for text in ["ALTER TABLE messages RENAME TO messages_away", "ALTER TABLE messages_away RENAME TO messages"] {
        match server.engine {
            Engine::Sqlite => sqlx::query(text).execute(&mut sqlite(server).await).await.map(drop),
            Engine::Postgres => sqlx::query(text).execute(&mut postgres(server).await).await.map(drop),
        }
        .expect("the table can be renamed");
        if text.ends_with("away") {
            let lost = ada.post(&format!("/rooms/{room}/messages"), json!({ "content": LOST[2] })).await;
            story.refused(&lost);
            let keyed = ada.with_header("idempotency-key", "another");
            story.refused(&keyed.post(&format!("/rooms/{room}/messages"), json!({ "content": LOST[2] })).await);
        }
    }
}
