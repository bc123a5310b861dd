//! People: oneself, others, whom one has blocked, and the devices on which one is signed in.

use uuid::Uuid;

use crate::client::Client;
use crate::error::Error;
use crate::pages::{Pages, by_query};
use crate::types::{Block, Preferences, Session, UpdateMeRequest, UpdatePreferencesRequest, User};

/// What [`Client::users`] gives.
#[derive(Clone, Debug)]
pub struct Users {
    pub(crate) client: Client,
}

/// Which people a list has.
#[derive(Clone, Debug, Default)]
pub struct UserQuery {
    /// What a name begins with.
    pub q: Option<String>,
    /// Only those who are there, or only those who are not.
    pub online: Option<bool>,
    /// How many a page has.
    pub limit: Option<i64>,
    /// The page to begin at.
    pub cursor: Option<String>,
}

impl Users {
    /// Oneself.
    pub async fn me(&self) -> Result<User, Error> {
        Ok(self.client.api().get_me().send().await?.into_inner())
    }

    pub async fn update_me(&self, change: UpdateMeRequest) -> Result<User, Error> {
        Ok(self.client.api().update_me().body(change).send().await?.into_inner())
    }

    pub async fn get(&self, id: Uuid) -> Result<User, Error> {
        Ok(self.client.api().get_user().user_id(id).send().await?.into_inner())
    }

    /// Everybody.
    pub fn list(&self) -> Pages<User> {
        self.list_of(UserQuery::default())
    }

    /// Some people.
    pub fn list_of(&self, query: UserQuery) -> Pages<User> {
        let users = self.clone();
        by_query(query, move |query| Box::pin(users.clone().fetch(query)))
    }

    async fn fetch(self, query: UserQuery) -> Result<(Vec<User>, Option<UserQuery>), Error> {
        let mut call = self.client.api().list_users();
        if let Some(q) = query.q.clone() {
            call = call.q(q);
        }
        if let Some(online) = query.online {
            call = call.online(online);
        }
        if let Some(limit) = query.limit {
            call = call.limit(limit);
        }
        if let Some(cursor) = query.cursor.clone() {
            call = call.cursor(cursor);
        }
        let page = call.send().await?.into_inner();
        let next = page.next_cursor.map(|cursor| UserQuery { cursor: Some(cursor), ..query });
        Ok((page.items, next))
    }

    pub async fn block(&self, id: Uuid) -> Result<(), Error> {
        self.client.api().block_user().user_id(id).send().await?;
        Ok(())
    }

    pub async fn unblock(&self, id: Uuid) -> Result<(), Error> {
        self.client.api().unblock_user().user_id(id).send().await?;
        Ok(())
    }

    /// Whom one has blocked.
    pub fn blocked(&self) -> Pages<Block> {
        let client = self.client.clone();
        by_query(None::<String>, move |cursor| {
            let client = client.clone();
            Box::pin(async move {
                let call = client.api().list_blocks();
                let call = if let Some(cursor) = cursor { call.cursor(cursor) } else { call };
                let page = call.send().await?.into_inner();
                Ok((page.items, page.next_cursor.map(Some)))
            })
        })
    }

    pub async fn preferences(&self) -> Result<Preferences, Error> {
        Ok(self.client.api().get_preferences().send().await?.into_inner())
    }

    pub async fn set_preferences(&self, change: UpdatePreferencesRequest) -> Result<Preferences, Error> {
        Ok(self.client.api().update_preferences().body(change).send().await?.into_inner())
    }
}

/// What [`Client::sessions`] gives.
#[derive(Clone, Debug)]
pub struct Sessions {
    pub(crate) client: Client,
}

impl Sessions {
    /// The devices on which one is signed in.
    pub async fn list(&self) -> Result<Vec<Session>, Error> {
        Ok(self.client.api().list_sessions().send().await?.into_inner().items)
    }

    /// Signs a device out.
    pub async fn end(&self, id: Uuid) -> Result<(), Error> {
        self.client.api().delete_session().session_id(id).send().await?;
        Ok(())
    }
}
