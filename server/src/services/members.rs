//! Members: joining, leaving, roles, and the passing on of ownership.

use std::sync::Arc;

use super::requests::Mark;
use super::{App, Caller, Done, Error, Made, Page, Result, Work, access, messages, rooms, users};
use crate::domain::events::{Audience, Event, MemberData, MemberLeftData, RoomDeletedData};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::members::{Member, Role};
use crate::domain::messages::SystemEvent;
use crate::domain::problems;
use crate::domain::rooms::RoomKind;
use crate::storage::{self, Conn};

/// A room's members, by user id.
pub async fn list(app: &App, caller: &Caller, room_id: RoomId, cursor: Option<&str>, limit: i64) -> Result<Page<Member>> {
    let after = Mark::parse(cursor)?.map(|mark| UserId(mark.id));
    let me = caller.user_id();
    app.read(caller, move |conn| Box::pin(access::member(conn, room_id, me))).await?;
    let mut members = if after.is_none() {
        let ids = vec![room_id.0];
        app.caches.members.get(app, caller, ids, &limit.to_string(), move |conn| Box::pin(page(conn, room_id, after, limit))).await?
    } else {
        app.read(caller, move |conn| Box::pin(page(conn, room_id, after, limit))).await?
    };
    for member in &mut members {
        member.user = member.user.take().map(|user| users::seen(app, user));
    }
    Ok(Page::of(members, limit, |member| Mark { at: 0, id: member.user_id.0 }))
}

async fn page(conn: &mut Conn, room_id: RoomId, after: Option<UserId>, limit: i64) -> Result<Vec<Member>> {
    Ok(storage::members::list(conn, room_id, after, limit + 1).await?)
}

/// Takes someone into a group; its admins and its owner may. Someone who is in already is found.
pub async fn add(app: &Arc<App>, caller: &Caller, room_id: RoomId, user_id: UserId, role: Role) -> Result<Made<Member>> {
    let me = caller.user_id();
    let maker = app.clone();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let (member, _) = access::group(&mut work.conn, room_id, me).await?;
            access::require_role(&member, Role::Admin)?;
            if role > Role::Member {
                access::require_role(&member, Role::Owner)?;
            }
            if storage::users::get(&mut work.conn, user_id).await?.is_none() {
                return Err(Error::new(&problems::UNKNOWN_MEMBER).fault("/user_id", "is nobody's id"));
            }
            join(&maker, work, room_id, user_id, role).await
        })
    })
    .await
}

/// Makes someone a member, with all that follows: the count, the events, the room's own message.
pub(super) async fn join(app: &App, work: &mut Work, room_id: RoomId, user_id: UserId, role: Role) -> Result<Made<Member>> {
    if let Some(member) = storage::members::get(&mut work.conn, room_id, user_id).await? {
        return Ok(Made { created: false, value: with_user(app, work, member).await? });
    }
    let joined = seat(work, room_id, user_id, role, work.next_position()).await?;
    storage::rooms::add_member_count(&mut work.conn, room_id, 1).await?;
    let member = with_user(app, work, joined).await?;
    work.emit(Audience::Room(room_id), &Event::MemberJoined(MemberData { member: member.clone() }));
    rooms::announce_change(work, room_id).await?;
    messages::announce(app, work, room_id, user_id, SystemEvent::MemberJoined).await?;
    Ok(Made { created: true, value: member })
}

/// Writes a member's rows; what the log tells from `joined_position` on is for them too.
pub(super) async fn seat(work: &mut Work, room_id: RoomId, user_id: UserId, role: Role, joined_position: i64) -> Result<Member> {
    let member = Member { room_id, user_id, role, joined_at: work.now(), user: None };
    storage::members::insert(&mut work.conn, &member, joined_position).await?;
    Ok(member)
}

async fn with_user(app: &App, work: &mut Work, member: Member) -> Result<Member> {
    let user = storage::users::get_anyone(&mut work.conn, member.user_id).await?.map(|user| users::seen(app, user));
    Ok(Member { user, ..member })
}

/// Changes a member's role. The owner alone may; making another the owner hands the group over.
pub async fn update(app: &Arc<App>, caller: &Caller, room_id: RoomId, user_id: UserId, role: Role) -> Result<Member> {
    let me = caller.user_id();
    let maker = app.clone();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let (member, _) = access::group(&mut work.conn, room_id, me).await?;
            access::require_role(&member, Role::Owner)?;
            let target = access::member(&mut work.conn, room_id, user_id).await?;
            if user_id == me && role != Role::Owner {
                return Err(Error::new(&problems::CONFLICT).detail("an owner hands the group to another member first"));
            }
            if role == Role::Owner && user_id != me {
                set_role(&maker, work, member, Role::Admin).await?;
                return make_owner(&maker, work, target).await;
            }
            set_role(&maker, work, target, role).await
        })
    })
    .await
}

async fn set_role(app: &App, work: &mut Work, member: Member, role: Role) -> Result<Member> {
    let member = with_user(app, work, Member { role, ..member }).await?;
    storage::members::update_role(&mut work.conn, member.room_id, member.user_id, role).await?;
    work.emit(Audience::Room(member.room_id), &Event::MemberUpdated(MemberData { member: member.clone() }));
    Ok(member)
}

async fn make_owner(app: &App, work: &mut Work, member: Member) -> Result<Member> {
    let (room_id, user_id) = (member.room_id, member.user_id);
    let owner = set_role(app, work, member, Role::Owner).await?;
    storage::rooms::update_owner(&mut work.conn, room_id, user_id).await?;
    rooms::announce_change(work, room_id).await?;
    messages::announce(app, work, room_id, user_id, SystemEvent::OwnerChanged).await?;
    Ok(owner)
}

/// Removes a member: one with a higher role may, and everyone themselves.
pub async fn remove(app: &Arc<App>, caller: &Caller, room_id: RoomId, user_id: UserId) -> Result<Done> {
    let me = caller.user_id();
    let maker = app.clone();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let (member, _) = access::group(&mut work.conn, room_id, me).await?;
            if user_id != me {
                access::require_role(&member, Role::Admin)?;
                let target = access::member(&mut work.conn, room_id, user_id).await?;
                if target.role >= member.role {
                    return Err(Error::new(&problems::FORBIDDEN).detail("their role is not below yours"));
                }
            }
            part(&maker, work, room_id, user_id, me).await?;
            Ok(Done::DONE)
        })
    })
    .await
}

/// Leaves a group. Ownership passes on; the last one out removes it.
pub async fn leave(app: &Arc<App>, caller: &Caller, room_id: RoomId) -> Result<Done> {
    remove(app, caller, room_id, caller.user_id()).await
}

/// Leaves every group, as when an account is deleted; direct rooms stay for the other one.
pub(super) async fn leave_all(work: &mut Work, app: &App, user_id: UserId) -> Result<()> {
    for room_id in storage::members::list_room_ids(&mut work.conn, user_id).await? {
        let room = storage::rooms::get(&mut work.conn, room_id).await?;
        if room.is_some_and(|room| room.kind == RoomKind::Group) {
            part(app, work, room_id, user_id, user_id).await?;
        }
    }
    Ok(())
}

/// Ends a membership, with all that follows.
pub(super) async fn part(app: &App, work: &mut Work, room_id: RoomId, user_id: UserId, by: UserId) -> Result<()> {
    let member = access::member(&mut work.conn, room_id, user_id).await?;
    let Some(successor) = storage::members::get_successor(&mut work.conn, room_id, user_id).await? else {
        let position = work.emit(Audience::User(user_id), &Event::RoomDeleted(RoomDeletedData { room_id, until_next_message: None }));
        storage::members::delete(&mut work.conn, room_id, user_id, position).await?;
        storage::rooms::delete(&mut work.conn, room_id).await?;
        return Ok(());
    };
    let left = if by == user_id { SystemEvent::MemberLeft } else { SystemEvent::MemberRemoved };
    let position = work.emit(Audience::Room(room_id), &Event::MemberLeft(MemberLeftData { room_id, user_id, by }));
    storage::members::delete(&mut work.conn, room_id, user_id, position).await?;
    storage::clearing::delete_undos(&mut work.conn, room_id, user_id).await?;
    storage::rooms::add_member_count(&mut work.conn, room_id, -1).await?;
    messages::announce(app, work, room_id, user_id, left).await?;
    if member.role == Role::Owner {
        make_owner(app, work, successor).await?;
    } else {
        rooms::announce_change(work, room_id).await?;
    }
    Ok(())
}
