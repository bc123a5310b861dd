//! One connection: hello, what was missed, caught up, then live until somebody ends it.

mod greeting;
mod reading;

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use poem_openapi::types::ToJSON;
use serde_json::json;
use tokio::time::{Instant, MissedTickBehavior, interval_at, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message, Utf8Bytes};

use super::frames;
use crate::api::limits::Limits;
use crate::domain::cursor::Cursor;
use crate::domain::events::LoggedEvent;
use crate::domain::sessions::Identity;
use crate::planted::{self, Point};
use crate::services::hub::mailbox::{Close, Inbox, Letter, Mailbox};
use crate::services::{App, Result, hub, stream};

/// How often each side hears from the other at least.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// How many frames one write carries at most.
const BURST: usize = 32;
/// How long one write may take.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection that fell behind may take to catch up with where the hub was.
const CATCH_UP_TIMEOUT: Duration = Duration::from_secs(10);
/// How long it waits before it asks a database again that is away.
const AWAY_PAUSE: Duration = Duration::from_millis(500);
/// How long the client may take to answer a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
/// Over how long the clients of a node that goes down spread their return.
const RECONNECT_SPREAD_MS: u64 = 5000;

type Socket = WebSocketStream<poem::Upgraded>;

/// Why a connection ends: with a close frame of ours, or because the client has gone.
type Ended = Option<Close>;

/// Counts an open socket for as long as it lives.
struct Counted;

impl Counted {
    fn new() -> Self {
        metrics::counter!("causerie_ws_opened_total").increment(1);
        metrics::gauge!("causerie_ws_connections").increment(1.0);
        Self
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        metrics::gauge!("causerie_ws_connections").decrement(1.0);
    }
}

/// Serves a connection to its end.
pub(super) async fn run(app: Arc<App>, identity: Identity, cursor: Option<String>, limits: Arc<Limits>, socket: Socket) {
    let _counted = Counted::new();
    let (sink, mut source) = socket.split();
    let mut out = Out { app, identity, sink, position: 0 };
    let ended = out.serve(cursor, &limits, &mut source).await;
    let code = ended.map_or_else(|| "client".to_owned(), |close| close.code.to_string());
    metrics::counter!("causerie_ws_closed_total", "code" => code).increment(1);
    let farewell = async {
        if ended == Some(Close::RESTART) {
            // The clients of a node that goes down come back one after the other.
            let data = json!({ "reconnect_after_ms": out.app.below(RECONNECT_SPREAD_MS) });
            out.sink.send(Message::Text(stream::fleeting(&out.app, "closing", data))).await?;
        }
        if let Some(close) = ended {
            let frame = CloseFrame { code: close.code.into(), reason: close.reason.into() };
            out.sink.send(Message::Close(Some(frame))).await?;
            // What the client has on its way is read up to its own close frame: a connection that is closed over unread
            // bytes is reset, and the code might not arrive.
            while let Some(Ok(_)) = source.next().await {}
        }
        out.sink.close().await
    };
    // A client that does not take the close frame is dropped all the same.
    let _ = timeout(CLOSE_TIMEOUT, farewell).await;
}

/// Bounds a write in time; `Err` when the connection is over.
async fn within_time(write: impl Future<Output = std::result::Result<(), SocketError>>) -> std::result::Result<(), Ended> {
    match timeout(WRITE_TIMEOUT, write).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) => Err(None),
        Err(_) => Err(Some(Close::SLOW)),
    }
}

/// The writing side.
struct Out {
    app: Arc<App>,
    identity: Identity,
    sink: SplitSink<Socket, Message>,
    /// Everything up to here that is for this person has been written.
    position: i64,
}

impl Out {
    async fn serve(&mut self, cursor: Option<String>, limits: &Limits, source: &mut SplitStream<Socket>) -> Ended {
        // Boxed, as are the others of its size: an idle connection would keep the room of each of them for ever.
        match Box::pin(self.start(cursor)).await {
            Ok(Ok(mut registration)) => {
                let Some(inbox) = registration.inbox.take() else { return Some(Close::INTERNAL) };
                let (app, identity, mailbox) = (self.app.clone(), self.identity, registration.mailbox.clone());
                tokio::select! {
                    ended = self.write(&mailbox, inbox) => ended,
                    ended = reading::read(&app, identity, limits, &mailbox, source) => ended,
                }
            }
            Ok(Err(ended)) => ended,
            Err(error) => {
                tracing::warn!(event = "socket.start_failed", error = %error, cause = ?error.cause);
                Some(Close::INTERNAL)
            }
        }
    }

    /// Writes one message; `Err` when the connection is over.
    async fn send(&mut self, message: Message) -> std::result::Result<(), Ended> {
        within_time(self.sink.send(message)).await
    }

    /// Writes a letter and those that wait behind it, so that a burst is one write.
    async fn deliver(&mut self, letter: Letter, inbox: &mut Inbox) -> std::result::Result<(), Ended> {
        let burst = async {
            let (mut next, mut count) = (Some(letter), 0);
            while let Some(letter) = next {
                let text = match letter {
                    Letter::Event { text, position } => {
                        self.position = position;
                        text
                    }
                    Letter::Fleeting(text) => text,
                    Letter::Pong(reference) => self.pong(inbox, reference.as_deref()),
                };
                self.sink.feed(Message::Text(text)).await?;
                count += 1;
                next = if count < BURST { inbox.try_take() } else { None };
            }
            self.sink.flush().await
        };
        within_time(burst).await
    }

    async fn text(&mut self, text: impl Into<Utf8Bytes>) -> std::result::Result<(), Ended> {
        self.send(Message::Text(text.into())).await
    }

    fn cursor(&self, position: i64) -> String {
        Cursor { epoch: self.app.hub.epoch(), position }.to_string()
    }

    /// Writes what the log has for this person up to a position.
    async fn replay(&mut self, upto: i64) -> Result<std::result::Result<(), Ended>> {
        while self.position < upto {
            let events = stream::page(&self.app, self.identity.user_id, self.position, upto).await?;
            for burst in events.chunks(BURST) {
                if let Err(ended) = self.write_events(burst).await {
                    return Ok(Err(ended));
                }
                planted::pass(Point::InReplay);
            }
            if events.len() < stream::PAGE as usize {
                self.position = upto;
            }
        }
        Ok(Ok(()))
    }

    async fn write_events(&mut self, events: &[LoggedEvent]) -> std::result::Result<(), Ended> {
        let epoch = self.app.hub.epoch();
        let burst = async {
            for event in events {
                self.sink.feed(Message::text(stream::frame(epoch, event))).await?;
                self.position = event.position;
            }
            self.sink.flush().await
        };
        within_time(burst).await
    }

    /// Writes what comes in the mailbox, and a heartbeat.
    async fn write(&mut self, mailbox: &Mailbox, mut inbox: Inbox) -> Ended {
        let left_ms = (self.identity.expires_at.0 - self.app.now().0).max(0);
        // These live as long as the loop: what is made anew for each frame costs each frame.
        let mut expires = pin!(tokio::time::sleep(Duration::from_millis(left_ms.unsigned_abs())));
        let mut closed = pin!(mailbox.closed());
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let written = tokio::select! {
                biased;
                close = closed.as_mut() => return Some(close),
                () = expires.as_mut() => return Some(Close::UNAUTHORIZED),
                _ = heartbeat.tick() => self.beat(&inbox).await,
                letter = inbox.take() => match letter {
                    Some(letter) => self.deliver(letter, &mut inbox).await,
                    None => return Some(Close::INTERNAL),
                },
                // Last, so that the mailbox is empty: what was left out comes after what is in it.
                () = mailbox.fell_behind() => Box::pin(self.catch_up(mailbox)).await,
            };
            if let Err(ended) = written {
                return ended;
            }
        }
    }

    /// Gives from the log what there was no room for in the mailbox; one that cannot keep up even so is too slow.
    async fn catch_up(&mut self, mailbox: &Mailbox) -> std::result::Result<(), Ended> {
        let app = self.app.clone();
        // Most of it first, so that little comes while the hub puts in again.
        self.catch_up_to(app.hub.position(), mailbox).await?;
        let position = hub::rejoin(&app, mailbox).await;
        self.catch_up_to(position, mailbox).await
    }

    /// Reads on in the log up to a position. While the database is away it waits: that is no fault of the client's.
    async fn catch_up_to(&mut self, upto: i64, mailbox: &Mailbox) -> std::result::Result<(), Ended> {
        loop {
            let error = match timeout(CATCH_UP_TIMEOUT, self.replay(upto)).await {
                Ok(Ok(caught_up)) => return caught_up,
                Ok(Err(error)) => error,
                Err(_) => return Err(Some(Close::SLOW)),
            };
            tracing::warn!(event = "socket.catch_up_failed", error = %error, cause = ?error.cause);
            if !error.is_unavailable() {
                return Err(Some(Close::INTERNAL));
            }
            tokio::select! {
                close = mailbox.closed() => return Err(Some(close)),
                () = tokio::time::sleep(AWAY_PAUSE) => {}
            }
        }
    }

    /// A ping for the client's machine, and a frame that moves the client's cursor on while nothing is for it.
    async fn beat(&mut self, inbox: &Inbox) -> std::result::Result<(), Ended> {
        self.send(Message::Ping(Default::default())).await?;
        let pong = self.pong(inbox, None);
        self.text(pong).await
    }

    /// A `pong` with the cursor up to which everything for this client has been written.
    fn pong(&mut self, inbox: &Inbox, reference: Option<&str>) -> Utf8Bytes {
        // The hub's position is read first: what it has handed out up to there is in the mailbox by now, or left to the log.
        let position = self.app.hub.position();
        if inbox.is_current() {
            self.position = self.position.max(position);
        }
        let data = json!({ "server_time": self.app.now().to_json(), "cursor": self.cursor(self.position) });
        frames::frame(&self.app, "pong", reference, data)
    }
}
