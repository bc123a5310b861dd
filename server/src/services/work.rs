//! The unit of work: rows and events that become durable together or not at all.

use std::sync::Arc;

use futures_util::future::BoxFuture;
use poem_openapi::types::{ParseFromJSON, ToJSON};

use super::{App, Error, Request, Result};
use crate::domain::events::{Audience, Event, LoggedEvent, MessageData};
use crate::domain::ids::{EventId, MessageId, UserId};
use crate::domain::problems;
use crate::domain::time::Timestamp;
use crate::storage::{self, Conn};

/// How long an answer is kept under its Idempotency-Key.
const KEPT_SECS: i64 = 24 * 60 * 60;

/// What one request does to the database. Works of one deployment run one after the other,
/// so what a work reads stays true until it is committed.
pub struct Work {
    pub conn: Conn,
    pub(super) app: Arc<super::log::Makers>,
    pub(super) now: Timestamp,
    pub(super) position: i64,
    pub(super) events: Vec<LoggedEvent>,
}

impl Work {
    /// The time of this batch.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Writes an event into the log, with the commit; gives its position.
    pub fn emit(&mut self, audience: Audience, event: &Event) -> i64 {
        self.position += 1;
        let (room_id, user_id) = match audience {
            Audience::Room(room_id) => (Some(room_id), None),
            Audience::User(user_id) => (None, Some(user_id)),
        };
        self.events.push(LoggedEvent {
            position: self.position,
            event_id: EventId(self.app.ids.uuid()),
            room_id,
            user_id,
            room_seq: None,
            name: event.name().to_owned(),
            payload: event.data(),
            created_at: self.now,
            message_seq: event.message_seq(),
            message_room_id: event.message_room_id(),
            sender_id: event.sender_id(),
        });
        self.position
    }

    /// Puts a deleted message in the place of its texts in the events that this batch has not written yet.
    pub fn redact(&mut self, id: MessageId, deleted: &MessageData) {
        let payload = deleted.to_json_string();
        for event in self.events.iter_mut().filter(|event| event.name.starts_with("message.")) {
            let data = MessageData::parse_from_json_string(&event.payload);
            if data.is_ok_and(|data| data.message.id == id) {
                payload.clone_into(&mut event.payload);
            }
        }
    }

    /// Where the next event will stand.
    pub fn next_position(&self) -> i64 {
        self.position + 1
    }
}

impl App {
    /// Runs a work and answers when it is on disk. An error undoes this work alone.
    pub async fn commit<T, F>(&self, run: F) -> Result<T>
    where
        T: Send + 'static,
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T>> + Send + 'static,
    {
        self.log.commit(run).await
    }

    /// Runs a work once for an Idempotency-Key: a repeat gets the first answer, and changes nothing.
    pub async fn once<T, F>(&self, request: &Request, user_id: UserId, run: F) -> Result<T>
    where
        T: ToJSON + ParseFromJSON + Send + 'static,
        F: for<'w> FnOnce(&'w mut Work) -> BoxFuture<'w, Result<T>> + Send + 'static,
    {
        let Some(idempotency) = request.idempotency.clone() else { return self.commit(run).await };
        let request = request.clone();
        self.commit(move |work| {
            Box::pin(async move {
                let since = work.now.plus_secs(-KEPT_SECS);
                let key = idempotency.key.as_str();
                if let Some(kept) = storage::idempotency::get(&mut work.conn, user_id, key, since).await? {
                    if kept.request_hash != idempotency.request_hash {
                        return Err(Error::new(&problems::IDEMPOTENCY_KEY_REUSED));
                    }
                    request.mark_replayed();
                    return T::parse_from_json_string(&kept.answer).map_err(|e| Error::new(&problems::INTERNAL).cause(e.into_message()));
                }
                let answer = run(work).await?;
                let text = answer.to_json_string();
                storage::idempotency::insert(&mut work.conn, user_id, key, &idempotency.request_hash, &text, work.now).await?;
                Ok(answer)
            })
        })
        .await
    }
}
