//! Messages: sent once, read in pages, edited with their earlier texts kept, deleted for good.

pub(super) mod batch;

use std::sync::Arc;

use poem_openapi::types::ToJSON;
use tokio::time::Instant;

use self::batch::Sending;
use super::{App, Caller, Error, Made, Result, Work, access, clearing, mentions, receipts, typing};
use crate::domain::events::{Audience, Event, MessageData};
use crate::domain::forwarding::ForwardedFrom;
use crate::domain::ids::{MessageId, RoomId, UserId};
use crate::domain::members::Role;
use crate::domain::messages::{Message, MessageKind, Revision, SystemEvent};
use crate::domain::problems;
use crate::domain::receipts::MessageStatus;
use crate::domain::time::Timestamp;
use crate::domain::views::View;
use crate::planted::{self, Fault};
use crate::storage::{self, Conn};

/// A message to be sent.
#[derive(Clone)]
pub struct NewMessage {
    pub content: String,
    pub client_id: Option<String>,
}

/// Sends a message. A repeat of a `client_id` finds the first.
pub async fn send(app: &Arc<App>, caller: &Caller, room_id: RoomId, new: NewMessage) -> Result<Made<Message>> {
    judge_length(app, &new.content)?;
    let me = caller.user_id();
    let (id, began) = (MessageId(app.uuid()), Instant::now());
    let sending = Sending { room_id, me, id, new };
    // Under an Idempotency-Key the answer is kept too, so it is a work of its own.
    let sent = match caller.request.idempotency {
        None => app.log.send(sending).await?,
        Some(_) => app.once(&caller.request, me, move |work| Box::pin(send_alone(work, sending))).await?,
    };
    if sent.created && !caller.request.is_replayed() {
        metrics::counter!("causerie_messages_accepted_total").increment(1);
        metrics::histogram!("causerie_message_ack_seconds").record(began.elapsed());
    }
    // Who has sent what they typed types no more.
    typing::end(app, room_id, me);
    Ok(Made { value: unless_gone(app, caller, sent.value).await?, ..sent })
}

/// An operator may set a shorter limit than the specification's.
fn judge_length(app: &App, content: &str) -> Result<()> {
    let most = app.settings.max_message_chars;
    if content.chars().count() > most {
        return Err(Error::new(&problems::VALIDATION_FAILED).fault("/content", format!("must have at most {most} characters")));
    }
    Ok(())
}

/// Sends a message in a work of its own.
pub(super) async fn send_alone(work: &mut Work, sending: Sending) -> Result<Made<Message>> {
    let Sending { room_id, me, id, new } = sending;
    let is_hidden = access::writer(&mut work.conn, room_id, me).await?;
    if let Some(client_id) = &new.client_id
        && !planted::has(Fault::UniqueIndexDropped)
        && let Some(message) = storage::messages::get_by_client_id(&mut work.conn, me, client_id).await?
    {
        if message.room_id != room_id {
            let detail = "this client_id names a message of another room";
            return Err(Error::new(&problems::IDEMPOTENCY_KEY_REUSED).fault("/client_id", detail));
        }
        let view = access::view(&mut work.conn, room_id, me).await?;
        return Ok(Made { created: false, value: with_status(&mut work.conn, me, as_seen(&view, message)).await? });
    }
    let message = write(work, room_id, me, id, Text::Of(new)).await?;
    if is_hidden {
        clearing::show_again(work, room_id).await?;
    }
    Ok(Made { created: true, value: Message { status: Some(MessageStatus::Sent), ..message } })
}

/// What a new message says: a person's words, or what happened.
enum Text {
    Of(NewMessage),
    Forwarded(String, ForwardedFrom),
    System(SystemEvent, String),
}

/// A new message as it is when it is written.
fn new(id: MessageId, room_id: RoomId, seq: i64, sender_id: UserId, text: Text, now: Timestamp) -> Message {
    let (kind, content, system_event, client_id, forwarded_from) = match text {
        Text::Of(new) => (MessageKind::User, new.content, None, new.client_id, None),
        Text::Forwarded(content, from) => (MessageKind::User, content, None, None, Some(from)),
        Text::System(event, content) => (MessageKind::System, content, Some(event), None, None),
    };
    Message {
        id,
        room_id,
        seq,
        sender_id,
        kind,
        content: Some(content),
        system_event,
        client_id,
        forwarded_from,
        forwarded_count: 0,
        is_edited: false,
        edited_at: None,
        deleted_at: None,
        status: None,
        created_at: now,
    }
}

async fn write(work: &mut Work, room_id: RoomId, sender_id: UserId, id: MessageId, text: Text) -> Result<Message> {
    let now = work.now();
    let gone = || Error::new(&problems::NOT_FOUND);
    let seq = storage::rooms::take_seq(&mut work.conn, room_id, now).await?.ok_or_else(gone)?;
    let message = new(id, room_id, seq, sender_id, text, now);
    let kind = message.kind;
    let position = work.emit(Audience::Room(room_id), &Event::MessageCreated(MessageData { message: message.clone() }));
    storage::messages::insert(&mut work.conn, &message, position).await?;
    match kind {
        MessageKind::User => {
            storage::read_state::update_sent(&mut work.conn, room_id, sender_id, seq).await?;
            mentions::note(work, &message).await?;
        }
        MessageKind::System => {
            storage::read_state::update_uncounted(&mut work.conn, room_id, seq).await?;
        }
    }
    Ok(message)
}

/// Writes the text of a message of elsewhere into a room where the forwarder may write.
pub(super) async fn write_forwarded(
    work: &mut Work,
    room_id: RoomId,
    me: UserId,
    id: MessageId,
    content: String,
    from: ForwardedFrom,
) -> Result<Message> {
    let is_hidden = access::writer(&mut work.conn, room_id, me).await?;
    let message = write(work, room_id, me, id, Text::Forwarded(content, from)).await?;
    if is_hidden {
        clearing::show_again(work, room_id).await?;
    }
    Ok(message)
}

/// Lets the room itself say what happened to someone.
pub(super) async fn announce(app: &App, work: &mut Work, room_id: RoomId, about: UserId, event: SystemEvent) -> Result<()> {
    let name = storage::users::get(&mut work.conn, about).await?.map_or_else(|| "somebody".to_owned(), |user| user.display_name);
    let content = match event {
        SystemEvent::RoomCreated => format!("{name} created the room"),
        SystemEvent::MemberJoined => format!("{name} joined"),
        SystemEvent::MemberLeft => format!("{name} left"),
        SystemEvent::MemberRemoved => format!("{name} was removed"),
        SystemEvent::OwnerChanged => format!("{name} is the owner now"),
    };
    write(work, room_id, about, MessageId(app.uuid()), Text::System(event, content)).await.map(drop)
}

/// A message in a member's sight.
pub(super) async fn require(conn: &mut Conn, view: &View, id: MessageId) -> Result<Message> {
    storage::messages::get_seen(conn, view, id).await?.ok_or_else(|| Error::new(&problems::NOT_FOUND))
}

/// One message.
pub async fn get(app: &App, caller: &Caller, room_id: RoomId, id: MessageId) -> Result<Message> {
    let me = caller.user_id();
    app.read(caller, move |conn| Box::pin(get_with(conn, me, room_id, id))).await
}

async fn get_with(conn: &mut Conn, me: UserId, room_id: RoomId, id: MessageId) -> Result<Message> {
    let view = access::view(conn, room_id, me).await?;
    let message = require(conn, &view, id).await?;
    with_status(conn, me, message).await
}

/// A message in the sight of a person, whichever room it is in.
pub(super) async fn require_anywhere(conn: &mut Conn, me: UserId, id: MessageId) -> Result<Message> {
    let view = access::view_of_message(conn, id, me).await?;
    require(conn, &view, id).await
}

/// Replaces a message's text; its sender may. The earlier text is kept as a revision.
pub async fn edit(app: &Arc<App>, caller: &Caller, room_id: RoomId, id: MessageId, content: String) -> Result<Message> {
    judge_length(app, &content)?;
    let me = caller.user_id();
    let edited = app
        .once(&caller.request, me, move |work| {
            Box::pin(async move {
                let view = access::view(&mut work.conn, room_id, me).await?;
                let message = require(&mut work.conn, &view, id).await?;
                access::writer(&mut work.conn, room_id, me).await?;
                if message.sender_id != me || message.kind == MessageKind::System {
                    return Err(Error::new(&problems::FORBIDDEN));
                }
                let Some(earlier) = message.content.clone() else {
                    return Err(Error::new(&problems::CONFLICT).detail("the message is deleted"));
                };
                if earlier == content {
                    return with_status(&mut work.conn, me, message).await;
                }
                let (now, position) = (work.now(), work.next_position());
                let written_at = message.edited_at.unwrap_or(message.created_at);
                storage::messages::insert_revision(&mut work.conn, id, &earlier, written_at, position).await?;
                storage::messages::update_content(&mut work.conn, id, &content, now).await?;
                let message = Message { content: Some(content), is_edited: true, edited_at: Some(now), ..message };
                work.emit(Audience::Room(room_id), &Event::MessageUpdated(MessageData { message: message.clone() }));
                mentions::renew(work, &message).await?;
                with_status(&mut work.conn, me, message).await
            })
        })
        .await?;
    unless_gone(app, caller, edited).await
}

/// Deletes a message for everyone; its sender, the admins and the owner may. The placeholder keeps its number.
pub async fn delete(app: &Arc<App>, caller: &Caller, room_id: RoomId, id: MessageId) -> Result<Message> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let member = access::member(&mut work.conn, room_id, me).await?;
            let view = access::view(&mut work.conn, room_id, me).await?;
            let message = require(&mut work.conn, &view, id).await?;
            if message.kind == MessageKind::System {
                return Err(Error::new(&problems::FORBIDDEN));
            }
            if message.sender_id != me {
                access::require_role(&member, Role::Admin)?;
            }
            if message.deleted_at.is_some() {
                return with_status(&mut work.conn, me, message).await;
            }
            let deleted = erase(work, message).await?;
            storage::read_state::update_uncounted(&mut work.conn, room_id, deleted.seq).await?;
            work.emit(Audience::Room(room_id), &Event::MessageDeleted(MessageData { message: deleted.clone() }));
            mentions::renew(work, &deleted).await?;
            with_status(&mut work.conn, me, deleted).await
        })
    })
    .await
}

/// Takes a message's texts out of the rows and out of the log; the placeholder is left.
pub(super) async fn erase(work: &mut Work, message: Message) -> Result<Message> {
    let now = work.now();
    let erased = Message { content: None, deleted_at: Some(message.deleted_at.unwrap_or(now)), ..message };
    let data = MessageData { message: erased.clone() };
    storage::messages::redact_events(&mut work.conn, erased.id, &data.to_json_string()).await?;
    storage::messages::delete_revisions(&mut work.conn, erased.id).await?;
    storage::messages::update_deleted(&mut work.conn, erased.id, now).await?;
    work.redact(erased.id, &data);
    Ok(erased)
}

/// A message without its text, when it is out of a member's sight.
fn as_seen(view: &View, message: Message) -> Message {
    if view.reaches(message.seq) { message } else { Message { content: None, ..message } }
}

/// How far an own message has come, told with it.
async fn with_status(conn: &mut Conn, me: UserId, mut message: Message) -> Result<Message> {
    receipts::set_statuses(conn, me, std::slice::from_mut(&mut message)).await?;
    Ok(message)
}

/// An answer that was kept under an Idempotency-Key must not give back a text that was deleted or cleared.
pub(super) async fn unless_gone(app: &App, caller: &Caller, answer: Message) -> Result<Message> {
    if !caller.request.is_replayed() {
        return Ok(answer);
    }
    let mut conn = app.db.read().await?;
    let now = storage::messages::get(&mut conn, answer.id).await?;
    let answer = match now.filter(|message| message.deleted_at.is_some()) {
        Some(deleted) => with_status(&mut conn, caller.user_id(), deleted).await?,
        None => answer,
    };
    let view = storage::views::get(&mut conn, answer.room_id, caller.user_id()).await?;
    Ok(view.map_or(answer.clone(), |view| as_seen(&view, answer)))
}

/// The earlier texts of a message, the first one first; of a deleted one they are gone.
pub async fn revisions(app: &App, caller: &Caller, room_id: RoomId, id: MessageId) -> Result<Vec<Revision>> {
    let me = caller.user_id();
    let listed = app.read(caller, move |conn| {
        Box::pin(async move {
            if get_with(conn, me, room_id, id).await?.deleted_at.is_some() {
                return Err(Error::new(&problems::NOT_FOUND));
            }
            Ok(storage::messages::list_revisions(conn, id).await?)
        })
    });
    listed.await
}
