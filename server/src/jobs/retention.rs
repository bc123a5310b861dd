//! Forgets what has served its time: old events, kept answers, ended sessions and tickets.

use std::sync::Arc;
use std::time::Duration;

use crate::services::{App, retention};

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Runs until the node drains.
pub async fn run(app: Arc<App>) {
    let mut turns = tokio::time::interval(EVERY);
    loop {
        tokio::select! {
            () = app.hub.draining.cancelled() => return,
            _ = turns.tick() => {}
        }
        if let Err(error) = retention::turn(&app).await {
            tracing::warn!(event = "retention.failed", error = %error);
        }
    }
}
