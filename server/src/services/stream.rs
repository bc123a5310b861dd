//! The event stream as clients see it: frames out of the log, and what a cursor may ask for.

use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::{App, Caller, Result};
use crate::domain::cursor::Cursor;
use crate::domain::events::LoggedEvent;
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;
use crate::planted::{self, Fault};
use crate::storage::{self, Conn};

/// How many events a replay reads at a time.
pub const PAGE: i64 = 256;

/// An event as a frame.
pub fn frame(epoch: i64, event: &LoggedEvent) -> String {
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
    // The payload is JSON already: it is set in as it was written, not read and written anew.
    let mut text = head.to_string();
    text.pop();
    text + ",\"data\":" + &event.payload + "}"
}

/// A frame that the log does not keep.
pub fn fleeting(app: &App, name: &str, data: Value) -> Utf8Bytes {
    json!({ "type": name, "occurred_at": app.now().to_string(), "data": data }).to_string().into()
}

/// Where a cursor leads.
pub enum Judged {
    /// What follows this position can be given.
    After(i64),
    /// It cannot, for this reason: the client loads its state anew.
    Resync(&'static str),
}

/// Judges a cursor of a client.
pub async fn judge(app: &App, cursor: &str) -> Result<Judged> {
    let mut conn = app.db.read().await?;
    judge_with(&mut conn, Cursor::parse(cursor)).await
}

async fn judge_with(conn: &mut Conn, cursor: Option<Cursor>) -> Result<Judged> {
    let Some(cursor) = cursor else { return Ok(Judged::Resync("cursor_invalid")) };
    let (epoch, head) = storage::events::head(conn).await?;
    if planted::has(Fault::ResyncSuppressed) {
        return Ok(Judged::After(cursor.position.max(storage::events::floor(conn).await?).min(head)));
    }
    if cursor.epoch != epoch {
        // Of the life that the backup was taken of: what came after the backup is lost, and positions were given anew.
        let is_restored = storage::events::restored_epoch(conn).await? == Some(cursor.epoch);
        return Ok(Judged::Resync(if is_restored { "restored" } else { "epoch" }));
    }
    if cursor.position > head {
        return Ok(Judged::Resync("too_far"));
    }
    if cursor.position < storage::events::floor(conn).await? {
        return Ok(Judged::Resync("retention"));
    }
    Ok(Judged::After(cursor.position))
}

/// Reads up to a page of one person's events after a position, none beyond `upto`.
pub async fn page(app: &App, user_id: UserId, after: i64, upto: i64) -> Result<Vec<LoggedEvent>> {
    let mut conn = app.db.read().await?;
    Ok(storage::events::list_for_user(&mut conn, user_id, after, upto, PAGE).await?)
}

/// Where a page of the log begins.
#[derive(Clone, Copy)]
pub enum From {
    /// A cursor, if it is one.
    Cursor(Option<Cursor>),
    Time(Timestamp),
    Now,
}

/// A page of the log, as one person may see it.
pub struct Stretch {
    pub events: Vec<LoggedEvent>,
    /// The life of the log.
    pub epoch: i64,
    /// Up to here the page tells everything.
    pub position: i64,
    pub has_more: bool,
    /// Why the page could not begin at the cursor; it is empty then, and leads to the end of the log.
    pub resync: Option<&'static str>,
}

/// Reads a page of the log.
pub async fn stretch(app: &App, caller: &Caller, from: From, limit: i64) -> Result<Stretch> {
    let me = caller.user_id();
    app.read(caller, move |conn| Box::pin(stretch_with(conn, me, from, limit))).await
}

async fn stretch_with(conn: &mut Conn, user_id: UserId, from: From, limit: i64) -> Result<Stretch> {
    // The head is read before the events, so that the cursor never passes an event that was not given.
    let (epoch, head) = storage::events::head(conn).await?;
    let after = match from {
        From::Now => head,
        From::Time(since) => storage::events::position_at(conn, since).await?,
        From::Cursor(cursor) => match judge_with(conn, cursor).await? {
            Judged::After(position) => position,
            Judged::Resync(reason) => {
                return Ok(Stretch { events: Vec::new(), epoch, position: head, has_more: false, resync: Some(reason) });
            }
        },
    };
    let mut events = storage::events::list_for_user(conn, user_id, after, head, limit + 1).await?;
    let has_more = events.len() as i64 > limit;
    events.truncate(limit as usize);
    let position = events.last().filter(|_| has_more).map_or(head.max(after), |event| event.position);
    Ok(Stretch { events, epoch, position, has_more, resync: None })
}
