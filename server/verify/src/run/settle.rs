//! The end: everybody reads all of their rooms, and what was made is deleted.

use std::future::ready;
use std::sync::Arc;

use anyhow::{Result, bail};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::Value;

use super::Stage;
use super::client::{Call, RATE_LIMITED};
use super::person::Person;
use super::world::Room;
use crate::history::{Outcome, Settled, What};

const AT_ONCE: usize = 8;
/// How often a reading is tried that gets no answer.
const TRIES: usize = 10;

/// Lets every member read every room.
pub async fn read(stage: &Arc<Stage>, people: &[Arc<Person>]) -> Result<()> {
    let mut readings = Vec::new();
    for room in stage.world.rooms() {
        let members = room.sure_members().into_iter().filter_map(|member| people.get(member));
        readings.extend(members.map(|person| (person.clone(), room.clone())));
    }
    let mut reading = stream::iter(readings).map(|(person, room)| async move { settle(&person, &room).await }).buffer_unordered(AT_ONCE);
    while let Some(done) = reading.next().await {
        done?;
    }
    Ok(())
}

async fn settle(person: &Person, room: &Room) -> Result<()> {
    let invoked = person.stage.client.now();
    let messages = history(person, room).await?;
    let count = insist(person, &format!("/unread-count?room_id={}", room.id)).await?;
    let unread = acknowledged(&count).and_then(|count| count["total"].as_i64());
    if unread.is_none() {
        person.note(What::ReadUnread { room: room.id.clone() }, count);
    }
    person.stage.notes.settle(Settled { who: person.account.id.clone(), room: room.id.clone(), invoked, messages, unread });
    Ok(())
}

/// A room's whole history, the oldest first; none when it is not theirs.
async fn history(person: &Person, room: &Room) -> Result<Option<Vec<Value>>> {
    let mut history: Vec<Value> = Vec::new();
    loop {
        let before = history.last().and_then(|message| message["id"].as_str());
        let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
        let call = insist(person, &format!("/rooms/{}/messages?limit=100{before}", room.id)).await?;
        let Some(page) = acknowledged(&call) else { return Ok(None) };
        let items = page["items"].as_array().map_or(&[][..], Vec::as_slice);
        let is_last = items.is_empty() || page["has_more_before"] != true;
        history.extend_from_slice(items);
        if is_last {
            history.reverse();
            return Ok(Some(history));
        }
    }
}

fn acknowledged(call: &Call) -> Option<&Value> {
    if let Outcome::Acknowledged(body) = &call.outcome { Some(body) } else { None }
}

/// A question, asked until it is answered or refused.
async fn insist(person: &Person, path: &str) -> Result<Call> {
    for _ in 0..TRIES {
        let call = person.call("read at the end", Method::GET, path, None).await;
        match &call.outcome {
            Outcome::Refused(why) if why == RATE_LIMITED => bail!("{path} was put off again and again at the end"),
            Outcome::Unknown => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
            _ => return Ok(call),
        }
    }
    bail!("{path} was not answered at the end")
}

/// Deletes all accounts, and with the last member of each room the room.
pub async fn clean(people: &[Arc<Person>]) {
    let deleting = stream::iter(people).map(|person| async move {
        let call = person.call("delete an account", Method::DELETE, "/users/me", None).await;
        if acknowledged(&call).is_some() {
            person.stage.accounts.end(&person.account.name);
        }
    });
    deleting.buffer_unordered(AT_ONCE).for_each(|()| ready(())).await;
}
