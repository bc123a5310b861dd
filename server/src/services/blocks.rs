//! Blocks: what somebody wrote is out of one's sight, and neither writes to the other directly.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::requests::Mark;
use super::{App, Caller, Done, Error, Page, Result, Work, users};
use crate::domain::blocks::Block;
use crate::domain::events::{Audience, Event, UnreadData, UserBlockedData};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::problems;
use crate::storage;

/// Whom the caller has blocked, by their ids.
pub async fn list(app: &App, caller: &Caller, cursor: Option<&str>, limit: i64) -> Result<Page<Block>> {
    let after = Mark::parse(cursor)?.map(|mark| UserId(mark.id));
    let me = caller.user_id();
    let listed = app.read(caller, move |conn| Box::pin(async move { Ok(storage::blocks::list(conn, me, after, limit + 1).await?) }));
    let mut blocks = listed.await?;
    for block in &mut blocks {
        block.user = block.user.take().map(|user| users::seen(app, user));
    }
    Ok(Page::of(blocks, limit, |block| Mark { at: 0, id: block.user_id.0 }))
}

/// Blocks somebody, or takes it back.
pub async fn set(app: &Arc<App>, caller: &Caller, user_id: UserId, blocked: bool) -> Result<Done> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            if storage::users::get_anyone(&mut work.conn, user_id).await?.is_none() {
                return Err(Error::new(&problems::NOT_FOUND));
            }
            if user_id == me && blocked {
                return Err(Error::new(&problems::CONFLICT).detail("nobody can block themselves"));
            }
            let before = unread(work, me).await?;
            let now = work.now();
            let changed = match blocked {
                true => storage::blocks::insert(&mut work.conn, me, user_id, now).await?,
                false => storage::blocks::delete(&mut work.conn, me, user_id).await?,
            };
            if changed > 0 {
                let data = UserBlockedData { user_id };
                let event = if blocked { Event::UserBlocked(data) } else { Event::UserUnblocked(data) };
                work.emit(Audience::User(me), &event);
                announce(work, me, &before).await?;
            }
            Ok(Done::DONE)
        })
    })
    .await
}

type Counts = BTreeMap<RoomId, (i64, i64)>;

/// What is unread, by room.
async fn unread(work: &mut Work, me: UserId) -> Result<Counts> {
    let rooms = storage::read_state::list(&mut work.conn, me, None).await?;
    Ok(rooms.into_iter().map(|room| (room.room_id, (room.unread_count, room.mention_count))).collect())
}

/// Tells of the rooms whose counts are not what they were.
async fn announce(work: &mut Work, me: UserId, before: &Counts) -> Result<()> {
    let after = unread(work, me).await?;
    let rooms: BTreeSet<RoomId> = before.keys().chain(after.keys()).copied().collect();
    for room_id in rooms {
        let now = after.get(&room_id).copied().unwrap_or_default();
        if before.get(&room_id).copied().unwrap_or_default() != now {
            let (unread_count, mention_count) = now;
            work.emit(Audience::User(me), &Event::UnreadUpdated(UnreadData { room_id, unread_count, mention_count }));
        }
    }
    Ok(())
}
