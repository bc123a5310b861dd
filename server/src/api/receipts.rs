//! The handlers of the tag Receipts.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::{Path, Query};

use super::Tag;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::Answer;
use crate::domain::ids::MessageId;
use crate::domain::receipts::Receipt;
use crate::services::{App, Page, receipts};

/// The operations on receipts.
pub struct Receipts;

error_set!(pub Asking { 403, 404 });

#[OpenApi(tag = "Tag::Receipts")]
impl Receipts {
    #[oai(path = "/messages/:message_id/receipts", method = "get", operation_id = "listReceipts")]
    async fn list(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        message_id: Path<MessageId>,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<Page<Receipt>>, Problem<Asking>> {
        Ok(Answer(receipts::list(&app, &caller.0, message_id.0, cursor.0.as_deref(), limit.0).await?))
    }
}
