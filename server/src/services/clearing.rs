//! Clearing: a room emptied for oneself or for everyone, a direct room deleted from one's list, and both taken back.

use std::sync::Arc;

use super::{App, Caller, Error, Result, Work, access, members, messages, read_state, rooms};
use crate::domain::clearing::{ClearScope, Removal, Undo};
use crate::domain::events::{Audience, Event, RoomClearedData, RoomData, RoomDeletedData};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::members::Role;
use crate::domain::problems;
use crate::domain::rooms::{Room, RoomKind};
use crate::domain::time::Timestamp;
use crate::domain::views::View;
use crate::storage;

/// How many messages one commit erases at most.
const ERASED: i64 = 200;
/// How many that can no longer be taken back one turn looks at.
const FINAL: i64 = 100;

/// Takes all messages up to now out of the caller's view, or out of everybody's; admins of groups may do the latter.
pub async fn clear(app: &Arc<App>, caller: &Caller, room_id: RoomId, scope: ClearScope, dry_run: bool) -> Result<Removal> {
    let (me, undo_secs) = (caller.user_id(), app.settings.undo_secs);
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let view = access::view(&mut work.conn, room_id, me).await?;
            let (before_seq, messages, members) = match scope {
                ClearScope::Me => {
                    let own = storage::clearing::get_for_member(&mut work.conn, room_id, me).await?;
                    (own, storage::messages::count(&mut work.conn, &view).await?, 1)
                }
                ClearScope::Everyone => {
                    let (member, room) = access::group(&mut work.conn, room_id, me).await?;
                    access::require_role(&member, Role::Admin)?;
                    let shared = storage::clearing::get_for_everyone(&mut work.conn, room_id).await?;
                    (shared, view.last_seq - shared, room.member_count)
                }
            };
            if messages == 0 || dry_run {
                return Ok(Removal { messages, members: if messages == 0 { 0 } else { members }, dry_run, undo_until: None });
            }
            let undo = note(work, &view, scope, false, before_seq, undo_secs).await?;
            hide(work, &undo, view.last_seq, Some(undo.until)).await?;
            Ok(Removal { messages, members, dry_run, undo_until: Some(undo.until) })
        })
    })
    .await
}

/// Takes a room out of the caller's list: a direct one until the next message, a group by leaving it.
pub async fn delete(app: &Arc<App>, caller: &Caller, room_id: RoomId, dry_run: bool) -> Result<Removal> {
    let (me, undo_secs) = (caller.user_id(), app.settings.undo_secs);
    let maker = app.clone();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let view = access::view(&mut work.conn, room_id, me).await?;
            let room = rooms::require(&mut work.conn, room_id, me).await?;
            if room.is_deleted == Some(true) {
                return Ok(Removal { dry_run, ..Removal::default() });
            }
            let messages = storage::messages::count(&mut work.conn, &view).await?;
            if dry_run {
                return Ok(Removal { messages, members: 1, dry_run, undo_until: None });
            }
            if room.kind == RoomKind::Group {
                members::part(&maker, work, room_id, me, me).await?;
                return Ok(Removal { messages, members: 1, dry_run, undo_until: None });
            }
            let before_seq = storage::clearing::get_for_member(&mut work.conn, room_id, me).await?;
            let undo = note(work, &view, ClearScope::Me, true, before_seq, undo_secs).await?;
            if messages > 0 {
                hide(work, &undo, view.last_seq, Some(undo.until)).await?;
            }
            storage::clearing::update_hidden(&mut work.conn, room_id, me, true).await?;
            work.emit(Audience::User(me), &Event::RoomDeleted(RoomDeletedData { room_id, until_next_message: Some(true) }));
            Ok(Removal { messages, members: 1, dry_run, undo_until: Some(undo.until) })
        })
    })
    .await
}

/// Notes what the caller is about to do, so that they can take it back.
async fn note(work: &mut Work, view: &View, scope: ClearScope, is_deletion: bool, before_seq: i64, undo_secs: i64) -> Result<Undo> {
    let undo = Undo {
        room_id: view.room_id,
        user_id: view.user_id,
        position: work.next_position(),
        scope,
        is_deletion,
        before_seq,
        after_seq: view.last_seq,
        until: work.now().plus_secs(undo_secs),
    };
    storage::clearing::insert_undo(&mut work.conn, &undo).await?;
    Ok(undo)
}

/// Sets up to which number messages are out of sight, and tells whom it concerns; `undo_until` is absent when this takes it back.
async fn hide(work: &mut Work, undo: &Undo, seq: i64, undo_until: Option<Timestamp>) -> Result<()> {
    let Undo { room_id, user_id, scope, .. } = *undo;
    let data = RoomClearedData { room_id, scope, seq, by: user_id, undo_until };
    match scope {
        ClearScope::Me => {
            storage::clearing::update_for_member(&mut work.conn, room_id, user_id, seq).await?;
            work.emit(Audience::User(user_id), &Event::RoomCleared(data));
            read_state::announce(work, room_id, user_id).await
        }
        ClearScope::Everyone => {
            storage::clearing::update_for_everyone(&mut work.conn, room_id, seq).await?;
            work.emit(Audience::Room(room_id), &Event::RoomCleared(data));
            Ok(())
        }
    }
}

/// Takes back what the caller last cleared or deleted in a room.
pub async fn undo(app: &Arc<App>, caller: &Caller, room_id: RoomId) -> Result<Room> {
    let me = caller.user_id();
    let restored = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                let member = access::member(&mut work.conn, room_id, me).await?;
                let now = work.now();
                let undo = storage::clearing::get_undo(&mut work.conn, room_id, me, now).await?;
                let undo = undo.ok_or_else(|| Error::new(&problems::CONFLICT).detail("there is nothing that can be taken back"))?;
                if undo.scope == ClearScope::Everyone {
                    access::require_role(&member, Role::Admin)?;
                    if storage::clearing::get_for_everyone(&mut work.conn, room_id).await? != undo.after_seq {
                        return Err(Error::new(&problems::CONFLICT).detail("somebody has cleared the room again since"));
                    }
                }
                storage::clearing::delete_undo(&mut work.conn, &undo).await?;
                if undo.after_seq != undo.before_seq {
                    hide(work, &undo, undo.before_seq, None).await?;
                }
                if undo.is_deletion {
                    return show(work, room_id, me).await;
                }
                rooms::require(&mut work.conn, room_id, me).await
            })
        })
        .await?;
    rooms::with_present_message(app, caller, restored).await
}

/// Lets a direct room back into a person's list.
pub(super) async fn show(work: &mut Work, room_id: RoomId, user_id: UserId) -> Result<Room> {
    storage::clearing::update_hidden(&mut work.conn, room_id, user_id, false).await?;
    let room = rooms::require(&mut work.conn, room_id, user_id).await?;
    // Without the last message, since a text that is deleted later is looked for in the events of messages alone.
    let told = Room { last_message: None, ..room.clone() };
    work.emit(Audience::User(user_id), &Event::RoomUpdated(RoomData { room: told }));
    Ok(room)
}

/// Lets a direct room in which something was said back into the lists that it was deleted from.
pub(super) async fn show_again(work: &mut Work, room_id: RoomId) -> Result<()> {
    for user_id in storage::clearing::list_hiding(&mut work.conn, room_id).await? {
        show(work, room_id, user_id).await?;
    }
    Ok(())
}

/// Erases some of what was cleared for everyone and can no longer be taken back; whether there may be more.
pub async fn turn(app: &Arc<App>) -> Result<bool> {
    app.commit(move |work| {
        Box::pin(async move {
            let now = work.now();
            for undo in storage::clearing::list_final(&mut work.conn, now, FINAL).await? {
                if undo.scope == ClearScope::Everyone && erase(work, &undo).await? {
                    return Ok(true);
                }
                storage::clearing::delete_undo(&mut work.conn, &undo).await?;
            }
            Ok(false)
        })
    })
    .await
}

/// Erases some messages of a room; whether there are more.
async fn erase(work: &mut Work, undo: &Undo) -> Result<bool> {
    let Undo { room_id, after_seq, .. } = *undo;
    let purged = storage::clearing::get_purged(&mut work.conn, room_id).await?;
    let found = storage::messages::list_all(&mut work.conn, room_id, purged, after_seq, ERASED).await?;
    let Some(last) = found.last().map(|message| message.seq) else { return Ok(false) };
    for message in found {
        storage::mentions::delete_all(&mut work.conn, room_id, message.seq).await?;
        messages::erase(work, message).await?;
    }
    storage::clearing::update_purged(&mut work.conn, room_id, last).await?;
    Ok(last < after_seq)
}
