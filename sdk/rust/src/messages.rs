//! Messages, by their ids alone.

use uuid::Uuid;

use crate::client::Client;
use crate::error::Error;
use crate::pages::{Pages, by_query};
use crate::types::{ReadStatus, Receipt};

/// What [`Client::messages`] gives.
#[derive(Clone, Debug)]
pub struct Messages {
    pub(crate) client: Client,
}

impl Messages {
    /// Marks everything up to a message as read.
    pub async fn read(&self, id: Uuid) -> Result<ReadStatus, Error> {
        Ok(self.client.api().read_message().message_id(id).send().await?.into_inner())
    }

    /// Who has got a message, and who has read it.
    pub fn receipts(&self, id: Uuid) -> Pages<Receipt> {
        let client = self.client.clone();
        by_query(None::<String>, move |cursor| {
            let client = client.clone();
            Box::pin(async move {
                let call = client.api().list_receipts().message_id(id);
                let call = if let Some(cursor) = cursor { call.cursor(cursor) } else { call };
                let page = call.send().await?.into_inner();
                Ok((page.items, page.next_cursor.map(Some)))
            })
        })
    }
}
