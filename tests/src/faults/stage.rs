//! The people at work while faults happen: senders in some rooms, and someone who listens to all of them at each of some nodes.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use causerie_verify::{Outcome as Done, What, verdict};
use futures_util::stream::{self, StreamExt};
use serde_json::Value;
use tokio::task::{JoinHandle, spawn_blocking};
use tokio::time::Instant;

use super::judge;
use super::listener::{Heard, Listener, Wanted};
use super::load::{Acknowledged, Sender, Tally};
use super::wait_until;
use crate::{Doors, Person};

const ROOMS: usize = 4;
const SENDERS: usize = 16;
/// How many messages must have been acknowledged since the last fault before the next one.
const UNDER_LOAD: usize = 100;
/// How long the service may take to come back, its database included.
pub const RECOVERY: Duration = Duration::from_secs(60);

/// Where people are, and how fast they speak.
pub struct Plan {
    /// One listener at each of these.
    pub listeners: Vec<Doors>,
    /// The senders, spread over these: the last ones of the listeners' places, so that the numbers fit.
    pub senders: Vec<Doors>,
    /// How long a sender waits between two messages.
    pub pace: Duration,
}

/// The people at work.
pub struct Stage {
    pub tally: Arc<Tally>,
    wanted: Arc<Wanted>,
    listener: Person,
    /// Each with one of its senders.
    rooms: Vec<(String, Arc<Person>)>,
    listening: Vec<JoinHandle<Result<Heard>>>,
    sending: Vec<JoinHandle<Vec<Acknowledged>>>,
}

/// What was sent and what was heard.
pub struct Outcome {
    pub acknowledged: Vec<Acknowledged>,
    /// By listener.
    pub heard: Vec<Heard>,
}

impl Stage {
    /// Lets everybody begin.
    pub async fn set(plan: &Plan) -> Self {
        let (tally, wanted) = (Arc::<Tally>::default(), Arc::<Wanted>::default());
        let listener = Person::register(plan.listeners[0].clone(), "listener").await;
        let mut listening = Vec::new();
        for (node, doors) in plan.listeners.iter().enumerate() {
            let person = listener.at(doors.clone());
            let listener = Listener::start(node, person, tally.clone()).await.expect("the service is there");
            listening.push(tokio::spawn(listener.listen(wanted.clone())));
        }
        let places: Vec<(String, Doors)> =
            (0..SENDERS).map(|number| (format!("sender{number:02}"), plan.senders[number % plan.senders.len()].clone())).collect();
        let people: Vec<Arc<Person>> = stream::iter(places)
            .map(|(name, doors)| async move { Arc::new(Person::register(doors, &name).await) })
            .buffered(8)
            .collect()
            .await;
        let mut stage = Self { tally, wanted, listener, rooms: Vec::new(), listening, sending: Vec::new() };
        for (number, members) in people.chunks(SENDERS / ROOMS).enumerate() {
            let ids: Vec<&Person> = members.iter().map(AsRef::as_ref).collect();
            let begun = Instant::now();
            let room_id = stage.listener.group(&format!("Room {number}"), &ids).await;
            let made = What::Create { room: room_id.clone(), members: ids.iter().map(|member| member.id.clone()).collect() };
            stage.tally.record.note(&stage.listener, made, begun, Done::Acknowledged(Value::Null));
            for (at, person) in members.iter().enumerate() {
                let sender = Sender {
                    person: person.clone(),
                    node: plan.listeners.len() - plan.senders.len() + (number * (SENDERS / ROOMS) + at) % plan.senders.len(),
                    room_id: room_id.clone(),
                    over_socket: at.is_multiple_of(2),
                    pace: plan.pace,
                    tally: stage.tally.clone(),
                };
                stage.sending.push(tokio::spawn(sender.run()));
            }
            stage.rooms.push((room_id, members[0].clone()));
        }
        stage
    }

    /// How many messages have been acknowledged.
    pub fn acknowledged(&self) -> usize {
        self.tally.acknowledged.load(Ordering::Relaxed)
    }

    /// Waits until many more messages have been acknowledged.
    pub async fn works(&self) -> Result<()> {
        let before = self.acknowledged();
        wait_until("the service is under load", RECOVERY, || self.acknowledged() >= before + UNDER_LOAD).await
    }

    /// Ends the load, prints what happened and judges it.
    pub async fn end(self) -> Result<Outcome> {
        self.tally.is_over.store(true, Ordering::Relaxed);
        let mut acknowledged = Vec::new();
        for sender in self.sending {
            acknowledged.extend(tokio::time::timeout(RECOVERY, sender).await.context("a message was never acknowledged")??);
        }
        let mut messages = 0;
        for (room_id, sender) in &self.rooms {
            messages += self.tally.record.settle(&self.listener, room_id).await?;
            self.tally.record.settle(sender, room_id).await?;
        }
        self.wanted.set(messages);
        let mut heard = Vec::new();
        for listening in self.listening {
            heard.push(listening.await??);
        }
        println!("acknowledged    {}", acknowledged.len());
        println!("retries         {}", self.tally.retries.load(Ordering::Relaxed));
        println!("unacknowledged  {} at the end", self.tally.unacknowledged.load(Ordering::Relaxed));
        let (tally, begun) = (self.tally.clone(), Instant::now());
        let violations = spawn_blocking(move || tally.record.judge()).await?;
        judge::print(&violations, begun.elapsed());
        for Heard { messages, reconnects, .. } in &heard {
            println!("listener        {} messages heard, {reconnects} times back with its cursor", messages.len());
        }
        verdict(violations)?;
        ensure!(self.tally.faults().is_empty(), "answers that no fault explains: {:?}", self.tally.faults());
        println!("every acknowledged message is there once, numbers are dense, the listener heard exactly the history");
        Ok(Outcome { acknowledged, heard })
    }
}

impl Outcome {
    /// How often listeners had to come back.
    pub fn reconnects(&self) -> usize {
        self.heard.iter().map(|heard| heard.reconnects).sum()
    }
}
