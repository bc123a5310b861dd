//! What the people know of their rooms, so that they find something to do: who is in them, and which messages there are.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Result, bail};
use reqwest::Method;
use serde_json::{Value, json};

use super::chance::Chance;
use super::person::Person;
use super::{Plan, Stage};
use crate::history::{Outcome, What};

/// A message that was acknowledged.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: String,
    pub seq: i64,
    /// The place of its sender among the people.
    pub sender: usize,
}

/// A room, as its people know it.
#[derive(Debug)]
pub struct Room {
    pub id: String,
    pub owner: usize,
    pub members: Mutex<BTreeSet<usize>>,
    /// Those of whom nobody knows, since an answer was lost.
    pub doubtful: Mutex<BTreeSet<usize>>,
    pub messages: Mutex<Vec<Known>>,
    /// Held by who changes the members, so that one change comes after the other.
    pub door: tokio::sync::Mutex<()>,
}

/// All rooms.
#[derive(Default)]
pub struct World(Mutex<Vec<Arc<Room>>>);

fn locked<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl World {
    pub fn rooms(&self) -> Vec<Arc<Room>> {
        locked(&self.0).clone()
    }

    /// The rooms that somebody is in.
    pub fn rooms_of(&self, person: usize) -> Vec<Arc<Room>> {
        self.rooms().into_iter().filter(|room| room.has(person)).collect()
    }
}

impl Room {
    pub fn has(&self, person: usize) -> bool {
        locked(&self.members).contains(&person)
    }

    /// Its members for sure.
    pub fn sure_members(&self) -> Vec<usize> {
        let doubtful = locked(&self.doubtful);
        locked(&self.members).iter().copied().filter(|member| !doubtful.contains(member)).collect()
    }

    /// Whether somebody's place can be changed.
    pub fn is_sure_of(&self, person: usize) -> bool {
        !locked(&self.doubtful).contains(&person)
    }

    /// Takes in what came of a change of somebody's place.
    pub fn settle(&self, person: usize, is_in: bool, outcome: &Outcome) {
        match outcome {
            Outcome::Acknowledged(_) if is_in => {
                locked(&self.members).insert(person);
            }
            Outcome::Acknowledged(_) => {
                locked(&self.members).remove(&person);
            }
            Outcome::Unknown => {
                locked(&self.doubtful).insert(person);
            }
            Outcome::Refused(_) => {}
        }
    }

    /// Takes a message in, once.
    pub fn learn(&self, sender: usize, message: &Value) {
        let (Some(id), Some(seq)) = (message["id"].as_str(), message["seq"].as_i64()) else { return };
        let mut messages = locked(&self.messages);
        if !messages.iter().rev().take(50).any(|known| known.id == id) {
            messages.push(Known { id: id.to_owned(), seq, sender });
        }
    }

    /// The last messages, and those of one sender if that is asked for.
    pub fn recent(&self, sender: Option<usize>) -> Vec<Known> {
        let messages = locked(&self.messages);
        messages.iter().rev().filter(|known| sender.is_none_or(|sender| known.sender == sender)).take(30).cloned().collect()
    }
}

/// Makes the rooms: every person is in one, and a few more.
pub async fn furnish(stage: &Arc<Stage>, plan: &Plan, people: &[Arc<Person>]) -> Result<()> {
    let mut chance = Chance::of(plan.seed, u64::MAX);
    for owner in 0..plan.rooms {
        let mut members: BTreeSet<usize> = (0..people.len()).filter(|person| person % plan.rooms == owner).collect();
        for _ in 0..chance.below(people.len().min(8)) {
            members.insert(chance.below(people.len()));
        }
        members.remove(&owner);
        let ids: Vec<&str> = members.iter().map(|member| people[*member].account.id.as_str()).collect();
        let body = json!({ "kind": "group", "name": format!("{} {owner}", plan.name), "member_ids": ids });
        let maker = &people[owner];
        let call = maker.call("make a room", Method::POST, "/rooms", Some(&body)).await;
        let Outcome::Acknowledged(room) = &call.outcome else { bail!("{:?}", call.outcome) };
        let id = room["id"].as_str().unwrap_or_default().to_owned();
        let made = What::Create { room: id.clone(), members: ids.iter().map(|id| (*id).to_owned()).collect() };
        maker.note(made, call);
        members.insert(owner);
        let room = Room {
            id,
            owner,
            members: Mutex::new(members),
            doubtful: Mutex::default(),
            messages: Mutex::default(),
            door: tokio::sync::Mutex::default(),
        };
        locked(&stage.world.0).push(Arc::new(room));
    }
    Ok(())
}
