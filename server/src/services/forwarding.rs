//! Forwarding: a message's text sent on, to each room for itself.

use std::sync::Arc;

use super::{App, Caller, Error, Result, Work, messages};
use crate::domain::events::{Audience, Event, MessageData};
use crate::domain::forwarding::{ForwardOutcome, ForwardOutcomes, ForwardStatus, ForwardedFrom};
use crate::domain::ids::{MessageId, RoomId};
use crate::domain::messages::{Message, MessageKind};
use crate::domain::problems;
use crate::domain::receipts::MessageStatus;
use crate::storage;

/// Forwards a message to rooms of the caller's.
pub async fn forward(app: &Arc<App>, caller: &Caller, id: MessageId, room_ids: Vec<RoomId>) -> Result<ForwardOutcomes> {
    let me = caller.user_id();
    let targets: Vec<(RoomId, MessageId)> = room_ids.into_iter().map(|room_id| (room_id, MessageId(app.uuid()))).collect();
    let mut outcomes = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                let source = messages::require_anywhere(&mut work.conn, me, id).await?;
                let Some(content) = source.content.clone().filter(|_| source.kind == MessageKind::User) else {
                    return Err(Error::new(&problems::CONFLICT).detail("there is no text of a person to be forwarded"));
                };
                let from = ForwardedFrom { message_id: id, room_id: source.room_id, sender_id: source.sender_id };
                let mut items = Vec::with_capacity(targets.len());
                for (room_id, new_id) in targets {
                    items.push(match messages::write_forwarded(work, room_id, me, new_id, content.clone(), from).await {
                        Ok(message) => forwarded(message),
                        Err(error) if error.problem.status < 500 => failed(room_id, &error),
                        Err(error) => return Err(error),
                    });
                }
                let count = items.iter().filter(|outcome| outcome.status == ForwardStatus::Forwarded).count();
                note(work, source, count as i64).await?;
                Ok(ForwardOutcomes { items })
            })
        })
        .await?;
    if !caller.request.is_replayed() {
        let count = outcomes.items.iter().filter(|outcome| outcome.status == ForwardStatus::Forwarded).count();
        metrics::counter!("causerie_messages_accepted_total").increment(count as u64);
    }
    for message in outcomes.items.iter_mut().filter_map(|outcome| outcome.message.as_mut()) {
        *message = messages::unless_gone(app, caller, message.clone()).await?;
    }
    Ok(outcomes)
}

fn forwarded(message: Message) -> ForwardOutcome {
    let message = Message { status: Some(MessageStatus::Sent), ..message };
    ForwardOutcome { room_id: message.room_id, status: ForwardStatus::Forwarded, message: Some(message), code: None, detail: None }
}

fn failed(room_id: RoomId, error: &Error) -> ForwardOutcome {
    let detail = error.detail.clone().unwrap_or_else(|| error.problem.title.to_owned());
    let (code, detail) = (Some(error.problem.code.to_owned()), Some(detail));
    ForwardOutcome { room_id, status: ForwardStatus::Failed, message: None, code, detail }
}

/// Counts how often a message was forwarded, and tells its room. An earlier target may have been the message's own room.
async fn note(work: &mut Work, source: Message, more: i64) -> Result<()> {
    if more == 0 {
        return Ok(());
    }
    let message = Message { forwarded_count: source.forwarded_count + more, ..source };
    storage::messages::update_forwarded(&mut work.conn, message.id, message.forwarded_count).await?;
    let room_id = message.room_id;
    let position = work.emit(Audience::Room(room_id), &Event::MessageUpdated(MessageData { message: message.clone() }));
    storage::messages::insert_update(&mut work.conn, message.id, position).await?;
    Ok(())
}
