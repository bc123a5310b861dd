//! The event stream, as who follows it sees it: its events, its state, and what can be said on it.

mod close;
mod connect;
mod driver;
mod inbox;
mod live;
mod requests;

use std::fmt::{Debug, Formatter};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use futures_util::Stream;
use tokio::sync::{broadcast, mpsc, oneshot, watch};

use crate::client::Client;
use crate::error::Error;
use crate::frames::{Command, Event};
use driver::Driver;

pub use close::{CloseAction, on_close};

/// How many events wait for who follows the stream before the socket is read no further.
const WAITING: usize = 256;
/// How many changes of the state a listener may lag behind.
const STATES: usize = 64;

/// Where the stream is. `Backoff` waits for the next try. So does `Offline`, when five tries in a row have failed. `Closed` is
/// the end of this stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ConnectionState {
    Connecting,
    Online,
    Backoff,
    Offline,
    Closed,
}

/// What is asked of the stream.
pub(crate) enum Order {
    Send(Command),
    Request(Command, oneshot::Sender<Result<Event, Error>>),
    Close,
}

/// An event on its way to who follows the stream.
pub(crate) struct Item {
    pub event: Event,
    /// The cursor, once the event is handled.
    pub cursor: Option<String>,
    /// Whether the server wants to know that it was.
    pub is_durable: bool,
}

/// What happens, as it happens: a stream of [`Event`]s, each once. It comes back by itself and misses nothing. It ends with an
/// error when it cannot go on, and closes when it is dropped.
pub struct Events {
    items: mpsc::Receiver<Result<Item, Error>>,
    handle: StreamHandle,
    cursor: Option<String>,
    /// The cursor of the last durable event that was given: handled, as soon as the next one is asked for.
    given: Option<String>,
    handled: watch::Sender<Option<String>>,
}

/// Speaks on an event stream and sees its state, from anywhere.
#[derive(Clone)]
pub struct StreamHandle {
    orders: mpsc::UnboundedSender<Order>,
    state: watch::Receiver<ConnectionState>,
    changes: broadcast::Sender<ConnectionState>,
}

impl Events {
    pub(crate) async fn open(client: &Client, cursor: Option<String>) -> Result<Self, Error> {
        let (orders, order_source) = mpsc::unbounded_channel();
        let (item_sink, items) = mpsc::channel(WAITING);
        let (state_sink, state) = watch::channel(ConnectionState::Connecting);
        let (handled, handled_source) = watch::channel(None);
        let (ready_sink, ready) = oneshot::channel();
        let changes = broadcast::Sender::new(STATES);
        let handle = StreamHandle { orders, state, changes: changes.clone() };
        let core = Arc::clone(client.core());
        core.set_stream(handle.clone());
        let ends = driver::Ends { items: item_sink, orders: order_source, handled: handled_source, state: state_sink, changes };
        tokio::spawn(Driver::new(core, cursor.clone(), ends, ready_sink).run());
        let events = Self { items, handle, cursor, given: None, handled };
        ready.await.unwrap_or_else(|_| Err(Error::closed()))?;
        Ok(events)
    }

    /// The cursor of the last event that was given. Keep it once the event is handled, and give it to
    /// [`Client::events_from`] to go on from there.
    pub fn cursor(&self) -> Option<&str> {
        self.cursor.as_deref()
    }

    /// What speaks on this stream and sees its state, from anywhere.
    pub fn handle(&self) -> StreamHandle {
        self.handle.clone()
    }
}

impl Stream for Events {
    type Item = Result<Event, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let Some(given) = self.given.take() {
            self.handled.send_replace(Some(given));
        }
        match ready!(self.items.poll_recv(context)) {
            None => Poll::Ready(None),
            Some(Err(error)) => Poll::Ready(Some(Err(error))),
            Some(Ok(item)) => {
                if item.is_durable {
                    self.given.clone_from(&item.cursor);
                }
                self.cursor = item.cursor.or_else(|| self.cursor.take());
                Poll::Ready(Some(Ok(item.event)))
            }
        }
    }
}

impl Debug for Events {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("Events").field("state", &self.handle.state()).finish_non_exhaustive()
    }
}

impl StreamHandle {
    /// Where the stream is.
    pub fn state(&self) -> ConnectionState {
        *self.state.borrow()
    }

    /// Each change of the state from now on.
    pub fn states(&self) -> broadcast::Receiver<ConnectionState> {
        self.changes.subscribe()
    }

    /// Waits until the stream is where it should be; it may be too late for that.
    pub async fn wait_for(&self, wanted: ConnectionState) -> Result<(), Error> {
        let mut state = self.state.clone();
        let found = state.wait_for(|state| *state == wanted || *state == ConnectionState::Closed).await;
        match found {
            Ok(state) if *state == wanted => Ok(()),
            _ => Err(Error::closed()),
        }
    }

    /// Sends a frame, if the stream is online.
    pub fn send(&self, command: Command) -> Result<(), Error> {
        if self.state() != ConnectionState::Online {
            return Err(Error::closed());
        }
        self.orders.send(Order::Send(command)).map_err(|_| Error::closed())
    }

    /// Sends a frame and waits for its answer.
    pub async fn request(&self, command: Command) -> Result<Event, Error> {
        if self.state() != ConnectionState::Online {
            return Err(Error::closed());
        }
        let (sink, answer) = oneshot::channel();
        self.orders.send(Order::Request(command, sink)).map_err(|_| Error::closed())?;
        answer.await.unwrap_or_else(|_| Err(Error::closed()))
    }

    /// Closes the stream for good. The session lives on.
    pub fn close(&self) {
        // Nobody hears it when the stream is closed already.
        self.orders.send(Order::Close).ok();
    }
}

impl Debug for StreamHandle {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("StreamHandle").field("state", &self.state()).finish_non_exhaustive()
    }
}
