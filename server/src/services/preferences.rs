//! Preferences: read and changed by the person, on all their devices.

use std::sync::Arc;

use super::{App, Caller, Error, Result};
use crate::domain::events::{Audience, Event};
use crate::domain::ids::UserId;
use crate::domain::preferences::Preferences;
use crate::domain::problems;
use crate::storage::{self, Conn};

/// What the caller has chosen.
pub async fn get(app: &App, caller: &Caller) -> Result<Preferences> {
    let me = caller.user_id();
    app.read(caller, move |conn| Box::pin(require(conn, me))).await
}

/// Changes what is given.
pub async fn update(app: &Arc<App>, caller: &Caller, read_receipts: Option<bool>) -> Result<Preferences> {
    let me = caller.user_id();
    app.once(&caller.request, me, move |work| {
        Box::pin(async move {
            let before = require(&mut work.conn, me).await?;
            let after = Preferences { read_receipts: read_receipts.unwrap_or(before.read_receipts) };
            if after != before {
                storage::preferences::update(&mut work.conn, me, after).await?;
                work.emit(Audience::User(me), &Event::PreferencesUpdated(after));
            }
            Ok(after)
        })
    })
    .await
}

async fn require(conn: &mut Conn, user_id: UserId) -> Result<Preferences> {
    storage::preferences::get(conn, user_id).await?.ok_or_else(|| Error::new(&problems::UNAUTHORIZED))
}
