//! The handlers of the tag Forwarding.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::Path;
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::Answer;
use crate::domain::forwarding::ForwardOutcomes;
use crate::domain::ids::{MessageId, RoomId};
use crate::services::{App, forwarding};

/// The operations that send messages on.
pub struct Forwarding;

/// Where a message is to be forwarded to.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct ForwardMessageRequest {
    #[oai(validator(min_items = 1, max_items = 50, unique_items))]
    room_ids: Vec<RoomId>,
}

error_set!(pub Forwards { 403, 404, 409 });

#[OpenApi(tag = "Tag::Forwarding")]
impl Forwarding {
    #[oai(path = "/messages/:message_id/forward", method = "post", operation_id = "forwardMessage")]
    async fn forward(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        message_id: Path<MessageId>,
        body: Body<ForwardMessageRequest>,
    ) -> Result<Answer<ForwardOutcomes>, Problem<Forwards>> {
        Ok(Answer(forwarding::forward(&app, &caller.0, message_id.0, body.0.room_ids).await?))
    }
}
