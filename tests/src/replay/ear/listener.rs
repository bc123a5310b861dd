//! The task behind an ear: it keeps the connection, reads it, and does what it is told.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{Answer, Listened, Order, PATIENCE, Place, Receipt};
use crate::Doors;
use crate::replay::book::{Book, Heard};

type Stream = WebSocketStream<TcpStream>;

/// The reference of the last question.
const LAST: &str = "last";

/// Why a connection has ended.
enum Ended {
    /// It was cut, for so long.
    Cut(Duration),
    /// It is away until it is told to come back.
    Rest,
    /// All is done.
    Done,
}

struct Finish {
    end: String,
    deadline: Instant,
    /// The last question waits for its answer.
    is_asked: bool,
}

pub(super) struct Listener {
    doors: Doors,
    access_token: String,
    book: Arc<Book>,
    orders: mpsc::UnboundedReceiver<Order>,
    live: Option<oneshot::Sender<()>>,
    is_live: bool,
    cursor: Option<String>,
    answers: HashMap<String, oneshot::Sender<Answer>>,
    refs: u64,
    cuts: VecDeque<(Instant, Duration)>,
    finish: Option<Finish>,
    listened: Listened,
}

impl Listener {
    pub(super) fn new(
        doors: Doors,
        access_token: String,
        book: Arc<Book>,
        orders: mpsc::UnboundedReceiver<Order>,
        live: oneshot::Sender<()>,
    ) -> Self {
        Self {
            doors,
            access_token,
            book,
            orders,
            live: Some(live),
            is_live: false,
            cursor: None,
            answers: HashMap::new(),
            refs: 0,
            cuts: VecDeque::new(),
            finish: None,
            listened: Listened::default(),
        }
    }

    pub(super) async fn run(mut self) -> Result<Listened> {
        loop {
            match self.connection().await? {
                Ended::Cut(away) => {
                    self.listened.cuts += 1;
                    tokio::time::sleep(away).await;
                }
                Ended::Rest => match self.orders.recv().await {
                    Some(Order::Return) => {}
                    Some(_) => bail!("nobody who is away can do anything but come back"),
                    None => return Ok(self.listened),
                },
                Ended::Done => return Ok(self.listened),
            }
        }
    }

    /// Serves one connection to its end.
    async fn connection(&mut self) -> Result<Ended> {
        let mut stream = self.connect().await?;
        self.is_live = false;
        // Whoever waits for an answer of the last connection learns that it was cut.
        self.answers.clear();
        loop {
            let cut = self.cuts.front().copied();
            let deadline = self.finish.as_ref().map(|finish| finish.deadline);
            tokio::select! {
                () = until(cut.map(|(at, _)| at)), if self.is_live => {
                    self.cuts.pop_front();
                    return Ok(Ended::Cut(cut.map_or(Duration::ZERO, |(_, away)| away)));
                }
                message = stream.next() => {
                    let is_last = self.hear(message)?;
                    if is_last {
                        return Ok(Ended::Done);
                    }
                }
                order = self.orders.recv(), if self.is_live => match order {
                    Some(Order::Rest) => return Ok(Ended::Rest),
                    Some(order) => self.follow(order, &mut stream).await,
                    None => return Ok(Ended::Done),
                },
                () = until(deadline) => bail!("the end of the log was not reached within {PATIENCE:?}, only {:?}", self.cursor),
            }
            self.ask_last(&mut stream).await;
        }
    }

    async fn connect(&self) -> Result<Stream> {
        let query = self.cursor.as_ref().map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
        // Where there are several nodes, another one may take over.
        let address = self.doors.address();
        let mut request = format!("ws://{address}/api/v1/events{query}").into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", self.access_token).parse()?);
        request.headers_mut().insert("sec-websocket-protocol", "causerie.v1".parse()?);
        let connection = TcpStream::connect(address).await.context("cannot connect")?;
        connection.set_nodelay(true)?;
        Ok(client_async(request, connection).await.context("the event stream was refused")?.0)
    }

    /// Takes one message; whether it was the last.
    fn hear(&mut self, message: Option<Result<Message, Error>>) -> Result<bool> {
        let at = Instant::now();
        let text = match message {
            Some(Ok(Message::Text(text))) => text,
            Some(Ok(Message::Close(close))) => {
                bail!("the server closed the event stream: {}", close.map_or_else(String::new, |close| close.to_string()))
            }
            Some(Ok(_)) => return Ok(false),
            Some(Err(error)) => return Err(error).context("the event stream broke off"),
            None => bail!("the event stream ended without a close frame"),
        };
        let frame = match self.book.read(text.as_str())? {
            Heard::Event(event) => {
                self.cursor = event.cursor.clone().or(self.cursor.take());
                self.listened.receipts.push(Receipt { event, at: self.is_live.then_some(at) });
                return Ok(false);
            }
            Heard::Other(frame) => frame,
        };
        if let Some(cursor) = frame["data"]["cursor"].as_str().filter(|_| frame["type"] != "ack") {
            self.cursor = Some(cursor.to_owned());
        }
        match frame["type"].as_str() {
            Some("resync") => bail!("the cursor of a moment ago was not taken: {frame}"),
            Some("caught_up") => {
                self.is_live = true;
                // Only the first opening is waited for.
                self.live.take().map(|live| live.send(()));
            }
            Some("pong") if frame["ref"] == LAST => return Ok(self.is_at_end()),
            _ => {}
        }
        if let Some(answer) = frame["ref"].as_str().and_then(|reference| self.answers.remove(reference)) {
            // Who asked may have given up.
            let _ = answer.send((at, frame));
        }
        Ok(false)
    }

    /// Whether everything was sent. The stream may be a moment behind the log; then it is asked again.
    fn is_at_end(&mut self) -> bool {
        let Some(finish) = self.finish.as_mut() else { return false };
        finish.is_asked = false;
        self.cursor.as_ref() == Some(&finish.end)
    }

    async fn follow(&mut self, order: Order, stream: &mut Stream) {
        match order {
            Order::Ask { name, data, answer } => {
                self.refs += 1;
                let reference = format!("s{}", self.refs);
                let frame = json!({ "type": name, "ref": reference, "data": data }).to_string();
                self.answers.insert(reference, answer);
                // A connection that broke off is noticed where it is read.
                let _ = stream.send(Message::text(frame)).await;
            }
            // Who asked may have given up.
            Order::Recall { back, answer } => drop(answer.send(self.recall(back))),
            Order::Cut { at, away } => self.cuts.push_back((at, away)),
            Order::Finish { end } => self.finish = Some(Finish { end, deadline: Instant::now() + PATIENCE, is_asked: false }),
            // Who is told to rest is not here any more, and comes back before anything else.
            Order::Rest | Order::Return => {}
        }
    }

    fn recall(&self, back: usize) -> Option<Place> {
        let heard = &self.listened.receipts;
        let upto = &heard[..heard.len().checked_sub(back)?];
        let cursor = upto.last()?.event.cursor.clone()?;
        let created = upto.iter().rev().find(|receipt| receipt.event.name == "message.created");
        let seq = created.and_then(|receipt| receipt.event.data["message"]["seq"].as_i64()).unwrap_or(0);
        Some(Place { cursor, seq })
    }

    /// Asks whether everything was sent, once no cut is to come any more.
    async fn ask_last(&mut self, stream: &mut Stream) {
        let Some(finish) = self.finish.as_mut().filter(|finish| !finish.is_asked && self.is_live && self.cuts.is_empty()) else { return };
        finish.is_asked = true;
        let _ = stream.send(Message::text(json!({ "type": "ping", "ref": LAST }).to_string())).await;
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
