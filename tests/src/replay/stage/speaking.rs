//! What members do with their devices: they speak, acknowledge and read, and see how far their messages have come.

use anyhow::{Context, Result, bail, ensure};
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::{BEHIND, PAST, Stage};
use crate::contract::contract;
use crate::replay::script::{Script, Scripted};

impl Stage<'_> {
    /// Says a line, over the socket or over HTTP in turn; the next one waits until the server has acknowledged it.
    pub(super) async fn say(&mut self, person: usize, content: &str) -> Result<()> {
        if !self.script.is_in(person) {
            self.join(person).await?;
        }
        self.figures.lines += 1;
        let client_id = format!("{}-{}", self.run, self.begun.len());
        let over_socket = self.begun.len().is_multiple_of(2);
        let begun = Instant::now();
        self.begun.push(begun);
        let (at, mut message) = if over_socket {
            self.say_over_socket(person, content, &client_id).await?
        } else {
            self.say_over_http(person, content, &client_id).await?
        };
        self.figures.ack.note(at - begun);
        let (seq, id) = (self.script.next_seq(), self.accounts[person].id.as_str());
        ensure!(message["content"] == content && message["sender_id"] == id, "the server acknowledged something else: {message}");
        ensure!(message["seq"] == seq && message["client_id"] == client_id.as_str(), "it should be message {seq}: {message}");
        // Its sender alone is told how far it has come.
        let status = message.as_object_mut().and_then(|message| message.remove("status"));
        ensure!(status.as_ref().is_some_and(|status| status == "sent"), "a message that was just sent is {status:?}: {message}");
        self.script.say(person, content.to_owned(), message);
        Ok(())
    }

    async fn say_over_socket(&mut self, person: usize, content: &str, client_id: &str) -> Result<(Instant, Value)> {
        let data = json!({ "room_id": self.script.room_id, "content": content, "client_id": client_id });
        let (at, mut answer) = self.ask(person, self.begun.len(), "message.send", data).await?;
        Ok((at, answer["message"].take()))
    }

    async fn say_over_http(&self, person: usize, content: &str, client_id: &str) -> Result<(Instant, Value)> {
        let path = format!("/rooms/{}/messages", self.script.room_id);
        let request = self.accounts[person].device(self.begun.len()).client.request("POST", &path);
        let response = request.json(&json!({ "content": content, "client_id": client_id })).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?;
        let at = Instant::now();
        // Only now, so that the client's own work does not count.
        contract().check_answer("POST", &format!("{}{path}", crate::client::API), status, &headers, &bytes);
        ensure!(status == 201, "sending answered {status}: {}", String::from_utf8_lossy(&bytes));
        Ok((at, serde_json::from_slice(&bytes)?))
    }

    /// Sends a frame from a device of somebody's, and gives when its `ack` came, and what that says.
    async fn ask(&mut self, person: usize, turn: usize, name: &'static str, data: Value) -> Result<(Instant, Value)> {
        loop {
            match self.accounts[person].device(turn).ear.ask(name, data.clone()).await? {
                Some((at, mut answer)) if answer["type"] == "ack" => return Ok((at, answer["data"].take())),
                Some((_, answer)) => bail!("{name} was answered by {answer}"),
                // The socket was cut: whether it was done is not known, so it is sent again; all that is asked here is done once.
                None => self.figures.resent += 1,
            }
        }
    }

    /// A device of one of the members acknowledges what it has heard, or had heard some events ago.
    pub(super) async fn acknowledge(&mut self, chance: &mut StdRng) -> Result<()> {
        let (person, turn, back) = (self.somebody(chance), chance.random::<u32>() as usize, chance.random_range(0..BEHIND));
        let Some(place) = self.accounts[person].device(turn).ear.recall(back).await? else { return Ok(()) };
        self.figures.acknowledged += 1;
        let (_, answer) = self.ask(person, turn, "ack", json!({ "cursor": place.cursor })).await?;
        ensure!(answer["cursor"] == place.cursor.as_str(), "{} was acknowledged, and the server says {answer}", place.cursor);
        self.script.acknowledge(person, place.seq);
        Ok(())
    }

    /// One of the members reads up to one of the last lines, over the socket or over HTTP.
    pub(super) async fn read(&mut self, chance: &mut StdRng) -> Result<()> {
        let (person, turn) = (self.somebody(chance), chance.random::<u32>() as usize);
        let Some((message, id)) = some_line(&self.script, BEHIND, chance) else { return Ok(()) };
        let (seq, id) = (message.seq, id.clone());
        self.figures.read += 1;
        self.script.read(person, seq);
        if self.figures.read.is_multiple_of(2) {
            self.ask(person, turn, "message.read", json!({ "message_id": id })).await?;
            return Ok(());
        }
        let path = format!("/messages/{}/read", id.as_str().unwrap_or_default());
        let told = self.accounts[person].device(turn).client.post_empty(&path).await.expect(200);
        let expected = self.script.read_status(person);
        ensure!(told == expected, "after reading up to message {seq} the server says {told}, and not {expected}");
        Ok(())
    }

    /// The sender of a line of some time ago sees how far it has come.
    pub(super) async fn look_back(&mut self, chance: &mut StdRng) -> Result<()> {
        match some_line(&self.script, PAST, chance) {
            Some((message, id)) if self.script.is_in(message.account) => {
                self.figures.looked += 1;
                self.judge_receipts(message, id).await
            }
            _ => Ok(()),
        }
    }

    /// Holds the receipts of a message, and its status, against the script.
    pub(super) async fn judge_receipts(&self, message: &Scripted, id: &Value) -> Result<()> {
        let id = id.as_str().context("a message has an id")?;
        let client = &self.accounts[message.account].device(0).client;
        let expected = self.script.receipts(message);
        let least = expected.iter().map(|(_, status)| *status).min();
        let told = client.get(&format!("/rooms/{}/messages/{id}", self.script.room_id)).await.expect(200);
        let status = least.map_or("sent", |status| status.name());
        ensure!(told["status"] == status, "message {} is, for its sender, {}, and not {status}", message.seq, told["status"]);
        let mut receipts: Vec<Value> = expected
            .into_iter()
            .map(|(account, status)| json!({ "user_id": self.accounts[account].id, "status": status.name() }))
            .collect();
        receipts.sort_by(|one, other| one["user_id"].as_str().cmp(&other["user_id"].as_str()));
        let mut told = Vec::new();
        let mut next = String::new();
        loop {
            let mut page = client.get(&format!("/messages/{id}/receipts?limit=40{next}")).await.expect(200);
            told.append(page["items"].as_array_mut().context("a page has items")?);
            match page["next_cursor"].as_str() {
                Some(cursor) => next = format!("&cursor={cursor}"),
                None => break,
            }
        }
        ensure!(told == receipts, "the receipts of message {} are {told:?}, and not {receipts:?}", message.seq);
        Ok(())
    }
}

/// One of so many last lines.
fn some_line<'a>(script: &'a Script, last: usize, chance: &mut StdRng) -> Option<(&'a Scripted, &'a Value)> {
    let last: Vec<_> = script.lines().rev().take(last).collect();
    if last.is_empty() { None } else { Some(last[chance.random_range(0..last.len())]) }
}
