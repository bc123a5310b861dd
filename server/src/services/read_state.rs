//! Read state: how far people have read, what is unread, and who hears of it.

use std::sync::Arc;

use super::{App, Caller, Error, Result, Work, access, caches, messages, receipts};
use crate::domain::events::{Audience, Event, ReceiptData};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::Message;
use crate::domain::problems;
use crate::domain::read_state::{ReadMark, ReadStatus, UnreadCount, UnreadMessage, UnreadRule};
use crate::storage::{self, Conn};

/// How many messages of a room are named when counts explain themselves.
const EXPLAINED: i64 = 1000;

/// One room and what it is to be marked as.
#[derive(Clone, Copy, Debug)]
pub struct Marking {
    pub room_id: RoomId,
    pub mark: ReadMark,
    pub message_id: Option<MessageId>,
}

/// Marks rooms as read or unread, each up to a message or as a whole; all of them or none.
pub async fn mark(app: &Arc<App>, caller: &Caller, markings: Vec<Marking>) -> Result<Vec<ReadStatus>> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let mut statuses = Vec::with_capacity(markings.len());
            for marking in markings {
                statuses.push(mark_one(work, me, marking).await?);
            }
            Ok(statuses)
        })
    })
    .await
}

/// Marks everything up to a message as read.
pub async fn read(app: &Arc<App>, caller: &Caller, message_id: MessageId) -> Result<ReadStatus> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let view = access::view_of_message(&mut work.conn, message_id, me).await?;
            mark_one(work, me, Marking { room_id: view.room_id, mark: ReadMark::Read, message_id: Some(message_id) }).await
        })
    })
    .await
}

async fn mark_one(work: &mut Work, me: UserId, marking: Marking) -> Result<ReadStatus> {
    let Marking { room_id, mark, message_id } = marking;
    let view = access::view(&mut work.conn, room_id, me).await?;
    let before = require(&mut work.conn, room_id, me).await?;
    let target = match (mark, message_id) {
        // Reading an older message again takes nothing back.
        (ReadMark::Read, Some(id)) => messages::require(&mut work.conn, &view, id).await?.seq.max(before.read_seq),
        (ReadMark::Read, None) => view.last_seq,
        // What is unread already stays so: nothing before the message is read by this.
        (ReadMark::Unread, Some(id)) => before.read_seq.min(messages::require(&mut work.conn, &view, id).await?.seq - 1),
        (ReadMark::Unread, None) => {
            let last = storage::read_state::get_last_countable(&mut work.conn, room_id, me).await?;
            // A room that is unread already stays as it is.
            last.map_or(before.read_seq, |message| before.read_seq.min(message.seq - 1))
        }
    };
    if target == before.read_seq {
        return Ok(before);
    }
    storage::read_state::update_read(&mut work.conn, room_id, me, target).await?;
    let after = require(&mut work.conn, room_id, me).await?;
    if target > before.read_seq
        && receipts::note_reading(work, room_id, me, target).await?
        && let Some(message_id) = storage::messages::id_at(&mut work.conn, room_id, target).await?
    {
        let read = ReceiptData { room_id, user_id: me, message_id, seq: target };
        work.emit(Audience::Room(room_id), &Event::MessageRead(read));
    }
    work.emit(Audience::User(me), &Event::RoomReadStatus(after.clone()));
    work.emit(Audience::User(me), &Event::UnreadUpdated((&after).into()));
    Ok(after)
}

/// Tells a member what is unread after a message changed that they have not read. Who has blocked its sender did not count it.
pub(super) async fn announce_after(work: &mut Work, message: &Message, user_id: UserId) -> Result<()> {
    if storage::blocks::exists(&mut work.conn, user_id, message.sender_id).await? {
        return Ok(());
    }
    let status = storage::read_state::get(&mut work.conn, message.room_id, user_id).await?;
    if let Some(status) = status.filter(|status| status.read_seq < message.seq) {
        work.emit(Audience::User(user_id), &Event::UnreadUpdated((&status).into()));
    }
    Ok(())
}

/// Tells a member's devices what is unread of a room now.
pub(super) async fn announce(work: &mut Work, room_id: RoomId, user_id: UserId) -> Result<()> {
    let status = require(&mut work.conn, room_id, user_id).await?;
    work.emit(Audience::User(user_id), &Event::UnreadUpdated((&status).into()));
    Ok(())
}

async fn require(conn: &mut Conn, room_id: RoomId, user_id: UserId) -> Result<ReadStatus> {
    storage::read_state::get(conn, room_id, user_id).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND))
}

/// What the caller has not read, of one room or of all; on request with the very messages.
pub async fn count(app: &App, caller: &Caller, room_id: Option<RoomId>, explain: bool) -> Result<UnreadCount> {
    let me = caller.user_id();
    if room_id.is_some() || explain {
        return app.read(caller, move |conn| Box::pin(count_with(conn, me, room_id, explain))).await;
    }
    let kept = app.caches.unread.get(app, caller, vec![me.0], "of", move |conn| {
        Box::pin(async move {
            let room_ids = storage::members::list_room_ids(conn, me).await?;
            Ok(caches::Unread { count: count_with(conn, me, None, false).await?, room_ids })
        })
    });
    Ok(kept.await?.count)
}

async fn count_with(conn: &mut Conn, me: UserId, room_id: Option<RoomId>, explain: bool) -> Result<UnreadCount> {
    if let Some(room_id) = room_id {
        access::member(conn, room_id, me).await?;
    }
    let mut rooms = storage::read_state::list(conn, me, room_id).await?;
    for room in rooms.iter_mut().filter(|_| explain) {
        let counting = storage::read_state::list_messages(conn, room.room_id, me, EXPLAINED).await?;
        let explained = counting.into_iter().map(|message| UnreadMessage {
            message_id: message.message_id,
            seq: message.seq,
            rule: if message.is_mention { UnreadRule::Mention } else { UnreadRule::Unread },
        });
        room.messages = Some(explained.collect());
    }
    let total = rooms.iter().map(|room| room.unread_count).sum();
    let mentions = rooms.iter().map(|room| room.mention_count).sum();
    Ok(UnreadCount { total, mentions, rooms })
}
