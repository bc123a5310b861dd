//! Someone who listens through all faults: their socket comes back with its cursor each time, and every message must have
//! come once and in order.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use anyhow::{Result, bail};
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
    /// The frames `message.created`, as they came.
    pub frames: Vec<Value>,
    /// When each came.
    pub times: Vec<Instant>,
    /// At which of the places the listener was.
    pub node: usize,
    pub reconnects: usize,
}

/// Listens until all that is wanted has come, or no more comes.
pub async fn listen(node: usize, person: Person, mut socket: Socket, wanted: Arc<Wanted>, tally: Arc<Tally>) -> Result<Heard> {
    let mut heard = Heard { node, ..Heard::default() };
    let mut deadline = None;
    while heard.frames.len() < wanted.get() {
        if wanted.get() < usize::MAX && Instant::now() > *deadline.get_or_insert_with(|| Instant::now() + PATIENCE) {
            // What is missing the judge tells.
            break;
        }
        match tokio::time::timeout(Duration::from_millis(200), socket.find(|_| true)).await {
            Ok(Ok(frame)) => heard.take(frame)?,
            Ok(Err(_)) => {
                heard.reconnects += 1;
                socket = come_back(&person, socket.cut(), &tally).await?;
            }
            // Nothing for a while.
            Err(_) => {}
        }
    }
    for frame in socket.drain().await {
        heard.take(frame)?;
    }
    Ok(heard)
}

impl Heard {
    fn take(&mut self, frame: Value) -> Result<()> {
        match frame["type"].as_str() {
            Some("message.created") => {
                self.frames.push(frame);
                self.times.push(Instant::now());
            }
            Some("resync") => bail!("the cursor of a moment ago was not taken: {frame}"),
            _ => {}
        }
        Ok(())
    }
}

async fn come_back(person: &Person, cursor: Option<String>, tally: &Tally) -> Result<Socket> {
    let begun = Instant::now();
    while begun.elapsed() < PATIENCE {
        if let Some(mut socket) = open(person, cursor.as_deref(), tally).await {
            // Kept in case this connection breaks off before its first frame.
            socket.cursor = cursor;
            return Ok(socket);
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    bail!("the listener could not come back within {PATIENCE:?}")
}
