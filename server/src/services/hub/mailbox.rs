//! A connection's mailbox: bounded in frames and in bytes, so that a slow reader costs nobody else.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::sync::mpsc;
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;

/// How many frames may wait.
const FRAMES: usize = 256;
/// How many bytes may wait.
const BYTES: usize = 1024 * 1024;

/// Why the server closes a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Close {
    pub code: u16,
    pub reason: &'static str,
}

impl Close {
    pub const INTERNAL: Self = Self { code: 1011, reason: "internal error" };
    pub const RESTART: Self = Self { code: 1012, reason: "service restart" };
    pub const UNAUTHORIZED: Self = Self { code: 4401, reason: "unauthorized" };
    pub const SILENT: Self = Self { code: 4408, reason: "nothing heard" };
    pub const TOO_MANY: Self = Self { code: 4409, reason: "too many connections" };
    pub const SLOW: Self = Self { code: 4429, reason: "too slow" };
}

/// A frame on its way out; one of an event knows its position.
pub struct Letter {
    pub text: Utf8Bytes,
    pub position: Option<i64>,
}

/// The end that the server puts frames in.
#[derive(Clone)]
pub struct Mailbox {
    letters: mpsc::Sender<Letter>,
    waiting: Arc<AtomicUsize>,
    closing: Arc<OnceLock<Close>>,
    closed: CancellationToken,
}

/// The end that the connection takes them out of.
pub struct Inbox {
    letters: mpsc::Receiver<Letter>,
    waiting: Arc<AtomicUsize>,
}

/// A new mailbox.
pub fn mailbox() -> (Mailbox, Inbox) {
    let (sender, letters) = mpsc::channel(FRAMES);
    let waiting = Arc::<AtomicUsize>::default();
    let mailbox = Mailbox { letters: sender, waiting: waiting.clone(), closing: Arc::default(), closed: CancellationToken::new() };
    (mailbox, Inbox { letters, waiting })
}

impl Mailbox {
    /// Puts in what must not be lost: when there is no room, the connection ends, and the client resumes.
    pub fn put(&self, text: Utf8Bytes, position: Option<i64>) -> bool {
        let size = text.len();
        let waiting = self.waiting.fetch_add(size, Ordering::Relaxed);
        // One frame alone always fits, whatever its size.
        let fits = waiting == 0 || waiting + size <= BYTES;
        if fits && self.letters.try_send(Letter { text, position }).is_ok() {
            return true;
        }
        self.waiting.fetch_sub(size, Ordering::Relaxed);
        self.close(Close::SLOW);
        false
    }

    /// Puts in what may be lost, as long as the mailbox is not half full.
    pub fn whisper(&self, text: Utf8Bytes) {
        if self.letters.capacity() > FRAMES / 2 && self.waiting.load(Ordering::Relaxed) < BYTES / 2 {
            self.put(text, None);
        }
    }

    /// Ends the connection; the first reason counts.
    pub fn close(&self, close: Close) {
        // A second reason has nothing to add.
        let _ = self.closing.set(close);
        self.closed.cancel();
    }

    /// Resolves when the server closes the connection.
    pub async fn closed(&self) -> Close {
        self.closed.cancelled().await;
        self.closing.get().copied().unwrap_or(Close::INTERNAL)
    }
}

impl Inbox {
    /// The next frame.
    pub async fn take(&mut self) -> Option<Letter> {
        let letter = self.letters.recv().await?;
        self.waiting.fetch_sub(letter.text.len(), Ordering::Relaxed);
        Some(letter)
    }

    /// Whether no frame waits.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_mailbox_closes_its_connection() {
        let (mailbox, _inbox) = mailbox();
        for _ in 0..FRAMES {
            assert!(mailbox.put("x".into(), None));
        }
        assert!(!mailbox.put("x".into(), None));
        assert_eq!(mailbox.closed().await, Close::SLOW);
    }
}
