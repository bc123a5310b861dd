//! Plays one day in a room of its own: each line is a send, each join and leave a change of membership, in order.

mod speaking;
mod verdict;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, ensure};
use indicatif::ProgressBar;
use rand::Rng;
use rand::rngs::StdRng;
use serde_json::json;
use tokio::time::Instant;

use super::account::{Account, Cast, open_all};
use super::book::Book;
use super::figures::Figures;
use super::script::Script;
use super::transcript::{Step, Transcript};
use crate::Doors;
use crate::client::Answer;

/// One in so many steps is followed by an acknowledgement, by reading, and by a look at how far a message has come.
const ACKNOWLEDGED: u32 = 2;
const READ: u32 = 4;
const ASKED: u32 = 8;
/// How far back an acknowledgement or a reader may be, in events and in lines.
const BEHIND: usize = 20;
/// Of how many last lines the senders look how far they have come.
const PAST: usize = 300;

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
    pub async fn set(doors: &Doors, transcript: &'a Transcript, run: &str, devices: usize) -> Result<Self> {
        let book = Arc::<Book>::default();
        let mut names = transcript.people.clone();
        names.push("ChanServ".to_owned());
        let cast = Cast { names: &names, run, devices, steps: transcript.steps.len() };
        let accounts = open_all(doors, &cast, &book).await?;
        let owner = &accounts.last().context("there is an owner")?.device(0).client;
        let room = owner.post("/rooms", json!({ "kind": "group", "name": transcript.day, "member_ids": [] })).await.expect(201);
        let room_id = room["id"].as_str().unwrap_or_default().to_owned();
        let invite = owner.post(&format!("/rooms/{room_id}/invites"), json!({})).await.expect(201);
        let invite = invite["code"].as_str().unwrap_or_default().to_owned();
        let script = Script::new(room_id, accounts.len(), accounts.len() - 1);
        let figures = Figures { days: 1, accounts: accounts.len(), devices: accounts.len() * devices, ..Figures::default() };
        Ok(Self { transcript, accounts, book, script, invite, run: run.to_owned(), begun: Vec::new(), figures })
    }

    /// Plays the day, cutting sockets before some steps, and judges what came of it.
    pub async fn play(mut self, cuts: &[usize], chance: &mut StdRng, progress: &ProgressBar) -> Result<Figures> {
        let begun = Instant::now();
        for (at, step) in self.transcript.steps.iter().enumerate() {
            if let Err(error) = self.take(at, step, cuts, chance).await {
                return Err(self.explain(error).await.context(format!("step {} of the day: {step:?}", at + 1)));
            }
            progress.inc(1);
        }
        // Who is still away has missed half of the day by now.
        self.change_shifts(self.transcript.steps.len())?;
        self.close(begun).await
    }

    async fn take(&mut self, at: usize, step: &Step, cuts: &[usize], chance: &mut StdRng) -> Result<()> {
        self.change_shifts(at)?;
        for _ in cuts.iter().filter(|cut| **cut == at) {
            self.cut(chance)?;
        }
        self.act(step).await?;
        if chance.random_ratio(1, ACKNOWLEDGED) {
            self.acknowledge(chance).await?;
        }
        if chance.random_ratio(1, READ) {
            self.read(chance).await?;
        }
        if chance.random_ratio(1, ASKED) {
            self.look_back(chance).await?;
        }
        Ok(())
    }

    /// Devices whose time it is break off, or come back.
    fn change_shifts(&mut self, at: usize) -> Result<()> {
        for account in &mut self.accounts {
            for device in account.devices.iter_mut().filter(|device| !device.away.is_empty()) {
                if device.away.start == at {
                    device.is_away = true;
                    device.ear.rest().with_context(|| account.name.clone())?;
                } else if device.away.end == at {
                    device.is_away = false;
                    self.figures.returns += 1;
                    device.ear.come_back().with_context(|| account.name.clone())?;
                }
            }
        }
        Ok(())
    }

    async fn act(&mut self, step: &Step) -> Result<()> {
        match step {
            Step::Join(person) if self.script.is_in(*person) => self.welcome_again(*person).await,
            Step::Join(person) => self.join(*person).await,
            Step::Leave(person) => self.leave(*person).await,
            Step::Rename(person, name) => {
                let device = self.accounts[*person].device(self.figures.moves);
                self.figures.moves += 1;
                let user = device.client.patch("/users/me", json!({ "display_name": name })).await.expect(200);
                ensure!(user["display_name"] == name.as_str(), "the server calls them {}", user["display_name"]);
                Ok(())
            }
            Step::Say(person, content) => self.say(*person, content).await,
        }
    }

    /// Half of the people are taken in by the owner, half accept the invite.
    async fn join(&mut self, person: usize) -> Result<()> {
        let device = self.accounts[person].device(self.figures.moves);
        self.figures.moves += 1;
        let answer = if person.is_multiple_of(2) {
            self.add(person).await
        } else {
            device.client.post_empty(&format!("/invites/{}/accept", self.invite)).await
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
        let owner = self.accounts[self.accounts.len() - 1].device(self.figures.moves);
        let members = format!("/rooms/{}/members", self.script.room_id);
        owner.client.post(&members, json!({ "user_id": self.accounts[person].id })).await
    }

    async fn leave(&mut self, person: usize) -> Result<()> {
        if !self.script.is_in(person) {
            self.join(person).await?;
        }
        let device = self.accounts[person].device(self.figures.moves);
        self.figures.moves += 1;
        let answer = device.client.post_empty(&format!("/rooms/{}/leave", self.script.room_id)).await;
        ensure!(answer.status == 204, "leaving answered {}: {}", answer.status, answer.body);
        self.script.leave(person);
        Ok(())
    }

    /// Cuts off a device of one of the members within the next moments, for a moment.
    fn cut(&self, chance: &mut StdRng) -> Result<()> {
        let account = &self.accounts[self.somebody(chance)];
        let device = account.device(chance.random_range(0..account.devices.len()));
        let (after, away) = (chance.random_range(0..3_000), chance.random_range(0..50));
        device.ear.cut(Duration::from_micros(after), Duration::from_millis(away)).with_context(|| account.name.clone())
    }

    /// One of the members.
    fn somebody(&self, chance: &mut StdRng) -> usize {
        let members = self.script.members();
        members[chance.random_range(0..members.len())]
    }

    /// Puts the end of an event stream before the error that it led to.
    async fn explain(mut self, error: anyhow::Error) -> anyhow::Error {
        for Account { name, devices, .. } in &mut self.accounts {
            for device in devices {
                if let Some(cause) = device.ear.failure().await {
                    return cause.context(format!("an event stream of {name}")).context(anyhow!("{error:#}"));
                }
            }
        }
        error
    }
}
