//! Counts unread messages again, some rooms at a time, so that a wrong count is known before somebody complains.

use std::sync::Arc;
use std::time::Duration;

use crate::services::{App, audit};

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Runs until the node drains.
pub async fn run(app: Arc<App>) {
    let mut turns = tokio::time::interval(EVERY);
    let mut after = None;
    loop {
        tokio::select! {
            () = app.hub.draining.cancelled() => return,
            _ = turns.tick() => {}
        }
        match audit::turn(&app, after).await {
            Ok(last) => after = last,
            Err(error) => tracing::warn!(event = "audit.failed", error = %error),
        }
    }
}
