//! Receipts: what devices acknowledge becomes delivered, what is read is told, and senders see how far their messages are.

use std::sync::Arc;

use super::requests::Mark;
use super::{App, Caller, Error, Page, Result, Work, messages};
use crate::domain::events::{Audience, Event, ReceiptData};
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::messages::{Message, MessageKind};
use crate::domain::problems;
use crate::domain::receipts::{self, MOST_MEMBERS, MessageStatus, Receipt, Recipient};
use crate::storage::{self, Conn};

/// How far a message has come with each other member; its sender may know.
pub async fn list(app: &App, caller: &Caller, id: MessageId, cursor: Option<&str>, limit: i64) -> Result<Page<Receipt>> {
    let me = caller.user_id();
    let after = Mark::parse(cursor)?.map(|mark| UserId(mark.id));
    app.read(caller, move |conn| Box::pin(list_with(conn, me, id, after, limit))).await
}

async fn list_with(conn: &mut Conn, me: UserId, id: MessageId, after: Option<UserId>, limit: i64) -> Result<Page<Receipt>> {
    let message = messages::require_anywhere(conn, me, id).await?;
    if message.sender_id != me || message.kind == MessageKind::System {
        return Err(Error::new(&problems::FORBIDDEN).detail("the sender of a message may know who has got it"));
    }
    let recipients = storage::receipts::list_recipients(conn, message.room_id, me, message.seq, after, limit + 1).await?;
    let room = storage::rooms::get(conn, message.room_id).await?;
    let is_told = room.is_some_and(|room| room.member_count <= MOST_MEMBERS);
    let receipt = |recipient: Recipient| {
        let status = recipient.status(message.seq, message.created_at)?;
        Some(Receipt { user_id: recipient.user_id, status: if is_told { status } else { MessageStatus::Sent } })
    };
    let receipts = recipients.into_iter().filter_map(receipt).collect();
    Ok(Page::of(receipts, limit, |receipt| Mark { at: 0, id: receipt.user_id.0 }))
}

/// Takes it that a device of the caller has got everything up to a position of the log.
pub async fn acknowledge(app: &Arc<App>, caller: &Caller, position: i64) -> Result<()> {
    let me = caller.user_id();
    let mut conn = app.db.read().await?;
    // Nobody can have got what has not happened.
    let (_, end) = storage::events::head(&mut conn).await?;
    let position = position.min(end);
    if storage::receipts::get_position(&mut conn, me).await? >= position {
        return Ok(());
    }
    drop(conn);
    app.commit(move |work| {
        Box::pin(async move {
            let before = storage::receipts::get_position(&mut work.conn, me).await?;
            if before >= position {
                return Ok(());
            }
            storage::receipts::update_position(&mut work.conn, me, position).await?;
            for (room_id, message_id, seq) in storage::receipts::list_delivered(&mut work.conn, me, before, position).await? {
                storage::receipts::update_delivered(&mut work.conn, room_id, me, seq).await?;
                let data = ReceiptData { room_id, user_id: me, message_id, seq };
                work.emit(Audience::Room(room_id), &Event::MessageDelivered(data));
            }
            Ok(())
        })
    })
    .await
}

/// Notes that a member has read up to a number, where the others are to know; whether they are.
pub(super) async fn note_reading(work: &mut Work, room_id: RoomId, user_id: UserId, seq: i64) -> Result<bool> {
    let told = storage::receipts::is_reading_told(&mut work.conn, room_id, user_id).await?;
    if told {
        storage::receipts::update_receipt(&mut work.conn, room_id, user_id, seq).await?;
    }
    Ok(told)
}

/// Sets how far a person's own messages of one room have come.
pub(super) async fn set_statuses(conn: &mut Conn, me: UserId, messages: &mut [Message]) -> Result<()> {
    let is_own = |message: &Message| message.sender_id == me && message.kind == MessageKind::User;
    let Some(room_id) = messages.iter().find(|message| is_own(message)).map(|message| message.room_id) else { return Ok(()) };
    let mut recipients = storage::receipts::list_recipients(conn, room_id, me, i64::MAX, None, MOST_MEMBERS).await?;
    if recipients.len() as i64 >= MOST_MEMBERS {
        recipients.clear();
    }
    for message in messages.iter_mut().filter(|message| is_own(message)) {
        message.status = Some(receipts::status(&recipients, message.seq, message.created_at));
    }
    Ok(())
}
