//! Rooms: made, found, listed, changed.

use std::sync::Arc;

use super::requests::Mark;
use super::{App, Caller, Error, Made, Page, Result, Work, access, clearing, members, messages, receipts};
use crate::domain::events::{Audience, Event, RoomData};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::members::Role;
use crate::domain::messages::SystemEvent;
use crate::domain::problems;
use crate::domain::rooms::{Room, RoomFilter, RoomKind};
use crate::domain::time::Timestamp;
use crate::storage::{self, Conn};

/// A room to be made.
pub struct NewRoom {
    pub kind: RoomKind,
    pub name: Option<String>,
    pub description: Option<String>,
    pub member_ids: Vec<UserId>,
}

/// What to change of a room; `None` leaves it, `Some(None)` clears it.
pub struct RoomChange {
    pub name: Option<String>,
    pub description: Option<Option<String>>,
    pub read_receipts: Option<bool>,
}

/// Makes a room. A direct room that this pair has already is found instead.
pub async fn create(app: &Arc<App>, caller: &Caller, new: NewRoom) -> Result<Made<Room>> {
    let me = caller.user_id();
    let others = new.member_ids.iter().filter(|id| **id != me).count();
    if new.kind == RoomKind::Direct && others == 0 {
        return Err(Error::new(&problems::SELF_MESSAGE).fault("/member_ids", "must name another person"));
    }
    if new.kind == RoomKind::Direct && others > 1 {
        return Err(Error::new(&problems::VALIDATION_FAILED).fault("/member_ids", "must name one person: a direct room has two members"));
    }
    let id = RoomId(app.uuid());
    let app = app.clone();
    let request = caller.request.clone();
    let maker = app.clone();
    let made = app.once(&request, me, move |work| Box::pin(async move { create_in(&maker, work, me, id, new).await })).await?;
    Ok(Made { value: with_present_message(&app, caller, made.value).await?, ..made })
}

/// An answer that was kept under an Idempotency-Key must not give a text back that was deleted since.
pub(super) async fn with_present_message(app: &App, caller: &Caller, answer: Room) -> Result<Room> {
    if !caller.request.is_replayed() {
        return Ok(answer);
    }
    let mut conn = app.db.read().await?;
    let now = storage::rooms::get_for_member(&mut conn, answer.id, caller.user_id()).await?;
    let answer = Room { last_message: now.and_then(|room| room.last_message), ..answer };
    with_status(&mut conn, caller.user_id(), answer).await
}

async fn create_in(app: &App, work: &mut Work, me: UserId, id: RoomId, mut new: NewRoom) -> Result<Made<Room>> {
    require_users(work, &new.member_ids).await?;
    new.member_ids.retain(|id| *id != me);
    let direct_key = (new.kind == RoomKind::Direct).then(|| direct_key(me, new.member_ids[0]));
    if direct_key.is_some() && storage::blocks::exists_between(&mut work.conn, me, new.member_ids[0]).await? {
        return Err(Error::new(&problems::BLOCKED));
    }
    if let Some(key) = &direct_key
        && let Some(found) = storage::rooms::get_direct(&mut work.conn, key).await?
    {
        let room = require(&mut work.conn, found, me).await?;
        // Who looks for a room that they deleted wants it back.
        let room = if room.is_deleted == Some(true) { clearing::show(work, found, me).await? } else { room };
        return Ok(Made { created: false, value: room });
    }
    let group = new.kind == RoomKind::Group;
    let room = Room {
        id,
        kind: new.kind,
        name: new.name.filter(|_| group),
        description: new.description.filter(|_| group),
        owner_id: group.then_some(me),
        member_count: 1 + new.member_ids.len() as i64,
        created_at: work.now(),
        last_activity_at: work.now(),
        read_receipts: Some(true),
        last_message: None,
        my_role: None,
        is_archived: None,
        is_deleted: None,
        read_seq: None,
        unread_count: None,
        mention_count: None,
        first_unread_message_id: None,
    };
    storage::rooms::insert(&mut work.conn, &room, direct_key.as_deref()).await?;
    // Everybody is a member before the first event, so that all of them get it.
    let first = work.next_position();
    members::seat(work, id, me, if group { Role::Owner } else { Role::Member }, first).await?;
    for member in &new.member_ids {
        members::seat(work, id, *member, Role::Member, first).await?;
    }
    work.emit(Audience::Room(id), &Event::RoomCreated(RoomData { room }));
    if group {
        messages::announce(app, work, id, me, SystemEvent::RoomCreated).await?;
    }
    Ok(Made { created: true, value: require(&mut work.conn, id, me).await? })
}

/// Names a pair, whichever of them asks.
fn direct_key(one: UserId, other: UserId) -> String {
    format!("{}:{}", one.min(other), one.max(other))
}

/// Refuses people who do not exist, each by its place in the list.
async fn require_users(work: &mut Work, ids: &[UserId]) -> Result<()> {
    let mut error = Error::new(&problems::UNKNOWN_MEMBER);
    for (at, id) in ids.iter().enumerate() {
        if storage::users::get(&mut work.conn, *id).await?.is_none() {
            error = error.fault(format!("/member_ids/{at}"), "is nobody's id");
        }
    }
    if error.faults.is_empty() { Ok(()) } else { Err(error) }
}

/// A room as the caller sees it now.
pub(super) async fn require(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<Room> {
    let room = storage::rooms::get_for_member(conn, room_id, user_id).await?;
    with_status(conn, user_id, room.ok_or_else(|| Error::new(&problems::NOT_FOUND))?).await
}

/// One room of the caller's.
pub async fn get(app: &App, caller: &Caller, room_id: RoomId) -> Result<Room> {
    let me = caller.user_id();
    let kept = app.caches.rooms.get(app, caller, vec![room_id.0, me.0], "of", move |conn| {
        Box::pin(async move {
            let room = storage::rooms::get_for_member(conn, room_id, me).await?;
            room.ok_or_else(|| Error::new(&problems::NOT_FOUND))
        })
    });
    let room = kept.await?;
    app.read(caller, move |conn| {
        let room = room.clone();
        Box::pin(async move {
            access::member(conn, room_id, me).await?;
            with_status(conn, me, room).await
        })
    })
    .await
}

/// A room that tells how far the caller's own last message has come.
async fn with_status(conn: &mut Conn, me: UserId, mut room: Room) -> Result<Room> {
    receipts::set_statuses(conn, me, room.last_message.as_mut_slice()).await?;
    Ok(room)
}

/// The caller's rooms, the latest activity first; of one kind, or only the archived ones or the others, when asked so.
pub async fn list(app: &App, caller: &Caller, filter: RoomFilter, cursor: Option<&str>, limit: i64) -> Result<Page<Room>> {
    let before = Mark::parse(cursor)?.map(|mark| (Timestamp(mark.at), RoomId(mark.id)));
    let me = caller.user_id();
    let listed = app.read(caller, move |conn| {
        Box::pin(async move {
            let mut rooms = storage::rooms::list(conn, me, filter, before, limit + 1).await?;
            for room in &mut rooms {
                receipts::set_statuses(conn, me, room.last_message.as_mut_slice()).await?;
            }
            Ok(rooms)
        })
    });
    let rooms = listed.await?;
    Ok(Page::of(rooms, limit, |room| Mark { at: room.last_activity_at.0, id: room.id.0 }))
}

/// Changes a group's name, description and switches; its admins and its owner may. In a direct room either may change what
/// is told of reading, which is all that can be changed.
pub async fn update(app: &Arc<App>, caller: &Caller, room_id: RoomId, change: RoomChange) -> Result<Room> {
    let me = caller.user_id();
    let changed = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                let (member, mut room) = match (&change.name, &change.description) {
                    (None, None) => access::room(&mut work.conn, room_id, me).await?,
                    _ => access::group(&mut work.conn, room_id, me).await?,
                };
                if room.kind == RoomKind::Group {
                    access::require_role(&member, Role::Admin)?;
                }
                let before = room.clone();
                if let Some(name) = change.name {
                    room.name = Some(name);
                }
                if let Some(description) = change.description {
                    room.description = description;
                }
                room.read_receipts = change.read_receipts.or(room.read_receipts);
                if room == before {
                    return require(&mut work.conn, room_id, me).await;
                }
                storage::rooms::update(&mut work.conn, &room).await?;
                work.emit(Audience::Room(room_id), &Event::RoomUpdated(RoomData { room }));
                require(&mut work.conn, room_id, me).await
            })
        })
        .await?;
    with_present_message(app, caller, changed).await
}

/// Tells all members what the room is like now.
pub(super) async fn announce_change(work: &mut Work, room_id: RoomId) -> Result<()> {
    if let Some(room) = storage::rooms::get(&mut work.conn, room_id).await? {
        work.emit(Audience::Room(room_id), &Event::RoomUpdated(RoomData { room }));
    }
    Ok(())
}
