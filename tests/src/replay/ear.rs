//! One device's event stream during a day: it hears, it speaks, it is cut off at will and comes back with its cursor.

mod listener;

use std::sync::Arc;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};
use serde_json::Value;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::Instant;

use self::listener::Listener;
use super::book::{Book, Event};
use crate::Doors;

/// How long an answer, and the last events of a day, may take.
const PATIENCE: Duration = Duration::from_secs(60);
/// The events that the script of a day knows.
const SCRIPTED: [&str; 3] = ["message.created", "member.joined", "member.left"];

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

/// Something that was heard.
pub struct Place {
    pub cursor: String,
    /// The number of the last message of the room up to there.
    pub seq: i64,
}

/// The answer to a frame, and when it came.
type Answer = (Instant, Value);

/// What an ear is told to do.
enum Order {
    Ask { name: &'static str, data: Value, answer: oneshot::Sender<Answer> },
    Recall { back: usize, answer: oneshot::Sender<Option<Place>> },
    Cut { at: Instant, away: Duration },
    Rest,
    Return,
    Finish { end: String },
}

/// The handle of an open event stream.
pub struct Ear {
    orders: mpsc::UnboundedSender<Order>,
    task: JoinHandle<Result<Listened>>,
}

impl Ear {
    /// Opens the event stream and waits until it is live.
    pub async fn open(doors: Doors, access_token: String, book: Arc<Book>) -> Result<Self> {
        let (orders, waiting) = mpsc::unbounded_channel();
        let (tell, live) = oneshot::channel();
        let task = tokio::spawn(Listener::new(doors, access_token, book, waiting, tell).run());
        match live.await {
            Ok(()) => Ok(Self { orders, task }),
            Err(_) => Err(task.await?.err().unwrap_or_else(|| anyhow!("the event stream ended"))),
        }
    }

    /// Sends a frame and gives its answer; `None` when a cut came first.
    pub async fn ask(&self, name: &'static str, data: Value) -> Result<Option<Answer>> {
        let (answer, answered) = oneshot::channel();
        self.order(Order::Ask { name, data, answer })?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Err(_) => bail!("no answer to {name} within {PATIENCE:?}"),
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(_)) => Ok(None),
        }
    }

    /// What was heard so many events ago, once the stream is live; `None` when that was before the first.
    pub async fn recall(&self, back: usize) -> Result<Option<Place>> {
        let (answer, answered) = oneshot::channel();
        self.order(Order::Recall { back, answer })?;
        match tokio::time::timeout(PATIENCE, answered).await {
            Err(_) => bail!("not live within {PATIENCE:?}"),
            Ok(recalled) => recalled.map_err(|_| anyhow!("the event stream has ended")),
        }
    }

    /// Cuts the connection without a close frame after `after`; the ear comes back `away` later.
    pub fn cut(&self, after: Duration, away: Duration) -> Result<()> {
        self.order(Order::Cut { at: Instant::now() + after, away })
    }

    /// Breaks the connection off until the ear is to come back.
    pub fn rest(&self) -> Result<()> {
        self.order(Order::Rest)
    }

    /// Comes back with the cursor of the last event.
    pub fn come_back(&self) -> Result<()> {
        self.order(Order::Return)
    }

    /// Listens on until the server says that everything up to a cursor, the log's last, was sent.
    pub fn finish(&self, end: &str) {
        // Whether the ear has ended already is what `listened` tells.
        let _ = self.order(Order::Finish { end: end.to_owned() });
    }

    /// All that was heard, once the ear has finished.
    pub async fn listened(&mut self) -> Result<Listened> {
        (&mut self.task).await.map_err(|_| anyhow!("a frame was not as it should be; its panic is above"))?
    }

    /// Why the ear has ended, if it has.
    pub async fn failure(&mut self) -> Option<anyhow::Error> {
        if !self.task.is_finished() {
            return None;
        }
        self.listened().await.err()
    }

    fn order(&self, order: Order) -> Result<()> {
        self.orders.send(order).map_err(|_| anyhow!("the event stream has ended"))
    }
}
