//! Keeps the stream up: connects, waits, comes back, and ends.

use std::collections::VecDeque;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{broadcast, mpsc, oneshot, watch};
use tokio::time::Instant;

use super::close::{CloseAction, on_close};
use super::connect::connect;
use super::inbox::Inbox;
use super::requests::Requests;
use super::{ConnectionState, Item, Order};
use crate::core::Core;
use crate::error::{ClientCode, Error};
use crate::retry::reconnect_delay;

const FAILURES_UNTIL_OFFLINE: u32 = 5;
/// How long a connection must have held for what failed before it to be forgotten.
const STEADY: Duration = Duration::from_secs(5);

/// This side of what [`Events`](super::Events) and [`StreamHandle`](super::StreamHandle) hold.
pub struct Ends {
    pub items: mpsc::Sender<Result<Item, Error>>,
    pub orders: mpsc::UnboundedReceiver<Order>,
    pub handled: watch::Receiver<Option<String>>,
    pub state: watch::Sender<ConnectionState>,
    pub changes: broadcast::Sender<ConnectionState>,
}

/// What comes after a connection.
pub enum Next {
    End(Error),
    /// Connect again at once.
    Now,
    /// Connect again, not before this.
    Later(Duration),
}

pub struct Driver {
    pub(super) core: Arc<Core>,
    pub(super) inbox: Inbox,
    pub(super) ends: Ends,
    /// What waits for who follows the stream.
    pub(super) out: VecDeque<Item>,
    pub(super) requests: Requests,
    pub(super) endings: watch::Receiver<Option<Error>>,
    /// Who waits for the stream to open.
    pub(super) opening: Option<oneshot::Sender<Result<(), Error>>>,
    pub(super) reconnect_after: Option<Duration>,
    pub(super) heartbeat: Duration,
    online_since: Option<Instant>,
    /// The failures since a connection held, which make the waits longer.
    failures: u32,
    /// Those since there was one at all.
    misses: u32,
    must_refresh: bool,
}

impl Driver {
    pub fn new(core: Arc<Core>, cursor: Option<String>, ends: Ends, opening: oneshot::Sender<Result<(), Error>>) -> Self {
        Self {
            endings: core.sessions.endings(),
            core,
            inbox: Inbox::new(cursor),
            ends,
            out: VecDeque::new(),
            requests: Requests::default(),
            opening: Some(opening),
            reconnect_after: None,
            heartbeat: Duration::from_secs(30),
            online_since: None,
            failures: 0,
            misses: 0,
            must_refresh: false,
        }
    }

    /// Goes on until the stream is closed or cannot go on.
    pub async fn run(mut self) {
        let reason = loop {
            match self.attempt().await {
                Next::End(reason) => break reason,
                Next::Now => {}
                Next::Later(at_least) => {
                    if let Err(reason) = self.pause(at_least).await {
                        break reason;
                    }
                }
            }
        };
        self.end(reason).await;
    }

    /// One connection, from the try to its end.
    async fn attempt(&mut self) -> Next {
        self.become_state(ConnectionState::Connecting);
        let opening = connect(self.core.clone(), self.inbox.cursor.clone(), self.must_refresh);
        let socket = match self.meanwhile(opening).await {
            Ok(Ok(socket)) => socket,
            Ok(Err(error)) if error.status == 401 || error.code == ClientCode::SignedOut => return Next::End(error),
            Ok(Err(error)) => return Next::Later(error.retry_after.unwrap_or_default()),
            Err(reason) => return Next::End(reason),
        };
        self.must_refresh = false;
        let next = self.live(socket).await;
        self.inbox.reset();
        self.requests.abandon();
        next
    }

    /// What the code of a closed socket asks for.
    pub(super) fn closed(&mut self, code: u16) -> Next {
        self.forgive();
        let after = self.reconnect_after.take().unwrap_or_default();
        match on_close(code) {
            CloseAction::Terminal(reason) => Next::End(Error::client(reason, format!("The server closed the stream with {code}."))),
            CloseAction::Resume => Next::Later(after),
            CloseAction::Reauth => {
                self.must_refresh = true;
                if self.failures > 0 {
                    return Next::Later(after);
                }
                // The first time at once: nothing is known to be wrong.
                self.failures = 1;
                Next::Now
            }
        }
    }

    pub(super) fn online(&mut self) {
        self.online_since = Some(Instant::now());
        self.misses = 0;
        self.become_state(ConnectionState::Online);
    }

    fn forgive(&mut self) {
        if self.online_since.take().is_some_and(|since| since.elapsed() >= STEADY) {
            self.failures = 0;
        }
    }

    /// Waits before the next try.
    async fn pause(&mut self, at_least: Duration) -> Result<(), Error> {
        self.forgive();
        self.failures += 1;
        self.misses += 1;
        let is_offline = self.misses > FAILURES_UNTIL_OFFLINE;
        self.become_state(if is_offline { ConnectionState::Offline } else { ConnectionState::Backoff });
        let wait = at_least + reconnect_delay(self.failures, self.core.chance());
        self.meanwhile(tokio::time::sleep(wait)).await
    }

    /// Waits for something, and delivers what is there already; an error when the stream is to end.
    async fn meanwhile<T>(&mut self, work: impl Future<Output = T>) -> Result<T, Error> {
        let mut work = pin!(work);
        loop {
            tokio::select! {
                biased;
                () = self.ends.items.closed() => return Err(Error::closed()),
                changed = self.endings.changed() => return Err(self.ending(changed.is_ok())),
                order = self.ends.orders.recv() => match order {
                    None | Some(Order::Close) => return Err(Error::closed()),
                    Some(Order::Request(_, waiting)) => { waiting.send(Err(Error::closed())).ok(); }
                    Some(Order::Send(_)) => {}
                },
                permit = self.ends.items.reserve(), if !self.out.is_empty() => {
                    if let (Ok(permit), Some(item)) = (permit, self.out.pop_front()) {
                        permit.send(Ok(item));
                    }
                }
                done = &mut work => return Ok(done),
            }
        }
    }

    /// Why the session is over.
    pub(super) fn ending(&self, is_told: bool) -> Error {
        let reason = is_told.then(|| self.endings.borrow().clone()).flatten();
        reason.unwrap_or_else(Error::signed_out)
    }

    fn become_state(&self, state: ConnectionState) {
        if self.ends.state.send_replace(state) != state {
            // Nobody need listen.
            self.ends.changes.send(state).ok();
        }
    }

    /// Delivers what is left, and says why there is no more, unless it was closed on purpose.
    async fn end(mut self, reason: Error) {
        self.become_state(ConnectionState::Closed);
        if let Some(opening) = self.opening.take() {
            opening.send(Err(reason)).ok();
            return;
        }
        for item in std::mem::take(&mut self.out) {
            if self.ends.items.send(Ok(item)).await.is_err() {
                return;
            }
        }
        if reason.code != ClientCode::Closed {
            self.ends.items.send(Err(reason)).await.ok();
        }
    }
}
