//! The connection to Redis: made anew by itself, given up at the first answer that does not come. That is a circuit
//! breaker: connected is closed, away is open, and the one attempt at a time to connect again is half-open.

use std::future::Future;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use redis::aio::MultiplexedConnection;
use redis::{AsyncConnectionConfig, Client, FromRedisValue, PushInfo, PushKind, RedisResult, Value};
use tokio::sync::{Notify, mpsc, watch};
use tokio::time::timeout;

use super::Heard;
use super::notes::Note;
use crate::domain::clock::Ids;

/// How long an answer may take; one that takes longer ends the connection.
const ANSWER: Duration = Duration::from_millis(300);
/// How long connecting may take, with all subscriptions.
const CONNECT: Duration = Duration::from_secs(2);
/// How often the connection is asked for a sign of life.
const SIGN: Duration = Duration::from_millis(500);
/// How long to wait before the next attempt, at least and at most.
const PAUSE: (Duration, Duration) = (Duration::from_millis(50), Duration::from_secs(1));

/// A connection that comes and goes.
pub struct Link {
    client: Client,
    current: Mutex<Option<Current>>,
    state: watch::Sender<bool>,
    lost: Notify,
}

#[derive(Clone)]
struct Current {
    life: u64,
    connection: MultiplexedConnection,
    is_sharded: bool,
}

impl Link {
    pub(super) fn new(client: Client) -> Self {
        Self { client, current: Mutex::default(), state: watch::Sender::new(false), lost: Notify::new() }
    }

    /// Whether Redis answers.
    pub(super) fn is_up(&self) -> bool {
        *self.state.borrow()
    }

    /// Whether messages are published to sharded channels.
    pub(super) fn is_sharded(&self) -> bool {
        self.current().as_ref().is_some_and(|current| current.is_sharded)
    }

    fn current(&self) -> MutexGuard<'_, Option<Current>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Asks Redis; `None` when it is away, or does not answer in time, or refuses.
    pub(super) async fn ask<T, F>(&self, ask: impl FnOnce(MultiplexedConnection) -> F) -> Option<T>
    where
        F: Future<Output = RedisResult<T>>,
    {
        let Current { life, connection, .. } = self.current().clone()?;
        match timeout(ANSWER, ask(connection)).await {
            Ok(Ok(answer)) => Some(answer),
            Ok(Err(error)) => {
                tracing::debug!(event = "redis.refused", error = %error);
                // A refusal of this one command says nothing about the next; a broken connection does.
                if error.is_io_error() || error.is_connection_dropped() || error.is_timeout() || error.is_unrecoverable_error() {
                    self.lose(life);
                }
                None
            }
            Err(_) => {
                self.lose(life);
                None
            }
        }
    }

    /// Gives a connection up, unless there is a newer one already.
    fn lose(&self, life: u64) {
        let mut current = self.current();
        if current.as_ref().is_some_and(|current| current.life == life) {
            *current = None;
            self.lost.notify_one();
        }
    }

    /// Keeps a connection that hears some channels; what comes is handed on, and each beginning.
    pub(super) async fn keep(self: Arc<Self>, channels: Vec<String>, hand: mpsc::UnboundedSender<Heard>) {
        let (ids, mut pause) = (Ids, PAUSE.0);
        // Away until it has answered.
        self.tell(false);
        for life in 1.. {
            match timeout(CONNECT, self.open(life, &channels, &hand)).await {
                Ok(Ok(current)) => {
                    *self.current() = Some(current);
                    self.tell(true);
                    pause = PAUSE.0;
                    if hand.send(Heard::Connected).is_err() {
                        return;
                    }
                    self.watch().await;
                    self.tell(false);
                }
                Ok(Err(error)) => tracing::debug!(event = "redis.not_reached", error = %error),
                Err(_) => tracing::debug!(event = "redis.not_reached", error = "it took too long"),
            }
            if hand.is_closed() {
                return;
            }
            let jitter = Duration::from_millis(ids.below(pause.as_millis() as u64));
            tokio::time::sleep(pause / 2 + jitter).await;
            pause = (pause * 2).min(PAUSE.1);
        }
    }

    fn tell(&self, is_up: bool) {
        metrics::gauge!("causerie_breaker_state", "dependency" => "redis").set(if is_up { 0.0 } else { 2.0 });
        if self.state.send_replace(is_up) != is_up {
            match is_up {
                true => tracing::info!(event = "redis.connected"),
                false => tracing::warn!(event = "redis.lost"),
            }
        }
    }

    /// Asks for signs of life until the connection is lost: one that is frozen would be silent for ever.
    async fn watch(&self) {
        loop {
            tokio::select! {
                () = self.lost.notified() => return,
                () = tokio::time::sleep(SIGN) => {}
            }
            let ping = |mut connection| async move { redis::cmd("PING").query_async::<String>(&mut connection).await };
            self.ask(ping).await;
        }
    }

    async fn open(&self, life: u64, channels: &[String], hand: &mpsc::UnboundedSender<Heard>) -> RedisResult<Current> {
        let (push, pushed) = mpsc::unbounded_channel();
        // Answers are bounded where they are asked for.
        let config = AsyncConnectionConfig::new().set_connection_timeout(Some(CONNECT)).set_response_timeout(None).set_push_sender(push);
        let mut connection = self.client.get_multiplexed_async_connection_with_config(&config).await?;
        let mut is_sharded = true;
        for channel in channels {
            if is_sharded {
                // Redis knows sharded channels since 7.0.
                is_sharded = redis::cmd("SSUBSCRIBE").arg(channel).exec_async(&mut connection).await.is_ok();
            }
            if !is_sharded {
                connection.subscribe(channel).await?;
            }
        }
        tokio::spawn(listen(pushed, hand.clone()));
        Ok(Current { life, connection, is_sharded })
    }
}

/// Hands on what the connection hears, for as long as it lives.
async fn listen(mut pushed: mpsc::UnboundedReceiver<PushInfo>, hand: mpsc::UnboundedSender<Heard>) {
    while let Some(PushInfo { kind, data }) = pushed.recv().await {
        if !matches!(kind, PushKind::Message | PushKind::SMessage) {
            continue;
        }
        if let Some(note) = data.last().and_then(read) {
            // Without a reader the node is going down.
            let _ = hand.send(Heard::Note(note));
        }
    }
}

fn read(value: &Value) -> Option<Note> {
    let text = String::from_redis_value_ref(value).ok()?;
    let note = serde_json::from_str(&text);
    if let Err(error) = &note {
        // A node of another release may say what this one does not know.
        tracing::debug!(event = "redis.note_unknown", error = %error);
    }
    note.ok()
}
