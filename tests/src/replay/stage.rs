//! Plays one day in a room of its own: each line is a send, each join and leave a change of membership, in order.

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail, ensure};
use indicatif::ProgressBar;
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::{Value, json};
use tokio::time::Instant;

use super::account::{Account, Place, open_all};
use super::book::Book;
use super::ear::Listened;
use super::figures::{Figures, note};
use super::script::Script;
use super::transcript::{Step, Transcript};
use crate::client::Answer;
use crate::contract::contract;

/// A day that is being played.
pub struct Stage<'a> {
    transcript: &'a Transcript,
    /// The people of the transcript, then the owner.
    accounts: Vec<Account>,
    book: Arc<Book>,
    script: Script,
    invite: String,
    /// What the `client_id` of every line begins with.
    run: String,
    /// When the send of each line began.
    begun: Vec<Instant>,
    pub figures: Figures,
}

impl<'a> Stage<'a> {
    /// Makes the accounts, the room and an invite.
    pub async fn set(place: &Place, transcript: &'a Transcript, run: &str) -> Result<Self> {
        let book = Arc::<Book>::default();
        let mut names = transcript.people.clone();
        names.push("ChanServ".to_owned());
        let accounts = open_all(place, &names, run, &book).await?;
        let owner = accounts.last().context("there is an owner")?;
        let room = owner.client.post("/rooms", json!({ "kind": "group", "name": transcript.day, "member_ids": [] })).await.expect(201);
        let room_id = room["id"].as_str().unwrap_or_default().to_owned();
        let invite = owner.client.post(&format!("/rooms/{room_id}/invites"), json!({})).await.expect(201);
        let invite = invite["code"].as_str().unwrap_or_default().to_owned();
        let script = Script::new(room_id, accounts.len(), accounts.len() - 1);
        let figures = Figures { days: 1, accounts: accounts.len(), ..Figures::default() };
        Ok(Self { transcript, accounts, book, script, invite, run: run.to_owned(), begun: Vec::new(), figures })
    }

    /// Plays the day, cutting sockets before some steps, and judges what came of it.
    pub async fn play(mut self, cuts: &[usize], chance: &mut StdRng, progress: &ProgressBar) -> Result<Figures> {
        let begun = Instant::now();
        let steps = &self.transcript.steps;
        for (at, step) in steps.iter().enumerate() {
            for _ in cuts.iter().filter(|cut| **cut == at) {
                self.cut(chance)?;
            }
            if let Err(error) = self.act(step).await {
                return Err(self.explain(error).await.context(format!("step {} of the day: {step:?}", at + 1)));
            }
            progress.inc(1);
        }
        for (at, account) in self.accounts.iter().enumerate() {
            account.ear.finish(&self.script.room_id, self.script.of(at).count());
        }
        let ids: Vec<String> = self.accounts.iter().map(|account| account.id.clone()).collect();
        let history = self.history().await?;
        let mut heard = Vec::new();
        for account in std::mem::take(&mut self.accounts) {
            heard.push((account.ear.listened().await.with_context(|| account.name.clone())?, account.name));
        }
        self.figures.wall = begun.elapsed();
        let book = self.book.clone();
        tokio::task::spawn_blocking(move || book.check()).await.context("a frame was not as it should be; its panic is above")?;
        self.judge(&ids, &history, &heard)?;
        self.count(&heard);
        Ok(self.figures)
    }

    fn judge(&self, ids: &[String], history: &[Value], heard: &[(Listened, String)]) -> Result<()> {
        self.script.judge_history(history, ids).context("the history")?;
        for (account, (listened, name)) in heard.iter().enumerate() {
            let of_whom = || format!("what {name} ({}) received, who was cut off {} times", ids[account], listened.cuts);
            self.script.judge(account, &listened.receipts, ids).with_context(of_whom)?;
        }
        Ok(())
    }

    async fn act(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Join(person) if self.script.is_in(*person) => self.welcome_again(*person).await,
            Step::Join(person) => self.join(*person).await,
            Step::Leave(person) => self.leave(*person).await,
            Step::Rename(person, name) => {
                self.figures.moves += 1;
                let user = self.accounts[*person].client.patch("/users/me", json!({ "display_name": name })).await.expect(200);
                ensure!(user["display_name"] == name.as_str(), "the server calls them {}", user["display_name"]);
                Ok(())
            }
            Step::Say(person, content) => self.say(*person, content).await,
        }
    }

    /// Half of the people are taken in by the owner, half accept the invite.
    async fn join(&mut self, person: usize) -> Result<()> {
        self.figures.moves += 1;
        let answer = if person.is_multiple_of(2) {
            self.add(person).await
        } else {
            self.accounts[person].client.post_empty(&format!("/invites/{}/accept", self.invite)).await
        };
        ensure!(answer.status == 201, "joining answered {}: {}", answer.status, answer.body);
        self.script.join(person);
        Ok(())
    }

    /// A join of one who is in already is a return after a broken connection, which the log does not tell: nothing changes.
    async fn welcome_again(&mut self, person: usize) -> Result<()> {
        self.figures.moves += 1;
        let answer = self.add(person).await;
        ensure!(answer.status == 200, "joining twice answered {}: {}", answer.status, answer.body);
        Ok(())
    }

    async fn add(&self, person: usize) -> Answer {
        let owner = &self.accounts[self.accounts.len() - 1].client;
        let members = format!("/rooms/{}/members", self.script.room_id);
        owner.post(&members, json!({ "user_id": self.accounts[person].id })).await
    }

    async fn leave(&mut self, person: usize) -> Result<()> {
        if !self.script.is_in(person) {
            self.join(person).await?;
        }
        self.figures.moves += 1;
        let answer = self.accounts[person].client.post_empty(&format!("/rooms/{}/leave", self.script.room_id)).await;
        ensure!(answer.status == 204, "leaving answered {}: {}", answer.status, answer.body);
        self.script.leave(person);
        Ok(())
    }

    /// Says a line, over the socket or over HTTP in turn; the next one waits until the server has acknowledged it.
    async fn say(&mut self, person: usize, content: &str) -> Result<()> {
        if !self.script.is_in(person) {
            self.join(person).await?;
        }
        self.figures.lines += 1;
        let client_id = format!("{}-{}", self.run, self.begun.len());
        let over_socket = self.begun.len().is_multiple_of(2);
        let begun = Instant::now();
        self.begun.push(begun);
        let (at, message) = if over_socket {
            self.say_over_socket(person, content, &client_id).await?
        } else {
            self.say_over_http(person, content, &client_id).await?
        };
        note(&mut self.figures.ack, at - begun);
        let (seq, id) = (self.script.next_seq(), self.accounts[person].id.as_str());
        ensure!(message["content"] == content && message["sender_id"] == id, "the server acknowledged something else: {message}");
        ensure!(message["seq"] == seq && message["client_id"] == client_id.as_str(), "it should be message {seq}: {message}");
        self.script.say(person, content.to_owned(), message);
        Ok(())
    }

    async fn say_over_socket(&mut self, person: usize, content: &str, client_id: &str) -> Result<(Instant, Value)> {
        let data = json!({ "room_id": self.script.room_id, "content": content, "client_id": client_id });
        loop {
            match self.accounts[person].ear.say(data.clone()).await? {
                Some((at, mut answer)) if answer["type"] == "ack" => return Ok((at, answer["data"]["message"].take())),
                Some((_, answer)) => bail!("message.send was answered by {answer}"),
                // The socket was cut: whether the message was stored is not known, so it is sent again, with the same id.
                None => self.figures.resent += 1,
            }
        }
    }

    async fn say_over_http(&self, person: usize, content: &str, client_id: &str) -> Result<(Instant, Value)> {
        let path = format!("/rooms/{}/messages", self.script.room_id);
        let request = self.accounts[person].client.request("POST", &path);
        let response = request.json(&json!({ "content": content, "client_id": client_id })).send().await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let bytes = response.bytes().await?;
        let at = Instant::now();
        // Only now, so that the client's own work does not count.
        contract().check_answer("POST", &format!("{}{path}", crate::client::API), status, &headers, &bytes);
        ensure!(status == 201, "sending answered {status}: {}", String::from_utf8_lossy(&bytes));
        Ok((at, serde_json::from_slice(&bytes)?))
    }

    /// Cuts off one of the members within the next moments, for a moment.
    fn cut(&self, chance: &mut StdRng) -> Result<()> {
        let members = self.script.members();
        let account = &self.accounts[members[chance.random_range(0..members.len())]];
        let (after, away) = (chance.random_range(0..3_000), chance.random_range(0..50));
        account.ear.cut(Duration::from_micros(after), Duration::from_millis(away)).with_context(|| account.name.clone())
    }

    /// The whole history, read in pages from its end by the owner; the oldest first.
    async fn history(&self) -> Result<Vec<Value>> {
        let owner = &self.accounts[self.accounts.len() - 1].client;
        let mut history: Vec<Value> = Vec::new();
        loop {
            let before = history.last().and_then(|message| message["id"].as_str());
            let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
            let mut page = owner.get(&format!("/rooms/{}/messages?limit=100{before}", self.script.room_id)).await.expect(200);
            let items = page["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
            ensure!(!items.is_empty() || page["has_more_before"] == false, "an empty page says that there is more before it");
            history.extend(items);
            if page["has_more_before"] == false {
                history.reverse();
                return Ok(history);
            }
        }
    }

    fn count(&mut self, heard: &[(Listened, String)]) {
        self.figures.messages = self.script.messages;
        self.figures.empty_lines = self.transcript.empty_lines;
        self.figures.notices = self.transcript.notices;
        for (listened, _) in heard {
            self.figures.cuts += listened.cuts;
            for receipt in listened.receipts.iter().filter(|receipt| receipt.event.name == "message.created") {
                self.figures.deliveries += 1;
                let line = receipt.event.client_id.as_ref().and_then(|id| id.rsplit('-').next()?.parse::<usize>().ok());
                if let (Some(at), Some(line)) = (receipt.at, line) {
                    note(&mut self.figures.delivery, at - self.begun[line]);
                }
            }
        }
    }

    /// Puts the end of an event stream before the error that it led to.
    async fn explain(self, error: anyhow::Error) -> anyhow::Error {
        for account in self.accounts {
            if let Some(cause) = account.ear.failure().await {
                return cause.context(format!("the event stream of {}", account.name)).context(anyhow!("{error:#}"));
            }
        }
        error
    }
}
