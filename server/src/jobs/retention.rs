//! Forgets what has served its time: old events, kept answers, ended sessions and tickets.

use std::sync::Arc;
use std::time::Duration;

use super::Turns;
use crate::services::{App, retention};

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Runs until the node drains.
pub async fn run(app: Arc<App>) {
    let mut turns = Turns::every(&app, EVERY);
    while turns.next().await {
        if let Err(error) = retention::turn(&app).await {
            tracing::warn!(event = "retention.failed", error = %error);
        }
    }
}
