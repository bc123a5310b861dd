//! Preferences: read and changed by the person, on all their devices.

use std::sync::Arc;

use super::{App, Caller, Error, Result};
use crate::domain::events::{Audience, Event};
use crate::domain::preferences::Preferences;
use crate::domain::problems;
use crate::storage::{self, Conn};

/// What the caller has chosen.
pub async fn get(app: &App, caller: &Caller) -> Result<Preferences> {
    let mut conn = app.db.read().await?;
    require(&mut conn, caller).await
}

/// Changes what is given.
pub async fn update(app: &Arc<App>, caller: &Caller, read_receipts: Option<bool>) -> Result<Preferences> {
    let who = caller.clone();
    app.once(&caller.request, caller.user_id(), move |work| {
        Box::pin(async move {
            let before = require(&mut work.conn, &who).await?;
            let after = Preferences { read_receipts: read_receipts.unwrap_or(before.read_receipts) };
            if after != before {
                storage::preferences::update(&mut work.conn, who.user_id(), after).await?;
                work.emit(Audience::User(who.user_id()), &Event::PreferencesUpdated(after));
            }
            Ok(after)
        })
    })
    .await
}

async fn require(conn: &mut Conn, caller: &Caller) -> Result<Preferences> {
    storage::preferences::get(conn, caller.user_id()).await?.ok_or_else(|| Error::new(&problems::UNAUTHORIZED))
}
