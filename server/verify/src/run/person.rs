//! One person: an account, and what they do by chance.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, bail};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio::time::Instant;

use super::chance::Chance;
use super::client::{Call, Token};
use super::device::Device;
use super::world::Room;
use super::{Plan, Stage};
use crate::history::{Operation, Outcome, What};

/// How long tokens live, unless the service says it.
const LIFE: Duration = Duration::from_secs(900);

/// Who somebody is, and what they sign in with.
pub struct Account {
    pub id: String,
    pub name: String,
    stage: Arc<Stage>,
    tokens: Mutex<Tokens>,
}

struct Tokens {
    access: String,
    refresh: String,
    since: Instant,
    life: Duration,
}

/// Somebody at work.
pub struct Person {
    pub index: usize,
    pub account: Arc<Account>,
    pub stage: Arc<Stage>,
}

/// Somebody's luck, and how much they have done.
pub struct Day {
    pub chance: Chance,
    pub devices: Vec<Device>,
    sent: usize,
}

impl Day {
    pub fn new(chance: Chance, devices: Vec<Device>) -> Self {
        Self { chance, devices, sent: 0 }
    }
}

impl Account {
    /// An access token that is fresh: after two thirds of its life it is exchanged.
    pub async fn token(&self) -> Token {
        let mut tokens = self.tokens.lock().await;
        if tokens.since.elapsed() > tokens.life * 2 / 3 {
            let body = json!({ "refresh_token": tokens.refresh });
            let call = self.stage.client.call("refresh", None, Method::POST, "/auth/refresh", Some(&body)).await;
            if let Outcome::Acknowledged(given) = &call.outcome {
                *tokens = Tokens::of(given);
            }
        }
        // What is on its way in the last moments may come too late.
        Token { text: tokens.access.clone(), until: tokens.since + tokens.life * 9 / 10 }
    }
}

impl Tokens {
    fn of(given: &Value) -> Self {
        let text = |name: &str| given[name].as_str().unwrap_or_default().to_owned();
        let life = given["expires_in"].as_u64().map_or(LIFE, Duration::from_secs);
        Self { access: text("access_token"), refresh: text("refresh_token"), since: Instant::now(), life }
    }
}

impl Person {
    /// Makes an account.
    pub async fn register(stage: Arc<Stage>, plan: &Plan, index: usize) -> Result<Self> {
        let name = format!("{}-{index:03}", plan.name);
        let body = json!({ "username": name, "password": plan.password });
        stage.accounts.begin(&name);
        let call = stage.client.call("register", None, Method::POST, "/auth/register", Some(&body)).await;
        if let Outcome::Refused(_) = &call.outcome {
            stage.accounts.end(&name);
        }
        let Outcome::Acknowledged(given) = call.outcome else { bail!("{name}: {:?}", call.outcome) };
        let id = given["user"]["id"].as_str().unwrap_or_default().to_owned();
        let account = Account { id, name, stage: stage.clone(), tokens: Mutex::new(Tokens::of(&given)) };
        Ok(Self { index, account: Arc::new(account), stage })
    }

    /// Calls an operation.
    pub async fn call(&self, kind: &'static str, method: Method, path: &str, body: Option<&Value>) -> Call {
        let token = self.account.token().await;
        self.stage.client.call(kind, Some(&token), method, path, body).await
    }

    /// Writes down what was done.
    pub fn note(&self, what: What, call: Call) {
        let Call { invoked, completed, outcome } = call;
        self.stage.notes.note(Operation { who: self.account.id.clone(), what, invoked, completed, outcome });
    }

    /// Does something.
    pub async fn act(&self, day: &mut Day, people: &[Arc<Person>]) {
        let Some(room) = day.chance.one(&self.stage.world.rooms_of(self.index)).cloned() else { return };
        match day.chance.below(100) {
            0..45 => self.send(day, &room).await,
            45..53 => self.edit(day, &room).await,
            53..58 => self.delete(day, &room).await,
            58..70 => self.read_page(day, &room).await,
            70..78 => self.read_message(day, &room).await,
            78..86 => self.read_unread(&room).await,
            86..93 => self.mark(day, &room).await,
            93..97 => self.change_members(day, &room, people).await,
            _ => self.intrude(day).await,
        }
    }

    async fn send(&self, day: &mut Day, room: &Room) {
        day.sent += 1;
        let client_id = format!("{}-{}", self.account.name, day.sent);
        let content = format!("{} says the words number {}", self.account.name, day.sent);
        let device = if day.chance.percent(50) { Some(day.chance.below(day.devices.len())) } else { None };
        let device = device.and_then(|at| day.devices.get(at));
        let mut is_told = self.say(device, room, &client_id, &content).await;
        // Whoever does not know sends again, and so does, now and then, who knows.
        for _ in 0..3 {
            if is_told && !day.chance.percent(5) {
                return;
            }
            is_told = self.say(None, room, &client_id, &content).await;
        }
    }

    /// Sends a message, over a stream or over HTTP; whether its outcome is known.
    pub async fn say(&self, device: Option<&Device>, room: &Room, client_id: &str, content: &str) -> bool {
        let body = json!({ "content": content, "client_id": client_id });
        let call = match device {
            Some(device) => {
                let mut data = body.clone();
                data["room_id"] = room.id.as_str().into();
                let invoked = self.stage.client.now();
                // What was not answered in time may have been done.
                let unknown = || Call { invoked, completed: self.stage.client.now(), outcome: Outcome::Unknown };
                device.send(data).await.unwrap_or_else(unknown)
            }
            None => self.call("send over HTTP", Method::POST, &format!("/rooms/{}/messages", room.id), Some(&body)).await,
        };
        let is_told = call.outcome != Outcome::Unknown;
        if let Outcome::Acknowledged(message) = &call.outcome {
            room.learn(self.index, message);
        }
        let what = What::Send { room: room.id.clone(), client_id: client_id.to_owned(), content: content.to_owned() };
        self.note(what, call);
        is_told
    }

    async fn edit(&self, day: &mut Day, room: &Room) {
        let Some(known) = day.chance.one(&room.recent(Some(self.index))).cloned() else { return };
        day.sent += 1;
        let content = format!("{} puts it otherwise, number {}", self.account.name, day.sent);
        let path = format!("/rooms/{}/messages/{}", room.id, known.id);
        let call = self.call("edit", Method::PATCH, &path, Some(&json!({ "content": content }))).await;
        self.note(What::Edit { room: room.id.clone(), message: known.id, content }, call);
    }

    async fn delete(&self, day: &mut Day, room: &Room) {
        // The owner may delete what others wrote.
        let whose = if room.owner == self.index { None } else { Some(self.index) };
        let Some(known) = day.chance.one(&room.recent(whose)).cloned() else { return };
        let path = format!("/rooms/{}/messages/{}", room.id, known.id);
        let call = self.call("delete", Method::DELETE, &path, None).await;
        self.note(What::Delete { room: room.id.clone(), message: known.id }, call);
    }

    async fn read_page(&self, day: &mut Day, room: &Room) {
        let before = if day.chance.percent(30) { day.chance.one(&room.recent(None)).cloned() } else { None };
        let query = before.as_ref().map(|known| format!("&before={}", known.id)).unwrap_or_default();
        let call = self.call("read a page", Method::GET, &format!("/rooms/{}/messages?limit=50{query}", room.id), None).await;
        self.note(What::ReadPage { room: room.id.clone(), before: before.map(|known| known.seq) }, call);
    }

    /// Asks for a room that they are not in, or no longer, which must be refused.
    async fn intrude(&self, day: &mut Day) {
        let others: Vec<_> = self.stage.world.rooms().into_iter().filter(|room| !room.has(self.index)).collect();
        if let Some(room) = day.chance.one(&others) {
            self.read_page(day, room).await;
        }
    }

    async fn read_message(&self, day: &mut Day, room: &Room) {
        let Some(known) = day.chance.one(&room.recent(None)).cloned() else { return };
        let call = self.call("read a message", Method::GET, &format!("/rooms/{}/messages/{}", room.id, known.id), None).await;
        self.note(What::ReadMessage { room: room.id.clone(), message: known.id }, call);
    }

    async fn read_unread(&self, room: &Room) {
        let call = self.call("count the unread", Method::GET, &format!("/unread-count?room_id={}", room.id), None).await;
        self.note(What::ReadUnread { room: room.id.clone() }, call);
    }

    async fn mark(&self, day: &mut Day, room: &Room) {
        let Some(known) = day.chance.one(&room.recent(None)).cloned() else { return };
        let call = self.call("mark as read", Method::POST, &format!("/messages/{}/read", known.id), None).await;
        self.note(What::MarkRead { room: room.id.clone(), seq: known.seq }, call);
    }

    /// The owner takes somebody in, or removes somebody; others leave.
    async fn change_members(&self, day: &mut Day, room: &Room, people: &[Arc<Person>]) {
        let _door = room.door.lock().await;
        let path = format!("/rooms/{}", room.id);
        if room.owner != self.index {
            if room.is_sure_of(self.index) && room.has(self.index) {
                let call = self.call("leave", Method::POST, &format!("{path}/leave"), None).await;
                room.settle(self.index, false, &call.outcome);
                self.note(What::Leave { room: room.id.clone(), user: self.account.id.clone() }, call);
            }
            return;
        }
        let Some(other) = day.chance.one(people).filter(|other| other.index != self.index && room.is_sure_of(other.index)) else { return };
        let user = other.account.id.clone();
        if room.has(other.index) {
            let call = self.call("remove", Method::DELETE, &format!("{path}/members/{user}"), None).await;
            room.settle(other.index, false, &call.outcome);
            self.note(What::Leave { room: room.id.clone(), user }, call);
        } else {
            let call = self.call("add", Method::POST, &format!("{path}/members"), Some(&json!({ "user_id": user }))).await;
            room.settle(other.index, true, &call.outcome);
            self.note(What::Join { room: room.id.clone(), user }, call);
        }
    }
}
