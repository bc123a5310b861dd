//! One person's event stream during a day: it hears, it speaks, it is cut off at will and comes back with its cursor.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, anyhow, bail};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{WebSocketStream, client_async};

use super::book::{Book, Event, Heard};

/// How long the last events of a day may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// The events that the script of a day knows.
const SCRIPTED: [&str; 3] = ["message.created", "member.joined", "member.left"];

type Stream = WebSocketStream<TcpStream>;

/// An event that came.
pub struct Receipt {
    pub event: Arc<Event>,
    /// When it came, if that was live; what a replay gives after a cut says nothing about speed.
    pub at: Option<Instant>,
}

impl Receipt {
    /// Whether the script of a room tells of it.
    pub fn is_scripted(&self, room_id: &str) -> bool {
        self.event.room_id.as_deref() == Some(room_id) && SCRIPTED.contains(&self.event.name.as_str())
    }
}

/// All that an ear has heard.
#[derive(Default)]
pub struct Listened {
    pub receipts: Vec<Receipt>,
    /// How often it was cut off.
    pub cuts: usize,
}

/// What an ear is told to do.
enum Order {
    Say { data: Value, answer: oneshot::Sender<(Instant, Value)> },
    Cut { at: Instant, away: Duration },
    Finish { room_id: String, count: usize },
}

/// The handle of an open event stream.
pub struct Ear {
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<Result<Listened>>,
}

impl Ear {
    /// Opens the event stream and waits until it is live.
    pub async fn open(address: String, access_token: String, book: Arc<Book>) -> Result<Self> {
        let (orders, waiting) = mpsc::unbounded_channel();
        let (tell, live) = oneshot::channel();
        let listener = Listener {
            address,
            access_token,
            book,
            orders: waiting,
            live: Some(tell),
            is_live: false,
            cursor: None,
            answers: HashMap::new(),
            refs: 0,
            cuts: VecDeque::new(),
            finish: None,
            listened: Listened::default(),
        };
        let task = tokio::spawn(listener.run());
        match live.await {
            Ok(()) => Ok(Self { orders, task }),
            Err(_) => Err(task.await?.err().unwrap_or_else(|| anyhow!("the event stream ended"))),
        }
    }

    /// Sends `message.send` and gives when its answer came, and the answer; `None` when a cut came first.
    pub async fn say(&self, data: Value) -> Result<Option<(Instant, Value)>> {
        let (answer, answered) = oneshot::channel();
        self.order(Order::Say { data, answer })?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Err(_) => bail!("no answer to message.send within {PATIENCE:?}"),
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(_)) => Ok(None),
        }
    }

    /// Cuts the connection without a close frame after `after`; the ear comes back `away` later.
    pub fn cut(&self, after: Duration, away: Duration) -> Result<()> {
        self.order(Order::Cut { at: Instant::now() + after, away })
    }

    /// Listens on until so many scripted events of the room have come, or the time is up, and then until a ping is
    /// answered: nothing more can be on its way.
    pub fn finish(&self, room_id: &str, count: usize) {
        // Whether the ear has ended already is what `listened` tells.
        let _ = self.order(Order::Finish { room_id: room_id.to_owned(), count });
    }

    /// All that was heard, once the ear has finished.
    pub async fn listened(self) -> Result<Listened> {
        self.task.await.map_err(|_| anyhow!("a frame was not as it should be; its panic is above"))?
    }

    /// Why the ear has ended, if it has.
    pub async fn failure(self) -> Option<anyhow::Error> {
        if !self.task.is_finished() {
            return None;
        }
        self.listened().await.err()
    }

    fn order(&self, order: Order) -> Result<()> {
        self.orders.send(order).map_err(|_| anyhow!("the event stream has ended"))
    }
}

struct Finish {
    room_id: String,
    count: usize,
    heard: usize,
    /// How many receipts were looked at.
    looked_at: usize,
    deadline: Instant,
    /// The last question was asked.
    is_asked: bool,
}

struct Listener {
    address: String,
    access_token: String,
    book: Arc<Book>,
    orders: mpsc::UnboundedReceiver<Order>,
    live: Option<oneshot::Sender<()>>,
    is_live: bool,
    cursor: Option<String>,
    answers: HashMap<String, oneshot::Sender<(Instant, Value)>>,
    refs: u64,
    cuts: VecDeque<(Instant, Duration)>,
    finish: Option<Finish>,
    listened: Listened,
}

/// The reference of the last question.
const LAST: &str = "last";

impl Listener {
    async fn run(mut self) -> Result<Listened> {
        while let Some(away) = self.connection().await? {
            self.listened.cuts += 1;
            tokio::time::sleep(away).await;
        }
        Ok(self.listened)
    }

    /// Serves one connection: until it is to be cut, which gives for how long, or until all is done.
    async fn connection(&mut self) -> Result<Option<Duration>> {
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
                    return Ok(cut.map(|(_, away)| away));
                }
                message = stream.next() => {
                    let is_last = self.hear(message)?;
                    if is_last {
                        return Ok(None);
                    }
                }
                order = self.orders.recv(), if self.is_live => match order {
                    Some(order) => self.follow(order, &mut stream).await,
                    None => return Ok(None),
                },
                () = until(deadline) => return Ok(None),
            }
            self.ask_last(&mut stream).await;
        }
    }

    async fn connect(&self) -> Result<Stream> {
        let query = self.cursor.as_ref().map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
        let mut request = format!("ws://{}/api/v1/events{query}", self.address).into_client_request()?;
        request.headers_mut().insert("authorization", format!("Bearer {}", self.access_token).parse()?);
        request.headers_mut().insert("sec-websocket-protocol", "causerie.v1".parse()?);
        let connection = TcpStream::connect(&self.address).await.context("cannot connect")?;
        connection.set_nodelay(true)?;
        Ok(client_async(request, connection).await.context("the event stream was refused")?.0)
    }

    /// Takes one message; whether it was the last.
    fn hear(&mut self, message: Option<Result<Message, tokio_tungstenite::tungstenite::Error>>) -> Result<bool> {
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
            Some("pong") => return Ok(frame["ref"] == LAST),
            _ => {}
        }
        if let Some(answer) = frame["ref"].as_str().and_then(|reference| self.answers.remove(reference)) {
            // Who asked may have given up.
            let _ = answer.send((at, frame));
        }
        Ok(false)
    }

    async fn follow(&mut self, order: Order, stream: &mut Stream) {
        match order {
            Order::Say { data, answer } => {
                self.refs += 1;
                let reference = format!("s{}", self.refs);
                let frame = json!({ "type": "message.send", "ref": reference, "data": data }).to_string();
                self.answers.insert(reference, answer);
                // A connection that broke off is noticed where it is read.
                let _ = stream.send(Message::text(frame)).await;
            }
            Order::Cut { at, away } => self.cuts.push_back((at, away)),
            Order::Finish { room_id, count } => {
                let deadline = Instant::now() + PATIENCE;
                self.finish = Some(Finish { room_id, count, heard: 0, looked_at: 0, deadline, is_asked: false });
            }
        }
    }

    /// Asks the last question once everything has come.
    async fn ask_last(&mut self, stream: &mut Stream) {
        let Some(finish) = self.finish.as_mut().filter(|finish| !finish.is_asked && self.is_live && self.cuts.is_empty()) else { return };
        let fresh = &self.listened.receipts[finish.looked_at..];
        finish.looked_at += fresh.len();
        finish.heard += fresh.iter().filter(|receipt| receipt.is_scripted(&finish.room_id)).count();
        if finish.heard >= finish.count {
            finish.is_asked = true;
            let _ = stream.send(Message::text(json!({ "type": "ping", "ref": LAST }).to_string())).await;
        }
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => tokio::time::sleep_until(at).await,
        None => std::future::pending().await,
    }
}
