//! The loops that keep house; each turn calls a service.

pub mod audit;
pub mod clearing;
pub mod retention;

use std::sync::Arc;
use std::time::Duration;

use tokio::time::Interval;

use crate::services::App;

/// The turns of a job, the first one at once.
struct Turns {
    app: Arc<App>,
    interval: Interval,
}

impl Turns {
    fn every(app: &Arc<App>, time: Duration) -> Self {
        Self { app: app.clone(), interval: tokio::time::interval(time) }
    }

    /// Lets the next turn come earlier.
    fn hasten(&mut self, time: Duration) {
        self.interval.reset_after(time);
    }

    /// Waits for the next turn; `false` when the node drains and there are no more.
    async fn next(&mut self) -> bool {
        tokio::select! {
            () = self.app.hub.draining.cancelled() => false,
            _ = self.interval.tick() => true,
        }
    }
}
