//! The hints: publishers speak on 16 channels of a Redis of their own, by plain and by sharded pub/sub, and three subscribers
//! hear them all, as three nodes do.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Result, ensure};
use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, ProtocolVersion, PushInfo, PushKind};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::{RUN, median};
use crate::redis::Redis;

const CHANNELS: usize = 16;
const SUBSCRIBERS: u64 = 3;
/// Publishers, and how many hints each sends in one go.
const PUBLISHERS: [(usize, usize); 4] = [(1, 1), (3, 1), (1, 64), (3, 64)];
/// How long the last hint may be on its way.
const LAST: Duration = Duration::from_secs(10);

pub async fn run(runs: usize) -> Result<()> {
    let redis = Redis::start();
    let heard = Arc::new(AtomicU64::default());
    let mut subscribers = Vec::new();
    for _ in 0..SUBSCRIBERS {
        subscribers.push(subscribe(&redis, heard.clone()).await?);
    }
    let client = Client::open(redis.url())?;
    let mut figures = vec![Vec::new(); 2 * PUBLISHERS.len()];
    for _ in 0..runs {
        let kinds = ["PUBLISH", "SPUBLISH"].into_iter().flat_map(|command| PUBLISHERS.map(|publishers| (command, publishers)));
        for ((command, (count, together)), figures) in kinds.zip(&mut figures) {
            figures.push(measure(&client, &heard, command, count, together).await?);
        }
    }
    println!("\nRedis, hints a second on {CHANNELS} channels, each heard by {SUBSCRIBERS} subscribers; the median of {runs} runs");
    println!("| command | 1 publisher, one at a time | 3, one at a time | 1, 64 in a pipe | 3, 64 in a pipe |\n|---|---|---|---|---|");
    for (command, figures) in ["PUBLISH", "SPUBLISH"].iter().zip(figures.chunks(PUBLISHERS.len())) {
        let cells: Vec<String> = figures.iter().map(|figures| format!("{:.0}", median(figures.clone()))).collect();
        println!("| `{command}` | {} |", cells.join(" | "));
    }
    Ok(())
}

/// A connection that hears all channels both ways, for as long as it is kept.
async fn subscribe(redis: &Redis, heard: Arc<AtomicU64>) -> Result<MultiplexedConnection> {
    let mut info: redis::ConnectionInfo = redis::IntoConnectionInfo::into_connection_info(redis.url())?;
    let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
    info = info.set_redis_settings(settings);
    let count = move |push: PushInfo| {
        if matches!(push.kind, PushKind::Message | PushKind::SMessage) {
            heard.fetch_add(1, Ordering::Relaxed);
        }
        Ok::<(), std::convert::Infallible>(())
    };
    let config = AsyncConnectionConfig::new().set_push_sender(count);
    let mut connection = Client::open(info)?.get_multiplexed_async_connection_with_config(&config).await?;
    for channel in 0..CHANNELS {
        for command in ["SUBSCRIBE", "SSUBSCRIBE"] {
            redis::cmd(command).arg(format!("hints:{channel}")).exec_async(&mut connection).await?;
        }
    }
    Ok(connection)
}

/// Hints a second of all publishers together, until the last was heard.
async fn measure(client: &Client, heard: &AtomicU64, command: &'static str, publishers: usize, together: usize) -> Result<f64> {
    heard.store(0, Ordering::Relaxed);
    let mut connections = Vec::new();
    for _ in 0..publishers {
        connections.push(client.get_multiplexed_async_connection().await?);
    }
    let begun = Instant::now();
    let mut speaking = JoinSet::new();
    for connection in connections {
        speaking.spawn(speak(connection, begun, command, together));
    }
    let mut sent = 0;
    while let Some(count) = speaking.join_next().await {
        sent += count??;
    }
    let spoken = Instant::now();
    while heard.load(Ordering::Relaxed) < sent * SUBSCRIBERS && spoken.elapsed() < LAST {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    let figure = sent as f64 / begun.elapsed().as_secs_f64();
    let heard = heard.load(Ordering::Relaxed);
    ensure!(heard == sent * SUBSCRIBERS, "{heard} hints were heard, and not {}", sent * SUBSCRIBERS);
    Ok(figure)
}

async fn speak(mut connection: MultiplexedConnection, begun: Instant, command: &str, together: usize) -> Result<u64> {
    let mut count = 0;
    while begun.elapsed() < RUN {
        let mut pipe = redis::pipe();
        for _ in 0..together {
            let channel = format!("hints:{}", count as usize % CHANNELS);
            pipe.cmd(command).arg(channel).arg(format!("{{\"written\":{}}}", 10_000_000_000_u64 + count)).ignore();
            count += 1;
        }
        pipe.exec_async(&mut connection).await?;
    }
    Ok(count)
}
