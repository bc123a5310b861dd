//! Somebody who reads all that there is of a room when it is over, as a history and as the stream since a cursor: both must be the same.

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::judge::Record;
use super::told::Violations;
use crate::Person;

/// Lets somebody read a room for the record, and hear it again from a cursor of before its first message of a person; gives those
/// messages, as the stream has them.
pub async fn read(record: &Record, person: &Person, room_id: &str, cursor: &str, violations: &mut Violations) -> Result<Vec<Value>> {
    let count = record.settle(person, room_id).await?;
    let heard = since(person, room_id, cursor).await?;
    let first = heard.first().and_then(|message| message["seq"].as_i64()).unwrap_or(1);
    let seqs: Vec<i64> = heard.iter().filter_map(|message| message["seq"].as_i64()).collect();
    let last = i64::try_from(count)?;
    violations.expect(seqs.iter().copied().eq(first..=last), "silent gap", || {
        format!("the stream has {} messages, the last one is number {:?} of {count}", heard.len(), seqs.last())
    });
    Ok(heard)
}

async fn since(person: &Person, room_id: &str, cursor: &str) -> Result<Vec<Value>> {
    let mut socket = person.connect(Some(cursor)).await;
    let mut heard = Vec::new();
    loop {
        let frame = socket.next().await.context("closed before it had caught up")?;
        match frame["type"].as_str() {
            Some("caught_up") => return Ok(heard),
            Some("resync") => bail!("the cursor was not taken: {frame}"),
            Some("message.created") if frame["room_id"] == room_id => heard.push(frame["data"]["message"].clone()),
            _ => {}
        }
    }
}
