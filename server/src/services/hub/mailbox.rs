//! A connection's mailbox: bounded in frames and in bytes, so that a slow reader costs nobody else. A connection whose
//! mailbox was full has fallen behind: it reads what it missed from the log, as one that resumes does.

use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use tokio::sync::{Notify, mpsc};
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

/// A frame on its way out.
pub enum Letter {
    /// An event, which stands at this position.
    Event { text: Utf8Bytes, position: i64 },
    /// What the log does not keep.
    Fleeting(Utf8Bytes),
    /// The answer to a `ping` with this `ref`: written with the cursor of the moment when its turn comes.
    Pong(Option<String>),
}

impl Letter {
    fn size(&self) -> usize {
        match self {
            Self::Event { text, .. } | Self::Fleeting(text) => text.len(),
            Self::Pong(_) => 0,
        }
    }
}

/// The end that the server puts frames in.
#[derive(Clone)]
pub struct Mailbox {
    letters: mpsc::Sender<Letter>,
    waiting: Arc<AtomicUsize>,
    closing: Arc<OnceLock<Close>>,
    closed: CancellationToken,
    lag: Arc<Lag>,
}

/// Whether events were left out, and how the connection hears of it.
#[derive(Default)]
struct Lag {
    is_behind: AtomicBool,
    fell: Notify,
}

/// The end that the connection takes them out of.
pub struct Inbox {
    letters: mpsc::Receiver<Letter>,
    waiting: Arc<AtomicUsize>,
    lag: Arc<Lag>,
}

/// A new mailbox.
pub fn mailbox() -> (Mailbox, Inbox) {
    let (sender, letters) = mpsc::channel(FRAMES);
    let waiting = Arc::<AtomicUsize>::default();
    let lag = Arc::<Lag>::default();
    let mailbox =
        Mailbox { letters: sender, waiting: waiting.clone(), closing: Arc::default(), closed: CancellationToken::new(), lag: lag.clone() };
    (mailbox, Inbox { letters, waiting, lag })
}

impl Mailbox {
    /// Puts in the event of a position. When there is no room, this and all later ones are left to the log, until the
    /// connection has caught up.
    pub fn put(&self, text: Utf8Bytes, position: i64) -> bool {
        if self.is_behind() {
            return false;
        }
        let is_in = self.try_put(Letter::Event { text, position });
        if !is_in {
            self.lag.is_behind.store(true, Ordering::Release);
            self.lag.fell.notify_one();
        }
        is_in
    }

    /// Puts in what may be lost, as long as the mailbox is not half full.
    pub fn whisper(&self, text: Utf8Bytes) {
        if self.letters.capacity() > FRAMES / 2 && self.waiting.load(Ordering::Relaxed) < BYTES / 2 {
            self.try_put(Letter::Fleeting(text));
        }
    }

    /// Puts in the answer to a frame of the client's, once there is room: who does not read is not read from.
    pub async fn reply(&self, letter: Letter) {
        self.waiting.fetch_add(letter.size(), Ordering::Relaxed);
        // The connection may be over; then nobody waits for the answer.
        let _ = self.letters.send(letter).await;
    }

    fn try_put(&self, letter: Letter) -> bool {
        let size = letter.size();
        let waiting = self.waiting.fetch_add(size, Ordering::Relaxed);
        // One frame alone always fits, whatever its size.
        let fits = (waiting == 0 || waiting + size <= BYTES) && self.letters.try_send(letter).is_ok();
        if !fits {
            self.waiting.fetch_sub(size, Ordering::Relaxed);
        }
        fits
    }

    /// Whether events were left to the log.
    fn is_behind(&self) -> bool {
        self.lag.is_behind.load(Ordering::Acquire)
    }

    /// Resolves once after events were left to the log.
    pub async fn fell_behind(&self) {
        self.lag.fell.notified().await;
    }

    /// Takes events again from now on.
    pub(super) fn catch_up(&self) {
        self.lag.is_behind.store(false, Ordering::Release);
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
        self.waiting.fetch_sub(letter.size(), Ordering::Relaxed);
        Some(letter)
    }

    /// The next frame, if one waits.
    pub fn try_take(&mut self) -> Option<Letter> {
        let letter = self.letters.try_recv().ok()?;
        self.waiting.fetch_sub(letter.size(), Ordering::Relaxed);
        Some(letter)
    }

    /// Whether no frame waits, here or in the log.
    pub fn is_current(&self) -> bool {
        self.letters.is_empty() && !self.lag.is_behind.load(Ordering::Acquire)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_full_mailbox_leaves_events_to_the_log_until_it_has_caught_up() {
        let (mailbox, mut inbox) = mailbox();
        for position in 0..FRAMES as i64 {
            assert!(mailbox.put("x".into(), position));
        }
        assert!(!mailbox.put("x".into(), 256));
        mailbox.fell_behind().await;
        while inbox.try_take().is_some() {}
        assert!(!inbox.is_current());
        assert!(!mailbox.put("x".into(), 257), "an event after a gap would hide it");
        mailbox.catch_up();
        assert!(mailbox.put("x".into(), 258));
    }

    #[tokio::test]
    async fn a_mailbox_is_bounded_in_bytes() {
        let (mailbox, _inbox) = mailbox();
        let big: Utf8Bytes = "x".repeat(BYTES - 1).into();
        assert!(mailbox.put(big.clone(), 1) && !mailbox.put(big, 2));
    }
}
