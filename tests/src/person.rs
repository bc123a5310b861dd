//! People: accounts with a signed-in device, who make rooms, speak and listen.

use std::ops::Deref;

use serde_json::{Value, json};

use tokio_tungstenite::tungstenite::Error;

use crate::client::Client;
use crate::doors::Doors;
use crate::socket::Socket;

/// Everybody's password, unless a test gives another one.
pub const PASSWORD: &str = "a lovely engine 1843";

/// A person with one signed-in device. Calls of [`Client`] carry their access token.
#[derive(Clone)]
pub struct Person {
    pub id: String,
    pub username: String,
    pub session_id: String,
    pub access_token: String,
    pub refresh_token: String,
    client: Client,
}

impl Deref for Person {
    type Target = Client;

    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Person {
    /// Makes an account and signs its first device in.
    pub async fn register(place: impl Into<Doors>, username: &str) -> Self {
        let (client, body) = (Client::new(place.into()), json!({ "username": username, "password": PASSWORD }));
        let given = client.post("/auth/register", body).await.expect(201);
        Self::of(client.doors().clone(), &given)
    }

    /// Signs another device in.
    pub async fn login(place: impl Into<Doors>, username: &str) -> Self {
        let (client, body) = (Client::new(place.into()), json!({ "username": username, "password": PASSWORD }));
        let given = client.post("/auth/login", body).await.expect(200);
        Self::of(client.doors().clone(), &given)
    }

    /// The device that an answer of register, login or refresh signed in.
    pub fn of(place: impl Into<Doors>, given: &Value) -> Self {
        let access_token = text(&given["access_token"]);
        Self {
            id: text(&given["user"]["id"]),
            username: text(&given["user"]["username"]),
            session_id: text(&given["session_id"]),
            refresh_token: text(&given["refresh_token"]),
            client: Client::new(place.into()).with_token(&access_token),
            access_token,
        }
    }

    /// The same device elsewhere: at another node, or at several.
    pub fn at(&self, place: impl Into<Doors>) -> Self {
        Self { client: self.client.at(place), ..self.clone() }
    }

    /// Makes a group with these members; gives its id.
    pub async fn group(&self, name: &str, members: &[&Person]) -> String {
        let ids: Vec<&str> = members.iter().map(|member| member.id.as_str()).collect();
        let room = self.post("/rooms", json!({ "kind": "group", "name": name, "member_ids": ids })).await.expect(201);
        text(&room["id"])
    }

    /// Opens the direct room with another; gives its id.
    pub async fn direct(&self, other: &Person) -> String {
        let answer = self.post("/rooms", json!({ "kind": "direct", "member_ids": [other.id] })).await;
        assert!(matches!(answer.status, 200 | 201), "{answer:?}");
        text(&answer.body["id"])
    }

    /// Sends a message; gives it.
    pub async fn say(&self, room_id: &str, content: &str) -> Value {
        self.post(&format!("/rooms/{room_id}/messages"), json!({ "content": content })).await.expect(201)
    }

    /// Blocks another.
    pub async fn block(&self, other: &Person) {
        self.post_empty(&format!("/users/{}/block", other.id)).await.expect(204);
    }

    /// The newest page of a room's history, the oldest first.
    pub async fn history(&self, room_id: &str) -> Vec<Value> {
        let page = self.get(&format!("/rooms/{room_id}/messages?limit=100")).await.expect(200);
        page["items"].as_array().expect("a page has items").iter().rev().cloned().collect()
    }

    /// Opens a socket and waits until it is live.
    pub async fn listen(&self) -> Socket {
        let mut socket = self.connect(None).await;
        socket.until("caught_up").await;
        socket
    }

    /// Like [`Person::listen`], for who counts what is heard: what was done before is not heard any more.
    pub async fn listen_from_now(&self) -> Socket {
        let mut socket = self.listen().await;
        // The stream may be a moment behind the log, and begins where it is.
        while socket.ask("ping", Value::Null).await["data"]["cursor"] != self.get("/sync").await.expect(200)["next_cursor"] {}
        socket.drain().await;
        socket
    }

    /// Opens a socket that resumes after a cursor, or begins now.
    pub async fn connect(&self, cursor: Option<&str>) -> Socket {
        self.try_connect(cursor).await.unwrap_or_else(|error| panic!("{}: {error}", self.username))
    }

    /// Like [`Person::connect`], with an error when nobody answers or the server refuses.
    pub async fn try_connect(&self, cursor: Option<&str>) -> Result<Socket, Error> {
        Socket::open(self.client.doors().address(), &self.access_token, cursor).await
    }

    /// Opens a socket that takes next to nothing as long as it is not read.
    pub async fn connect_narrow(&self) -> Socket {
        let address = self.client.doors().address();
        Socket::open_narrow(address, &self.access_token).await.unwrap_or_else(|error| panic!("{}: {error}", self.username))
    }
}

/// The path of a message.
pub fn path_of(message: &Value) -> String {
    format!("/rooms/{}/messages/{}", text(&message["room_id"]), text(&message["id"]))
}

/// A message as events and other people tell it: how far it has come is its sender's to know.
pub fn told(message: &Value) -> Value {
    let mut message = message.clone();
    message.as_object_mut().map(|fields| fields.remove("status"));
    message
}

/// The text of a JSON string.
#[track_caller]
pub fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("not a string: {value}")).to_owned()
}
