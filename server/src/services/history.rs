//! History: the messages of a room, page by page, as one member sees them.

use std::ops::{Bound, RangeBounds};

use poem_openapi::Object;

use super::messages::require;
use super::{App, Caller, Result, access, receipts};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::Message;
use crate::domain::views::View;
use crate::storage::{self, Conn};

/// How many of a room's last messages are kept at hand.
const LAST: i64 = 50;

/// Which part of a room's history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Range {
    /// The messages before one, or the last ones; newest first.
    Before(Option<MessageId>),
    /// The messages after one; oldest first.
    After(MessageId),
    /// One message with those on both sides; oldest first.
    Around(MessageId),
}

/// A page of a room's history.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(rename = "MessageHistory")]
pub struct History {
    pub items: Vec<Message>,
    /// Whether there are older ones.
    pub has_more_before: bool,
    /// Whether there are newer ones.
    pub has_more_after: bool,
}

/// A page of a room's history.
pub async fn list(app: &App, caller: &Caller, room_id: RoomId, range: Range, limit: i64) -> Result<History> {
    let me = caller.user_id();
    if range == Range::Before(None)
        && limit <= LAST
        && let Some((view, items)) = last(app, caller, room_id, limit).await?
    {
        return app.read(caller, move |conn| Box::pin(complete(conn, view, range, items.clone()))).await;
    }
    app.read(caller, move |conn| Box::pin(page(conn, me, room_id, range, limit))).await
}

/// The last messages, out of what is kept of the room; `None` for who has blocked somebody and sees fewer.
async fn last(app: &App, caller: &Caller, room_id: RoomId, limit: i64) -> Result<Option<(View, Vec<Message>)>> {
    let me = caller.user_id();
    let view = app.read(caller, move |conn| Box::pin(access::view(conn, room_id, me))).await?;
    if view.has_blocked {
        return Ok(None);
    }
    let kept = app.caches.messages.get(app, caller, vec![room_id.0], "last", move |conn| {
        Box::pin(async move { Ok(storage::messages::list_last(conn, room_id, LAST).await?) })
    });
    let seen = kept.await?.into_iter().filter(|message| view.reaches(message.seq));
    Ok(Some((view, seen.take(limit as usize).collect())))
}

async fn page(conn: &mut Conn, me: UserId, room_id: RoomId, range: Range, limit: i64) -> Result<History> {
    let view = access::view(conn, room_id, me).await?;
    let items = match range {
        Range::Before(None) => storage::messages::list_before(conn, &view, view.last_seq + 1, limit).await?,
        Range::Before(Some(id)) => {
            let seq = require(conn, &view, id).await?.seq;
            storage::messages::list_before(conn, &view, seq, limit).await?
        }
        Range::After(id) => {
            let seq = require(conn, &view, id).await?.seq;
            storage::messages::list_after(conn, &view, seq, limit).await?
        }
        Range::Around(id) => around(conn, &view, id, limit).await?,
    };
    complete(conn, view, range, items).await
}

/// A page of what somebody has found, with how far their own messages have come and whether there is more.
async fn complete(conn: &mut Conn, view: View, range: Range, mut items: Vec<Message>) -> Result<History> {
    receipts::set_statuses(conn, view.user_id, &mut items).await?;
    let seqs = || items.iter().map(|message| message.seq);
    let (has_more_before, has_more_after) = match (seqs().min(), seqs().max()) {
        (Some(first), Some(newest)) => (has_more(conn, &view, ..first).await?, has_more(conn, &view, newest + 1..).await?),
        _ => (matches!(range, Range::After(_)), matches!(range, Range::Before(Some(_)))),
    };
    Ok(History { items, has_more_before, has_more_after })
}

/// Whether there is a message in a member's sight among these numbers.
async fn has_more(conn: &mut Conn, view: &View, seqs: impl RangeBounds<i64>) -> Result<bool> {
    // Numbers are dense, so the ends tell it, but for who leaves some people out.
    let may_have = (view.hidden_seq + 1..=view.last_seq).contains(&match (seqs.start_bound(), seqs.end_bound()) {
        (Bound::Included(first), _) => *first,
        (_, Bound::Excluded(end)) => end - 1,
        _ => view.last_seq,
    });
    if !view.has_blocked || !may_have {
        return Ok(may_have);
    }
    let found = match (seqs.start_bound(), seqs.end_bound()) {
        (Bound::Included(first), _) => storage::messages::list_after(conn, view, first - 1, 1).await?,
        (_, Bound::Excluded(end)) => storage::messages::list_before(conn, view, *end, 1).await?,
        _ => Vec::new(),
    };
    Ok(!found.is_empty())
}

/// A message with the same number of older and newer ones, as far as there are any.
async fn around(conn: &mut Conn, view: &View, id: MessageId, limit: i64) -> Result<Vec<Message>> {
    let seq = require(conn, view, id).await?.seq;
    let older = limit / 2;
    let mut items = storage::messages::list_before(conn, view, seq, older).await?;
    items.reverse();
    let newer = limit - items.len() as i64;
    items.extend(storage::messages::list_after(conn, view, seq - 1, newer).await?);
    Ok(items)
}
