//! One connection: hello, what was missed, caught up, then live until somebody ends it.

use std::collections::HashSet;
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
use crate::domain::ids::UserId;
use crate::domain::sessions::Identity;
use crate::services::hub::mailbox::{Close, Inbox, Mailbox};
use crate::services::hub::{self, Registration};
use crate::services::stream::{self, Judged};
use crate::services::{App, Caller, Request, Result, presence};

/// How often each side hears from the other at least.
const HEARTBEAT: Duration = Duration::from_secs(30);
/// After this long without anything from the client it counts as gone.
const SILENCE: Duration = Duration::from_secs(70);
/// How long one write may take.
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a connection that fell behind may take to catch up.
const CATCH_UP_TIMEOUT: Duration = Duration::from_secs(10);
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

/// Counts how a client that brought a cursor was served.
fn count_resumption(judged: Option<&Judged>) {
    let (outcome, reason) = match judged {
        None => return,
        Some(Judged::After(_)) => ("resumed", ""),
        Some(Judged::Resync(reason)) => ("resync", *reason),
    };
    metrics::counter!("causerie_ws_resume_total", "outcome" => outcome, "reason" => reason).increment(1);
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
        match self.start(cursor).await {
            Ok(Ok(mut registration)) => {
                let Some(inbox) = registration.inbox.take() else { return Some(Close::INTERNAL) };
                let (app, identity, mailbox) = (self.app.clone(), self.identity, registration.mailbox.clone());
                tokio::select! {
                    ended = self.write(&mailbox, inbox) => ended,
                    ended = read(&app, identity, limits, &mailbox, source) => ended,
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
        match timeout(WRITE_TIMEOUT, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(None),
            Err(_) => Err(Some(Close::SLOW)),
        }
    }

    async fn text(&mut self, text: impl Into<Utf8Bytes>) -> std::result::Result<(), Ended> {
        self.send(Message::Text(text.into())).await
    }

    fn cursor(&self, position: i64) -> String {
        Cursor { epoch: self.app.hub.epoch(), position }.to_string()
    }

    /// Greets, gives what was missed, and enters the hub's books without a hole between.
    async fn start(&mut self, cursor: Option<String>) -> Result<std::result::Result<Registration, Ended>> {
        let user_id = self.identity.user_id;
        let judged = match &cursor {
            Some(text) => Some(stream::judge(&self.app, text).await?),
            None => None,
        };
        count_resumption(judged.as_ref());
        let rooms = presence::rooms(&self.app, user_id).await?;
        let online = self.app.hub.online_in(&rooms);
        let from = match judged {
            Some(Judged::After(position)) => Some(position),
            _ => None,
        };
        self.position = from.unwrap_or_else(|| self.app.hub.position());
        if let Err(ended) = self.hello(&online).await {
            return Ok(Err(ended));
        }
        if from.is_some() {
            // Most of it while the hub need not keep anything for this connection.
            let upto = self.app.hub.position();
            if let Err(ended) = self.replay(upto).await? {
                return Ok(Err(ended));
            }
        }
        let registration = match hub::register(&self.app, &self.identity).await? {
            Ok(registration) => registration,
            Err(close) => return Ok(Err(Some(close))),
        };
        if from.is_some()
            && let Err(ended) = self.replay(registration.position).await?
        {
            return Ok(Err(ended));
        }
        self.position = self.position.max(registration.position);
        // Those who came or went since the greeting.
        for other in self.app.hub.online_in(&registration.rooms).symmetric_difference(&online) {
            registration.mailbox.whisper(presence::frame(&self.app, *other));
        }
        let now = self.cursor(registration.position);
        let text = match judged {
            Some(Judged::Resync(reason)) => stream::fleeting(&self.app, "resync", json!({ "reason": reason, "cursor": now })),
            _ => stream::fleeting(&self.app, "caught_up", json!({ "cursor": now })),
        };
        Ok(self.text(text).await.map(|()| registration))
    }

    async fn hello(&mut self, online: &HashSet<UserId>) -> std::result::Result<(), Ended> {
        let data = json!({
            "user_id": self.identity.user_id,
            "session_id": self.identity.session_id,
            "heartbeat_interval_ms": HEARTBEAT.as_millis() as u64,
            "online_user_ids": online,
            "server_time": self.app.now().to_json(),
            "cursor": self.cursor(self.position),
        });
        let text = stream::fleeting(&self.app, "hello", data);
        self.text(text).await
    }

    /// Writes what the log has for this person up to a position.
    async fn replay(&mut self, upto: i64) -> Result<std::result::Result<(), Ended>> {
        while self.position < upto {
            let events = stream::page(&self.app, self.identity.user_id, self.position, upto).await?;
            for event in &events {
                let text = stream::frame(self.app.hub.epoch(), event);
                if let Err(ended) = self.text(text).await {
                    return Ok(Err(ended));
                }
                self.position = event.position;
            }
            if events.len() < stream::PAGE as usize {
                self.position = upto;
            }
        }
        Ok(Ok(()))
    }

    /// Writes what comes in the mailbox, and a heartbeat.
    async fn write(&mut self, mailbox: &Mailbox, mut inbox: Inbox) -> Ended {
        let (app, left) = (self.app.clone(), (self.identity.expires_at.0 - self.app.now().0).max(0));
        let expires = Instant::now() + Duration::from_millis(left.unsigned_abs());
        let mut heartbeat = interval_at(Instant::now() + HEARTBEAT, HEARTBEAT);
        heartbeat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let written = tokio::select! {
                biased;
                close = mailbox.closed() => return Some(close),
                () = app.hub.draining.cancelled() => return self.farewell().await,
                () = tokio::time::sleep_until(expires) => return Some(Close::UNAUTHORIZED),
                _ = heartbeat.tick() => self.beat(mailbox, &inbox).await,
                letter = inbox.take() => match letter {
                    // What the replay has given already is not given again.
                    Some(letter) => {
                        self.position = letter.position.unwrap_or(self.position);
                        self.text(letter.text).await
                    }
                    None => return Some(Close::INTERNAL),
                },
                // Last, so that the mailbox is empty: what was left out comes after what is in it.
                () = mailbox.fell_behind() => self.catch_up(mailbox).await,
            };
            if let Err(ended) = written {
                return ended;
            }
        }
    }

    /// Gives from the log what there was no room for in the mailbox; one that cannot keep up even so is too slow.
    async fn catch_up(&mut self, mailbox: &Mailbox) -> std::result::Result<(), Ended> {
        let app = self.app.clone();
        let from_log = async {
            // Most of it first, so that little comes while the hub puts in again.
            if let Err(ended) = self.replay(app.hub.position()).await? {
                return Ok(Err(ended));
            }
            let position = hub::rejoin(&app, mailbox).await;
            self.replay(position).await
        };
        match timeout(CATCH_UP_TIMEOUT, from_log).await {
            Ok(Ok(caught_up)) => caught_up,
            Ok(Err(error)) => {
                tracing::warn!(event = "socket.catch_up_failed", error = %error, cause = ?error.cause);
                Err(Some(Close::INTERNAL))
            }
            Err(_) => Err(Some(Close::SLOW)),
        }
    }

    /// A ping for the client's machine, and a frame that moves the client's cursor on while nothing is for it.
    async fn beat(&mut self, mailbox: &Mailbox, inbox: &Inbox) -> std::result::Result<(), Ended> {
        // The hub's position is read first: what it has handed out up to there is in the mailbox by now, or left to the log.
        let position = self.app.hub.position();
        if inbox.is_empty() && !mailbox.is_behind() {
            self.position = self.position.max(position);
        }
        self.send(Message::Ping(Default::default())).await?;
        let data = json!({ "server_time": self.app.now().to_json(), "cursor": self.cursor(self.position) });
        let text = stream::fleeting(&self.app, "pong", data);
        self.text(text).await
    }

    /// The node goes down: its clients come back one after the other.
    async fn farewell(&mut self) -> Ended {
        let data = json!({ "reconnect_after_ms": self.app.below(RECONNECT_SPREAD_MS) });
        let text = stream::fleeting(&self.app, "closing", data);
        match self.text(text).await {
            Ok(()) => Some(Close::RESTART),
            Err(ended) => ended,
        }
    }
}

/// Takes the client's frames, one after the other.
async fn read(app: &Arc<App>, identity: Identity, limits: &Limits, mailbox: &Mailbox, source: &mut SplitStream<Socket>) -> Ended {
    let caller = Caller { identity, request: Request::default() };
    loop {
        let message = match timeout(SILENCE, source.next()).await {
            Err(_) => return Some(Close::SILENT),
            Ok(None) => return None,
            Ok(Some(Err(error))) => return judge(&error),
            Ok(Some(Ok(message))) => message,
        };
        let reply = match message {
            Message::Text(text) => frames::answer(app, &caller, limits, text.as_str()).await,
            Message::Binary(_) => frames::refuse_binary(app),
            Message::Close(_) => return None,
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
        };
        if let Some(reply) = reply {
            mailbox.reply(reply).await;
        }
    }
}

/// What a failed read means for the client.
fn judge(error: &SocketError) -> Ended {
    match error {
        SocketError::Capacity(_) => Some(Close { code: 1009, reason: "message too big" }),
        SocketError::Protocol(_) => Some(Close { code: 1002, reason: "protocol error" }),
        SocketError::Utf8(_) => Some(Close { code: 1007, reason: "not UTF-8" }),
        _ => None,
    }
}
