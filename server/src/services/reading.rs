//! Reading: at a replica that has come to what the reader must see, else at the primary.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use tokio::time::{Instant, interval};

use super::{App, Caller, Result};
use crate::storage::Conn;
use crate::storage::replicas::Replica;

/// How often each replica is looked at.
const LOOK: Duration = Duration::from_millis(50);
/// A replica that is later than this is left out.
const LATE: Duration = Duration::from_millis(500);

/// What is read with a connection, were it twice.
pub trait Read<T>: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T>> + Send + Sync {}

impl<T, F: for<'c> Fn(&'c mut Conn) -> BoxFuture<'c, Result<T>> + Send + Sync> Read<T> for F {}

impl App {
    /// Reads for a caller: what was there when they asked, or something newer, wherever it is read.
    pub async fn read<T>(&self, caller: &Caller, run: impl Read<T>) -> Result<T> {
        if let Some((mut conn, replica)) = self.db.replicas().read(caller.bounds.commits).await {
            match run(&mut conn).await {
                Ok(answer) => {
                    count("replica");
                    return Ok(answer);
                }
                // It is gone, or too slow. Any other refusal is asked of the primary too, which has the last word.
                Err(error) if error.is_unavailable() => replica.rest(),
                Err(_) => {}
            }
        }
        count("primary");
        run(&mut self.db.read().await?).await
    }
}

fn count(source: &'static str) {
    metrics::counter!("causerie_reads_total", "source" => source).increment(1);
}

/// Follows the replicas until the node has drained.
pub async fn run(app: Arc<App>) {
    let all = app.db.replicas().iter().map(|replica| follow(&app, replica));
    tokio::select! {
        () = app.hub.stopped() => {}
        _ = futures_util::future::join_all(all) => {}
    }
}

async fn follow(app: &App, replica: &Replica) {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    // Where the log was known to end, for as long as a replica may be late.
    let mut heads = VecDeque::from([(Instant::now(), app.hub.position())]);
    loop {
        looks.tick().await;
        let now = Instant::now();
        heads.push_back((now, app.hub.position()));
        while heads.get(1).is_some_and(|(at, _)| now - *at >= LATE) {
            heads.pop_front();
        }
        replica.look(app.hub.epoch(), heads.front().map_or(0, |(_, position)| *position)).await;
    }
}
