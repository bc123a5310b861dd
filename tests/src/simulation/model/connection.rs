//! One connection of the stream: hello, what was missed, caught up, then live; with the codes by which the server ends one.

use std::sync::Arc;
use std::time::Duration;

use causerie_sdk::Event;
use causerie_sdk::enums::ResyncReason;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::sync::mpsc;
use tokio::time::{Instant, interval_at, sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;

use super::Plant;
use super::frames::{caught_up, closing, handled, hello, pong, refused, resync, stored, text};
use super::node::Node;
use super::store::{Caller, Judged, cursor, read_cursor};
use crate::faults::points::Point;
use crate::simulation::cast::DEVICES;
use crate::simulation::{held, now};

type Socket = WebSocketStream<TokioIo<Upgraded>>;

/// How many events a page of what was missed has.
const PAGE: usize = 8;
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);

/// Why a connection ends: with a code, or because the client has gone.
type Ended = Option<u16>;

/// What goes out between events.
enum Letter {
    Frame(Event),
    /// With the cursor of the moment when its turn comes.
    Pong(Option<String>),
}

/// Serves a connection until somebody ends it.
pub async fn serve(node: &Arc<Node>, caller: Caller, cursor: Option<String>, socket: Socket) {
    let (sink, mut source) = socket.split();
    let (replies, waiting) = mpsc::unbounded_channel();
    let mut out = Out { node: node.clone(), caller, sink, position: 0 };
    let ended = tokio::select! {
        biased;
        ended = out.run(cursor, waiting) => ended.unwrap_or_else(|ended| ended),
        ended = read(node, &caller, &mut source, &replies) => ended,
    };
    node.site.trace.tell("server", format_args!("ends {} with {ended:?}", DEVICES[caller.device].0));
    // A client that does not take it is dropped all the same.
    timeout(CLOSE_TIMEOUT, out.farewell(ended, source)).await.ok();
}

struct Out {
    node: Arc<Node>,
    caller: Caller,
    sink: SplitSink<Socket, Message>,
    /// Everything up to here that is for this person has been written.
    position: i64,
}

impl Out {
    async fn run(&mut self, cursor: Option<String>, mut waiting: mpsc::UnboundedReceiver<Letter>) -> Result<Ended, Ended> {
        self.start(cursor).await?;
        let (node, heartbeat) = (self.node.clone(), self.node.site.heartbeat);
        let mut beat = interval_at(Instant::now() + heartbeat, heartbeat);
        let life = self.caller.until.saturating_sub(now());
        let mut expiry = std::pin::pin!(sleep(life));
        loop {
            if let Some(code) = self.is_ended() {
                return Ok(Some(code));
            }
            if self.position < node.told() {
                self.write_page().await?;
                continue;
            }
            tokio::select! {
                biased;
                () = expiry.as_mut() => return Ok(Some(4401)),
                letter = waiting.recv() => match letter {
                    Some(Letter::Frame(event)) => self.write(&event).await?,
                    Some(Letter::Pong(reference)) => self.pong(reference).await?,
                    None => return Ok(None),
                },
                _ = beat.tick() => self.pong(None).await?,
                () = node.site.hint.notified() => {}
            }
        }
    }

    /// The code that was chosen for this connection, if one was.
    fn is_ended(&self) -> Ended {
        let mut controls = held(&self.node.site.controls);
        if controls.is_draining { Some(1012) } else { controls.closing.remove(&self.caller.device) }
    }

    /// Greets, and gives what was missed.
    async fn start(&mut self, asked: Option<String>) -> Result<(), Ended> {
        let site = self.node.site.clone();
        let judged = asked.as_deref().map(|asked| held(&site.store).judge(asked));
        let judged = match judged {
            Some(Judged::Resync(ResyncReason::Retention)) if site.has(Plant::ResyncSuppressed) => {
                Some(Judged::After(held(&site.store).floor))
            }
            judged => judged,
        };
        site.count(|counts| {
            counts.connections += 1;
            counts.resumes += usize::from(matches!(judged, Some(Judged::After(_))));
            counts.resyncs += usize::from(matches!(judged, Some(Judged::Resync(_))));
        });
        self.position = if let Some(Judged::After(position)) = judged { position } else { self.node.told() };
        let name = match asked {
            Some(asked) if !site.has(Plant::HelloAhead) => asked,
            _ => cursor(self.node.told()),
        };
        self.write(&hello(&self.caller, site.heartbeat.as_millis() as i64, name)).await?;
        if site.has(Plant::CaughtUpAhead) {
            self.write(&caught_up(cursor(self.node.told().max(self.position)))).await?;
        }
        while self.position < self.node.told() {
            self.write_page().await?;
            self.node.pass(Point::InReplay).await;
        }
        let cursor = cursor(self.position);
        match judged {
            Some(Judged::Resync(reason)) => self.write(&resync(cursor, reason)).await,
            _ if site.has(Plant::CaughtUpAhead) => Ok(()),
            _ => self.write(&caught_up(cursor)).await,
        }
    }

    /// Writes what the log has next for this person.
    async fn write_page(&mut self) -> Result<(), Ended> {
        let upto = self.node.told();
        let page = held(&self.node.site.store).page(self.caller.person, self.position, upto, PAGE);
        let end = page.last().filter(|_| page.len() == PAGE).map_or(upto, |entry| entry.position);
        let left_out = usize::from(self.node.site.has(Plant::HoleInReplay) && page.len() > 1);
        for entry in &page[..page.len() - left_out] {
            self.write(&entry.event).await?;
        }
        self.position = end;
        Ok(())
    }

    async fn pong(&mut self, reference: Option<String>) -> Result<(), Ended> {
        self.write(&pong(reference, cursor(self.position))).await
    }

    async fn write(&mut self, event: &Event) -> Result<(), Ended> {
        let message = Message::text(text(event));
        match timeout(WRITE_TIMEOUT, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) => Err(None),
            Err(_) => Err(Some(4429)),
        }
    }

    /// Says why it ends, and reads up to the client's own close frame.
    async fn farewell(&mut self, ended: Ended, mut source: SplitStream<Socket>) -> Option<()> {
        let code = ended.filter(|code| *code != 1006)?;
        if code == 1012 {
            self.sink.send(Message::text(text(&closing()))).await.ok()?;
        }
        self.sink.send(Message::Close(Some(CloseFrame { code: code.into(), reason: "".into() }))).await.ok()?;
        while let Some(Ok(_)) = source.next().await {}
        Some(())
    }
}

/// Takes the client's frames, one after the other.
async fn read(node: &Arc<Node>, caller: &Caller, source: &mut SplitStream<Socket>, replies: &mpsc::UnboundedSender<Letter>) -> Ended {
    let silence = node.site.heartbeat * 7 / 3;
    loop {
        let message = match timeout(silence, source.next()).await {
            Err(_) => return Some(4408),
            Ok(Some(Ok(message))) => message,
            Ok(_) => return None,
        };
        let Message::Text(text) = message else { continue };
        node.site.trace.tell("server", format_args!("hears of {}: {text}", DEVICES[caller.device].0));
        let Ok(frame) = serde_json::from_str::<Value>(&text) else { return Some(1007) };
        // The writing side is there as long as this one.
        replies.send(answer(node, caller, frame).await).ok();
    }
}

/// Does what a frame asks.
async fn answer(node: &Arc<Node>, caller: &Caller, mut frame: Value) -> Letter {
    let reference = frame["ref"].as_str().map(str::to_owned);
    let data = frame["data"].take();
    Letter::Frame(match frame["type"].as_str().unwrap_or_default() {
        "ping" => return Letter::Pong(reference),
        "message.send" => match serde_json::from_value(data) {
            Ok(data) => match node.send(caller, data).await {
                Some(message) => stored(reference, message),
                None => refused(reference, 404, "not_found"),
            },
            Err(_) => refused(reference, 422, "validation_failed"),
        },
        "ack" => match data["cursor"].as_str().filter(|cursor| read_cursor(cursor).is_some()) {
            Some(cursor) => handled(reference, cursor),
            None => refused(reference, 400, "invalid_cursor"),
        },
        _ => refused(reference, 422, "validation_failed"),
    })
}
