//! Archiving: a room out of one's list, for oneself alone.

use std::sync::Arc;

use super::{App, Caller, Result, access, rooms};
use crate::domain::events::{Audience, Event, RoomArchivedData};
use crate::domain::ids::RoomId;
use crate::domain::rooms::Room;
use crate::storage;

/// Archives a room for the caller on all their devices, or takes it back.
pub async fn set(app: &Arc<App>, caller: &Caller, room_id: RoomId, archived: bool) -> Result<Room> {
    let me = caller.user_id();
    let changed = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                access::member(&mut work.conn, room_id, me).await?;
                if storage::archive::update(&mut work.conn, room_id, me, archived).await? > 0 {
                    let data = RoomArchivedData { room_id };
                    let event = if archived { Event::RoomArchived(data) } else { Event::RoomUnarchived(data) };
                    work.emit(Audience::User(me), &event);
                }
                rooms::require(&mut work.conn, room_id, me).await
            })
        })
        .await?;
    rooms::with_present_message(app, caller, changed).await
}
