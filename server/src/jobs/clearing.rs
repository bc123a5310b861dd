//! Erases the texts of what was cleared for everyone, once it can no longer be taken back.

use std::sync::Arc;
use std::time::Duration;

use super::Turns;
use crate::services::{App, clearing};

/// How often.
const EVERY: Duration = Duration::from_secs(10);

/// Runs until the node drains.
pub async fn run(app: Arc<App>) {
    let mut turns = Turns::every(&app, EVERY);
    while turns.next().await {
        loop {
            match clearing::turn(&app).await {
                Ok(true) => {}
                Ok(false) => break,
                Err(error) => {
                    tracing::warn!(event = "clearing.failed", error = %error);
                    break;
                }
            }
        }
    }
}
