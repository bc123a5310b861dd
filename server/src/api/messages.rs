//! The handlers of the tag Messages.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::{Path, Query};
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::{Answer, MadeOrFound};
use super::rooms::Known;
use crate::domain::clearing::{ClearScope, Removal};
use crate::domain::ids::{MessageId, RoomId};
use crate::domain::messages::{Message, Revision};
use crate::domain::problems;
use crate::services::history::{History, Range};
use crate::services::messages::NewMessage;
use crate::services::{App, Error, Page, clearing, history, messages};

/// The operations on messages.
pub struct Messages;

/// A message to be sent.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct SendMessageRequest {
    #[oai(validator(min_length = 1, max_length = 4000))]
    content: String,
    #[oai(validator(min_length = 1, max_length = 64, pattern = r"^[\x21-\x7e]+$"))]
    client_id: Option<String>,
}

/// A message's new text.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct EditMessageRequest {
    #[oai(validator(min_length = 1, max_length = 4000))]
    content: String,
}

error_set!(pub Sending { 403, 404 });
error_set!(pub Editing { 403, 404, 409 });

#[OpenApi(tag = "Tag::Messages")]
impl Messages {
    #[oai(path = "/rooms/:room_id/messages", method = "post", operation_id = "sendMessage")]
    async fn send(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        body: Body<SendMessageRequest>,
    ) -> Result<MadeOrFound<Message>, Problem<Sending>> {
        let SendMessageRequest { content, client_id } = body.0;
        Ok(messages::send(&app, &caller.0, room_id.0, NewMessage { content, client_id }).await?.into())
    }

    #[expect(clippy::too_many_arguments, reason = "the operation's parameters, one each")]
    #[oai(path = "/rooms/:room_id/messages", method = "get", operation_id = "listMessages")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        before: Query<Option<MessageId>>,
        after: Query<Option<MessageId>>,
        around: Query<Option<MessageId>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<History>, Problem<Known>> {
        let range = match (before.0, after.0, around.0) {
            (before, None, None) => Range::Before(before),
            (None, Some(after), None) => Range::After(after),
            (None, None, Some(around)) => Range::Around(around),
            _ => return Err(Error::new(&problems::BAD_REQUEST).detail("give one of before, after and around").into()),
        };
        Ok(Answer(history::list(&app, &caller.0, room_id.0, range, limit.0).await?))
    }

    #[oai(path = "/rooms/:room_id/messages", method = "delete", operation_id = "clearRoom")]
    async fn clear(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        #[oai(default)] scope: Query<ClearScope>,
        dry_run: Query<Option<bool>>,
    ) -> Result<Answer<Removal>, Problem<Editing>> {
        Ok(Answer(clearing::clear(&app, &caller.0, room_id.0, scope.0, dry_run.0.unwrap_or_default()).await?))
    }

    #[oai(path = "/rooms/:room_id/messages/:message_id", method = "get", operation_id = "getMessage")]
    async fn get(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        message_id: Path<MessageId>,
    ) -> Result<Answer<Message>, Problem<Known>> {
        Ok(Answer(messages::get(&app, &caller.0, room_id.0, message_id.0).await?))
    }

    #[oai(path = "/rooms/:room_id/messages/:message_id", method = "patch", operation_id = "editMessage")]
    async fn edit(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        message_id: Path<MessageId>,
        body: Body<EditMessageRequest>,
    ) -> Result<Answer<Message>, Problem<Editing>> {
        Ok(Answer(messages::edit(&app, &caller.0, room_id.0, message_id.0, body.0.content).await?))
    }

    #[oai(path = "/rooms/:room_id/messages/:message_id", method = "delete", operation_id = "deleteMessage")]
    async fn delete(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        message_id: Path<MessageId>,
    ) -> Result<Answer<Message>, Problem<Sending>> {
        Ok(Answer(messages::delete(&app, &caller.0, room_id.0, message_id.0).await?))
    }

    #[oai(path = "/rooms/:room_id/messages/:message_id/revisions", method = "get", operation_id = "listRevisions")]
    async fn revisions(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Path<RoomId>,
        message_id: Path<MessageId>,
    ) -> Result<Answer<Page<Revision>>, Problem<Known>> {
        let items = messages::revisions(&app, &caller.0, room_id.0, message_id.0).await?;
        Ok(Answer(Page { items, next_cursor: None }))
    }
}
