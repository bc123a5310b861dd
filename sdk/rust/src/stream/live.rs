//! One connection while it lives: reads, writes, beats, acknowledges and repairs.

use std::future::pending;
use std::time::Duration;

use futures_util::future::BoxFuture;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::time::{Instant, sleep_until};
use tokio_tungstenite::tungstenite::{self, Message};

use super::connect::Socket;
use super::driver::{Driver, Next};
use super::{ConnectionState, Order};
use crate::call::Caller;
use crate::error::Error;
use crate::frames::{Command, Event};
use crate::operations;
use crate::options::CallOptions;
use crate::types::{AckCursorData, PingData, SyncPage};

/// What waits for the repair of a gap before the socket is read no further.
const PENDING: usize = 4096;
/// How soon the server is told that events were handled.
const ACKNOWLEDGE: Duration = Duration::from_secs(1);
/// How long a frame may take to be written.
const WRITING: Duration = Duration::from_secs(10);

type Repair = BoxFuture<'static, Result<SyncPage, Error>>;

/// What happens on a connection.
enum Happening {
    Order(Option<Order>),
    Ended(bool),
    Delivered,
    Repaired(Result<SyncPage, Error>),
    Heard(Option<Result<Message, tungstenite::Error>>),
    Silent,
    Beat,
    Handled(bool),
    Acknowledge,
}

/// What belongs to one connection.
struct Connection {
    sink: SplitSink<Socket, Message>,
    source: SplitStream<Socket>,
    repair: Option<Repair>,
    /// When it counts as dead.
    silent_at: Instant,
    beat_at: Instant,
    /// When to tell the server what was handled, if there is something to tell.
    acknowledge_at: Option<Instant>,
    is_online: bool,
}

impl Connection {
    /// Writes a frame; whether that could be done in time.
    async fn write(&mut self, command: &Command, reference: Option<&str>) -> bool {
        let mut frame = json!({ "type": command.kind(), "data": command.data().unwrap_or_default() });
        if let Some(reference) = reference {
            frame["ref"] = reference.into();
        }
        matches!(tokio::time::timeout(WRITING, self.sink.send(Message::text(frame.to_string()))).await, Ok(Ok(())))
    }
}

impl Driver {
    /// Serves a connection until it ends.
    pub(super) async fn live(&mut self, socket: Socket) -> Next {
        let (sink, source) = socket.split();
        let now = Instant::now();
        let (silent_at, beat_at) = (now + self.patience(), now + self.heartbeat);
        let mut connection = Connection { sink, source, repair: None, silent_at, beat_at, acknowledge_at: None, is_online: false };
        loop {
            let happening = self.next(&mut connection).await;
            if let Some(next) = self.act(&mut connection, happening).await {
                // Who has gone already is not told.
                tokio::time::timeout(ACKNOWLEDGE, connection.sink.close()).await.ok();
                return next;
            }
        }
    }

    /// How long there may be silence.
    fn patience(&self) -> Duration {
        2 * self.heartbeat + Duration::from_secs(10)
    }

    async fn next(&mut self, connection: &mut Connection) -> Happening {
        let can_read = self.out.is_empty() && self.inbox.waiting() < PENDING;
        if !can_read {
            // Who does not listen hears nothing.
            connection.silent_at = Instant::now() + self.patience();
        }
        tokio::select! {
            biased;
            () = self.ends.items.closed() => Happening::Order(None),
            changed = self.endings.changed() => Happening::Ended(changed.is_ok()),
            order = self.ends.orders.recv() => Happening::Order(order),
            () = sleep_until(connection.beat_at) => Happening::Beat,
            () = at(connection.acknowledge_at) => Happening::Acknowledge,
            changed = self.ends.handled.changed() => Happening::Handled(changed.is_ok()),
            page = done(&mut connection.repair) => Happening::Repaired(page),
            permit = self.ends.items.reserve(), if !self.out.is_empty() => {
                if let (Ok(permit), Some(item)) = (permit, self.out.pop_front()) {
                    permit.send(Ok(item));
                }
                Happening::Delivered
            }
            message = connection.source.next(), if can_read => Happening::Heard(message),
            () = sleep_until(connection.silent_at), if can_read => Happening::Silent,
        }
    }

    async fn act(&mut self, connection: &mut Connection, happening: Happening) -> Option<Next> {
        let lost = Next::Later(Duration::ZERO);
        match happening {
            Happening::Delivered => None,
            Happening::Order(None | Some(Order::Close)) => Some(Next::End(Error::closed())),
            Happening::Ended(is_told) => Some(Next::End(self.ending(is_told))),
            Happening::Order(Some(Order::Send(command))) => self.say(connection, &command, None).await,
            Happening::Order(Some(Order::Request(command, waiting))) => {
                let reference = self.requests.add(waiting);
                self.say(connection, &command, Some(&reference)).await
            }
            Happening::Beat => {
                connection.beat_at = Instant::now() + self.heartbeat;
                if connection.is_online { self.say(connection, &Command::Ping(PingData {}), None).await } else { None }
            }
            Happening::Handled(false) => Some(Next::End(Error::closed())),
            Happening::Handled(true) => {
                self.owe(connection);
                None
            }
            Happening::Acknowledge => self.acknowledge(connection).await,
            Happening::Silent => Some(lost),
            Happening::Repaired(outcome) => {
                connection.repair = None;
                // The next connection brings everything after the cursor.
                let Ok(page) = outcome else { return Some(lost) };
                let goes_on = self.inbox.repair(page);
                self.take_in(connection);
                (!goes_on).then_some(lost)
            }
            Happening::Heard(message) => self.hear(connection, message),
        }
    }

    fn hear(&mut self, connection: &mut Connection, message: Option<Result<Message, tungstenite::Error>>) -> Option<Next> {
        connection.silent_at = Instant::now() + self.patience();
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(frame))) => return Some(self.closed(frame.map_or(1005, |frame| frame.code.into()))),
            Some(Ok(_)) => return None,
            Some(Err(_)) | None => return Some(self.closed(1006)),
        };
        let Ok(frame) = serde_json::from_str(&text) else { return None };
        let event = Event::from_frame(frame);
        match &event {
            Event::Hello(hello) => {
                let said = u64::try_from(hello.heartbeat_interval_ms).ok().filter(|millis| *millis > 0);
                self.heartbeat = said.map_or(self.heartbeat, Duration::from_millis);
                connection.beat_at = Instant::now() + self.heartbeat;
                connection.silent_at = Instant::now() + self.patience();
                // With a cursor everything after it comes. Without one the server may not have begun to listen yet.
                if self.inbox.cursor.is_some() {
                    self.opened();
                }
            }
            Event::Closing(closing) => {
                self.reconnect_after = u64::try_from(closing.reconnect_after_ms).ok().map(Duration::from_millis);
            }
            _ => {}
        }
        self.inbox.receive(event);
        self.take_in(connection);
        None
    }

    /// Tells who opened the stream that nothing is missed from here on.
    fn opened(&mut self) {
        if let Some(opening) = self.opening.take() {
            opening.send(Ok(())).ok();
        }
    }

    /// Takes what the inbox has let through, and has a gap repaired.
    fn take_in(&mut self, connection: &mut Connection) {
        for item in self.inbox.take() {
            self.requests.answer(&item.event);
            // What was missed is there, or cannot be given; both are followed by what happens.
            if matches!(item.event, Event::CaughtUp(_) | Event::Resync(_)) && !connection.is_online {
                connection.is_online = true;
                self.online();
                self.opened();
            }
            if matches!(item.event, Event::CaughtUp(_)) {
                self.owe(connection);
            }
            self.out.push_back(item);
        }
        if connection.repair.is_none()
            && let Some(cursor) = self.inbox.gap()
        {
            connection.repair = Some(self.fetch(cursor));
        }
    }

    /// A stretch of the log over HTTP.
    fn fetch(&self, cursor: String) -> Repair {
        let (base, http, core) = (self.core.base.clone(), self.core.http.clone(), self.core.clone());
        let options = CallOptions { retries: Some(1), ..CallOptions::default() };
        let api = operations::Client::new_with_client(&base, http, Caller { core, options });
        Box::pin(async move { Ok(api.sync().cursor(cursor).limit(100).send().await?.into_inner()) })
    }

    async fn say(&mut self, connection: &mut Connection, command: &Command, reference: Option<&str>) -> Option<Next> {
        if *self.ends.state.borrow() != ConnectionState::Online {
            return None;
        }
        (!connection.write(command, reference).await).then_some(Next::Later(Duration::ZERO))
    }

    /// Has the server told soon what was handled.
    fn owe(&mut self, connection: &mut Connection) {
        let owes = self.core.options.acknowledge && self.ends.handled.borrow().is_some();
        if owes && connection.acknowledge_at.is_none() {
            connection.acknowledge_at = Some(Instant::now() + ACKNOWLEDGE);
        }
    }

    async fn acknowledge(&mut self, connection: &mut Connection) -> Option<Next> {
        connection.acknowledge_at = None;
        let cursor = self.ends.handled.borrow().clone()?;
        if !connection.is_online {
            return None;
        }
        self.say(connection, &Command::Ack(AckCursorData { cursor }), None).await
    }
}

async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => pending().await,
    }
}

async fn done(repair: &mut Option<Repair>) -> Result<SyncPage, Error> {
    match repair {
        Some(repair) => repair.await,
        None => pending().await,
    }
}
