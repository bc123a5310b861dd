//! The handlers of the tag Audit.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::OpenApi;
use poem_openapi::param::Query;

use super::Tag;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::Answer;
use crate::domain::audit::UnreadAudit;
use crate::domain::ids::RoomId;
use crate::services::{App, audit};

/// The operations of the audit.
pub struct Audit;

error_set!(pub Auditing { 403 });

#[OpenApi(tag = "Tag::Audit")]
impl Audit {
    #[oai(path = "/admin/audit/unread", method = "get", operation_id = "auditUnread")]
    async fn unread(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        room_id: Query<Option<RoomId>>,
    ) -> Result<Answer<UnreadAudit>, Problem<Auditing>> {
        Ok(Answer(audit::unread(&app, &caller.0, room_id.0).await?))
    }
}
