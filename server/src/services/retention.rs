//! What is forgotten, and when. Events go by the setting, never before a refresh token could still ask for them.

use std::sync::Arc;

use super::{App, Result};
use crate::config::REFRESH_DAYS;
use crate::storage;

/// How many of each one turn forgets, so that no statement takes longer than it may, and no batch holds the writer for long.
const LIMIT: i64 = 10_000;
const DAY_SECS: i64 = 24 * 60 * 60;

/// One turn of the broom; whether there may be more to forget.
pub async fn turn(app: &Arc<App>) -> Result<bool> {
    let days = i64::from(app.settings.event_retention_days);
    app.commit(move |work| {
        Box::pin(async move {
            let (now, conn) = (work.now(), &mut work.conn);
            let counts = [
                storage::events::trim(conn, now.plus_secs(-days * DAY_SECS), LIMIT).await?,
                storage::idempotency::delete_before(conn, now.plus_secs(-DAY_SECS), LIMIT).await?,
                // Whoever still holds a token for that long finds it worthless, spent or not.
                storage::sessions::delete_spent_tokens(conn, now.plus_secs(-REFRESH_DAYS * DAY_SECS), LIMIT).await?,
                storage::sessions::delete_expired(conn, now, LIMIT).await?,
                storage::tickets::delete_expired(conn, now, LIMIT).await?,
            ];
            Ok(counts.iter().any(|count| *count >= LIMIT.unsigned_abs()))
        })
    })
    .await
}
