//! Forgets what has served its time: old events, kept answers, ended sessions, spent tokens and tickets.

use std::sync::Arc;
use std::time::Duration;

use super::Turns;
use crate::services::{App, retention};

/// How often.
const EVERY: Duration = Duration::from_secs(60);
/// How soon again when one turn did not forget all; between them the writer is there for others.
const SOON: Duration = Duration::from_secs(5);

/// Runs until the node drains.
pub async fn run(app: Arc<App>) {
    let mut turns = Turns::every(&app, EVERY);
    while turns.next().await {
        match retention::turn(&app).await {
            Ok(true) => turns.hasten(SOON),
            Ok(false) => {}
            Err(error) => tracing::warn!(event = "retention.failed", error = %error),
        }
    }
}
