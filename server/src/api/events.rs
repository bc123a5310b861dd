//! The handlers of the tag Events; the frames of the event stream stand in files of their own.

mod client_frames;
mod server_frames;

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::param::Query;
use poem_openapi::registry::Registry;
use poem_openapi::types::{ParseFromJSON, Type};
use poem_openapi::{Object, OpenApi};

pub use self::client_frames::*;
pub use self::server_frames::*;
use super::Tag;
use super::caller::Authenticated;
use super::problem::{Problem, error_set};
use super::responses::Answer;
use crate::domain::cursor::Cursor;
use crate::domain::problems;
use crate::domain::time::Timestamp;
use crate::services::stream::{self, From};
use crate::services::{App, Caller, Error};

/// Registers the frames, which no operation of poem-openapi names.
pub fn register(registry: &mut Registry) {
    ClientFrame::register(registry);
    ServerFrame::register(registry);
}

/// Why the events between the cursor and now cannot be given.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct SyncResync {
    pub reason: ResyncReason,
}

/// A stretch of the log, as one person may see it.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct SyncPage {
    pub items: Vec<ServerFrame>,
    pub next_cursor: String,
    pub has_more: bool,
    pub resync: Option<SyncResync>,
}

/// The operations on events.
pub struct Events;

error_set!(pub Syncing {});

#[OpenApi(tag = "Tag::Events")]
impl Events {
    #[oai(path = "/sync", method = "get", operation_id = "sync")]
    async fn sync(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        #[oai(validator(min_length = 1, max_length = 200))] cursor: Query<Option<String>>,
        since: Query<Option<Timestamp>>,
        #[oai(default = "super::responses::default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<i64>,
    ) -> Result<Answer<SyncPage>, Problem<Syncing>> {
        let from = match (cursor.0, since.0) {
            (Some(_), Some(_)) => return Err(Error::new(&problems::BAD_REQUEST).detail("give one of cursor and since").into()),
            (Some(cursor), None) => From::Cursor(Cursor::parse(&cursor)),
            (None, Some(since)) => From::Time(since),
            (None, None) => From::Now,
        };
        Ok(Answer(read(&app, &caller.0, from, limit.0).await?))
    }
}

async fn read(app: &App, caller: &Caller, from: From, limit: i64) -> crate::services::Result<SyncPage> {
    let stretch = stream::stretch(app, caller, from, limit).await?;
    let broken = |message: String| Error::new(&problems::INTERNAL).cause(message);
    let item = |event| {
        let text = stream::frame(stretch.epoch, event);
        ServerFrame::parse_from_json_string(&text).map_err(|error| broken(error.into_message()))
    };
    let items = stretch.events.iter().map(item).collect::<crate::services::Result<Vec<_>>>()?;
    let resync = match stretch.resync {
        Some(reason) => {
            let reason = ResyncReason::parse_from_json(Some(reason.into())).map_err(|error| broken(error.into_message()))?;
            Some(SyncResync { reason })
        }
        None => None,
    };
    let next_cursor = Cursor { epoch: stretch.epoch, position: stretch.position }.to_string();
    Ok(SyncPage { items, next_cursor, has_more: stretch.has_more, resync })
}
