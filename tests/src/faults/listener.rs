//! Someone who listens through all faults: their socket comes back with its cursor each time, and every frame is written down.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use causerie_verify::ConnectionId;
use serde_json::Value;
use tokio::time::Instant;

use super::load::{Tally, open};
use crate::{Person, Socket};

/// How long the last messages may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// What the listener is told while it listens.
pub struct Wanted(AtomicUsize);

impl Default for Wanted {
    fn default() -> Self {
        Self(AtomicUsize::new(usize::MAX))
    }
}

impl Wanted {
    /// There are so many messages; when they have all come, the listener is done.
    pub fn set(&self, messages: usize) {
        self.0.store(messages, Ordering::Relaxed);
    }

    fn get(&self) -> usize {
        self.0.load(Ordering::Relaxed)
    }
}

/// What was heard.
#[derive(Default)]
pub struct Heard {
    /// The messages' `client_id`s, as the frames `message.created` came, and when each did.
    pub messages: Vec<(String, Instant)>,
    /// At which of the places the listener was.
    pub node: usize,
    pub reconnects: usize,
}

/// Someone at one of the places, with what they have heard.
pub struct Listener {
    person: Person,
    tally: Arc<Tally>,
    socket: Socket,
    connection: ConnectionId,
    heard: Heard,
}

impl Listener {
    /// Opens a stream and waits until it is live.
    pub async fn start(node: usize, person: Person, tally: Arc<Tally>) -> Result<Self> {
        let connection = tally.record.notes.open(&person.id, &device(node), tally.record.now(), None);
        let socket = person.connect(None).await;
        let mut listener = Self { person, tally, socket, connection, heard: Heard { node, ..Heard::default() } };
        loop {
            let frame = listener.socket.next().await.context("the stream ended before it was live")?;
            let is_live = frame["type"] == "caught_up";
            listener.take(frame)?;
            if is_live {
                return Ok(listener);
            }
        }
    }

    /// Listens until all that is wanted has come, or no more comes.
    pub async fn listen(mut self, wanted: Arc<Wanted>) -> Result<Heard> {
        let mut deadline = None;
        while self.heard.messages.len() < wanted.get() {
            if wanted.get() < usize::MAX && Instant::now() > *deadline.get_or_insert_with(|| Instant::now() + PATIENCE) {
                // What is missing the judge tells.
                break;
            }
            match tokio::time::timeout(Duration::from_millis(200), self.socket.find(|_| true)).await {
                Ok(Ok(frame)) => self.take(frame)?,
                Ok(Err(_)) => self.come_back().await?,
                // Nothing for a while.
                Err(_) => {}
            }
        }
        for frame in self.socket.drain().await {
            self.take(frame)?;
        }
        self.tally.record.notes.rest(self.connection);
        Ok(self.heard)
    }

    fn take(&mut self, frame: Value) -> Result<()> {
        match frame["type"].as_str() {
            Some("message.created") => {
                let client_id = frame["data"]["message"]["client_id"].as_str().unwrap_or_default();
                self.heard.messages.push((client_id.to_owned(), Instant::now()));
            }
            Some("resync") => bail!("the cursor of a moment ago was not taken: {frame}"),
            _ => {}
        }
        self.tally.record.notes.see(self.connection, self.tally.record.now(), frame);
        Ok(())
    }

    async fn come_back(&mut self) -> Result<()> {
        self.heard.reconnects += 1;
        let (begun, cursor) = (Instant::now(), self.socket.cursor.clone());
        while begun.elapsed() < PATIENCE {
            let asked = self.tally.record.now();
            if let Some(mut socket) = open(&self.person, cursor.as_deref(), &self.tally).await {
                self.connection = self.tally.record.notes.open(&self.person.id, &device(self.heard.node), asked, cursor.as_deref());
                // Kept in case this connection breaks off before its first frame.
                socket.cursor = cursor;
                self.socket = socket;
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        bail!("the listener could not come back within {PATIENCE:?}")
    }
}

fn device(node: usize) -> String {
    format!("device {node}")
}
