//! The history of a room, page by page in either direction.

use uuid::Uuid;

use crate::client::Client;
use crate::pages::{Pages, by_query};
use crate::types::{Message, MessageHistory};

/// Which part of a history to go through.
#[derive(Clone, Debug, Default)]
pub struct MessageQuery {
    /// What is before a message, newest first.
    pub before: Option<Uuid>,
    /// What is after a message, oldest first.
    pub after: Option<Uuid>,
    /// What is near a message: one page.
    pub around: Option<Uuid>,
    /// How many a page has.
    pub limit: Option<i64>,
}

pub(crate) fn history(client: Client, room: Uuid, query: MessageQuery) -> Pages<Message> {
    by_query(query, move |query| {
        let client = client.clone();
        Box::pin(async move {
            let mut call = client.api().list_messages().room_id(room);
            if let Some(before) = query.before {
                call = call.before(before);
            }
            if let Some(after) = query.after {
                call = call.after(after);
            }
            if let Some(around) = query.around {
                call = call.around(around);
            }
            if let Some(limit) = query.limit {
                call = call.limit(limit);
            }
            let found = call.send().await?.into_inner();
            let next = onward(&query, &found);
            Ok((found.items, next))
        })
    })
}

/// The query of the page after this one, in the direction in which the pages go.
fn onward(query: &MessageQuery, found: &MessageHistory) -> Option<MessageQuery> {
    let last = found.items.last()?.id;
    let limit = query.limit;
    match (query.around, query.after) {
        (Some(_), _) => None,
        (None, Some(_)) => found.has_more_after.then_some(MessageQuery { after: Some(last), limit, ..MessageQuery::default() }),
        (None, None) => found.has_more_before.then_some(MessageQuery { before: Some(last), limit, ..MessageQuery::default() }),
    }
}
