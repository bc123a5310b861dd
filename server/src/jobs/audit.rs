//! Counts unread messages again, some rooms at a time, so that a wrong count is known before somebody complains.

use std::sync::Arc;
use std::time::Duration;

use super::Turns;
use crate::services::{App, audit};

/// How often.
const EVERY: Duration = Duration::from_secs(60);

/// Runs until the node drains.
pub async fn run(app: Arc<App>) {
    let mut turns = Turns::every(&app, EVERY);
    let mut after = None;
    while turns.next().await {
        match audit::turn(&app, after).await {
            Ok(last) => after = last,
            Err(error) => tracing::warn!(event = "audit.failed", error = %error),
        }
    }
}
