//! What is forgotten, and when. Events go by the setting, never before a refresh token could still ask for them.

use std::sync::Arc;

use super::{App, Result};
use crate::storage;

/// How many of each one turn forgets, so that no statement takes longer than it may, and no batch holds the writer for long.
const LIMIT: i64 = 10_000;
const DAY_SECS: i64 = 24 * 60 * 60;

/// One turn of the broom.
pub async fn turn(app: &Arc<App>) -> Result<()> {
    let days = i64::from(app.settings.event_retention_days);
    app.commit(move |work| {
        Box::pin(async move {
            let now = work.now();
            storage::events::trim(&mut work.conn, now.plus_secs(-days * DAY_SECS), LIMIT).await?;
            storage::idempotency::delete_before(&mut work.conn, now.plus_secs(-DAY_SECS), LIMIT).await?;
            storage::sessions::delete_expired(&mut work.conn, now, LIMIT).await?;
            storage::tickets::delete_expired(&mut work.conn, now, LIMIT).await?;
            Ok(())
        })
    })
    .await
}
