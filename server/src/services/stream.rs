//! The event stream as clients see it: frames out of the log, and what a cursor may ask for.

use serde_json::json;
use serde_json::value::RawValue;

use super::{App, Result};
use crate::domain::cursor::Cursor;
use crate::domain::events::LoggedEvent;
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;
use crate::storage;

/// A part of the log that one person may see.
pub struct Stretch {
    pub events: Vec<LoggedEvent>,
    /// Up to where the log was read.
    pub position: i64,
    /// Whether there is more.
    pub has_more: bool,
}

/// An event as a frame.
pub fn frame(event: &LoggedEvent, epoch: i64) -> String {
    let mut head = json!({
        "type": event.name,
        "cursor": Cursor { epoch, position: event.position }.to_string(),
        "event_id": event.event_id,
        "occurred_at": event.created_at.to_string(),
    });
    if let Some(room_id) = event.room_id {
        head["room_id"] = json!(room_id);
    }
    if let Some(seq) = event.room_seq {
        head["seq"] = seq.into();
    }
    let data = RawValue::from_string(event.payload.clone()).map_or_else(|_| "{}".to_owned(), |raw| raw.get().to_owned());
    let mut text = head.to_string();
    text.pop();
    text + ",\"data\":" + &data + "}"
}

/// Where a cursor stands in the log, or why it cannot be served.
pub async fn judge(app: &App, cursor: &str) -> Result<std::result::Result<i64, &'static str>> {
    let head = app.hub.head();
    let Some(cursor) = Cursor::parse(cursor) else { return Ok(Err("cursor_invalid")) };
    if cursor.epoch != head.epoch {
        return Ok(Err("epoch"));
    }
    let mut conn = app.db.read().await?;
    let (_, position) = storage::events::head(&mut conn).await?;
    if cursor.position > position {
        return Ok(Err("too_far"));
    }
    if cursor.position < storage::events::floor(&mut conn).await? {
        return Ok(Err("retention"));
    }
    Ok(Ok(cursor.position))
}

/// The position of an instant.
pub async fn position_at(app: &App, at: Timestamp) -> Result<i64> {
    let mut conn = app.db.read().await?;
    Ok(storage::events::position_at(&mut conn, at).await?)
}

/// Reads up to `limit` events of one person after a position, none beyond `upto`.
pub async fn read(app: &App, user_id: UserId, after: i64, upto: i64, limit: i64) -> Result<Stretch> {
    let mut conn = app.db.read().await?;
    let mut events = storage::events::list_for_user(&mut conn, user_id, after, upto, limit + 1).await?;
    let has_more = events.len() as i64 > limit;
    events.truncate(limit as usize);
    let position = if has_more { events.last().map_or(upto, |event| event.position) } else { upto };
    Ok(Stretch { events, position, has_more })
}
