//! The end: everybody reads all of their rooms, and what was made is deleted.

use std::sync::Arc;

use anyhow::{Result, bail};
use futures_util::{StreamExt, stream};
use reqwest::Method;
use serde_json::Value;

use super::Stage;
use super::client::Call;
use super::person::Person;
use super::world::Room;
use crate::history::{Outcome, Settled};

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
    let unread = count.as_ref().and_then(|count| count["total"].as_i64());
    person.stage.notes.settle(Settled { who: person.account.id.clone(), room: room.id.clone(), invoked, messages, unread });
    Ok(())
}

/// A room's whole history, the oldest first; none when it is not theirs.
async fn history(person: &Person, room: &Room) -> Result<Option<Vec<Value>>> {
    let mut history: Vec<Value> = Vec::new();
    loop {
        let before = history.last().and_then(|message| message["id"].as_str());
        let before = before.map(|id| format!("&before={id}")).unwrap_or_default();
        let Some(mut page) = insist(person, &format!("/rooms/{}/messages?limit=100{before}", room.id)).await? else { return Ok(None) };
        let items = page["items"].as_array_mut().map(std::mem::take).unwrap_or_default();
        let is_last = items.is_empty() || page["has_more_before"] != true;
        history.extend(items);
        if is_last {
            history.reverse();
            return Ok(Some(history));
        }
    }
}

/// An answer; none when it was refused.
async fn insist(person: &Person, path: &str) -> Result<Option<Value>> {
    for _ in 0..TRIES {
        match person.call("read at the end", Method::GET, path, None).await.outcome {
            Outcome::Acknowledged(body) => return Ok(Some(body)),
            Outcome::Refused(_) => return Ok(None),
            Outcome::Unknown => tokio::time::sleep(std::time::Duration::from_secs(1)).await,
        }
    }
    bail!("{path} was not answered at the end")
}

/// Deletes all accounts, and with the last member of each room the room; gives the names of those that are left.
pub async fn clean(people: &[Arc<Person>]) -> Vec<String> {
    let deleting = stream::iter(people).map(|person| async move {
        let Call { outcome, .. } = person.call("delete an account", Method::DELETE, "/users/me", None).await;
        (!matches!(outcome, Outcome::Acknowledged(_))).then(|| person.account.name.clone())
    });
    deleting.buffer_unordered(AT_ONCE).filter_map(|left| async move { left }).collect().await
}
