//! The people at work while faults happen: senders in some rooms, and someone who listens to all of them at each of some nodes.

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use futures_util::stream::{self, StreamExt};
use tokio::task::JoinHandle;

use super::judge::{Findings, history};
use super::listener::{self, Heard, Wanted};
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
    pub rooms: Vec<String>,
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
            let socket = person.listen().await;
            listening.push(tokio::spawn(listener::listen(node, person, socket, wanted.clone(), tally.clone())));
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
            let room_id = stage.listener.group(&format!("Room {number}"), &ids).await;
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
            stage.rooms.push(room_id);
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
        let mut histories = HashMap::new();
        for room_id in self.rooms {
            histories.insert(room_id.clone(), history(&self.listener, &room_id).await?);
        }
        self.wanted.set(histories.values().map(Vec::len).sum());
        let mut findings = Findings::default();
        findings.judge(&histories, &acknowledged);
        let mut heard = Vec::new();
        for listening in self.listening {
            heard.push(listening.await??);
        }
        heard.iter().for_each(|heard| findings.judge_heard(&histories, heard));
        println!("acknowledged    {}", acknowledged.len());
        println!("retries         {}", self.tally.retries.load(Ordering::Relaxed));
        println!("unacknowledged  {} at the end", self.tally.unacknowledged.load(Ordering::Relaxed));
        println!("lost            {}", findings.lost);
        println!("doubled         {}", findings.doubled);
        println!("unknown         {}", findings.unknown);
        for Heard { frames, reconnects, .. } in &heard {
            println!("listener        {} messages heard, {reconnects} times back with its cursor", frames.len());
        }
        findings.verdict()?;
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
