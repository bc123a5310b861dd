//! A proxy before a server that lets everything through, but lies about some messages on some event streams, or refuses what it
//! should let through.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt, Result};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

use super::request;

/// On which of the streams, and at which of a stream's messages, it lies.
const STREAMS: usize = 4;
const MESSAGES: usize = 3;
/// So much is read at a time: more than any request or short answer has.
const AT_ONCE: usize = 16_384;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    KeepBack,
    TellTwice,
    Renumber,
    /// Whoever comes back with a cursor is sent away.
    SendAway,
    /// Whoever comes back with a cursor is told that it is too old, and not what they missed.
    Excuse,
    /// Who sends over HTTP is not allowed to.
    Forbid,
    /// No lie: tokens live for 2 s, as far as is said, and one message is put off.
    BeStrict,
}

/// The proxy, for as long as this is there.
pub struct Liar {
    pub address: String,
    task: JoinHandle<()>,
}

impl Drop for Liar {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// What all connections share.
struct Common {
    server: String,
    lie: Lie,
    /// How many streams there were, and how many requests were refused.
    streams: AtomicUsize,
    refused: AtomicUsize,
}

/// What a connection is.
#[derive(Default)]
struct Kind {
    is_stream: AtomicBool,
    has_cursor: AtomicBool,
}

impl Liar {
    pub async fn start(server: &str, lie: Lie) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address").to_string();
        let common = Arc::new(Common { server: server.to_owned(), lie, streams: AtomicUsize::new(0), refused: AtomicUsize::new(0) });
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let common = common.clone();
                tokio::spawn(async move {
                    // Whichever side ends it ends both.
                    let _ = between(client, &common).await;
                });
            }
        });
        Self { address, task }
    }
}

async fn between(client: TcpStream, common: &Common) -> Result<()> {
    let (from_client, mut to_client) = client.into_split();
    let (from_server, to_server) = TcpStream::connect(&common.server).await?.into_split();
    let kind = Kind::default();
    let refusal = tokio::select! {
        asked = ask(from_client, to_server, &kind, common) => asked?,
        done = answer(from_server, &mut to_client, &kind, common) => return done,
    };
    if let Some(refusal) = refusal {
        to_client.write_all(refusal.as_bytes()).await?;
        to_client.shutdown().await?;
    }
    Ok(())
}

/// Passes on what the client says, and notes when it asks for an event stream; gives the answer to what is not let through.
async fn ask(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, kind: &Kind, common: &Common) -> Result<Option<String>> {
    let mut bytes = Vec::with_capacity(AT_ONCE);
    while from.read_buf(&mut bytes).await? > 0 {
        if bytes.starts_with(b"GET /api/v1/events") {
            kind.is_stream.store(true, Ordering::Relaxed);
            kind.has_cursor.store(request::has_cursor(&bytes), Ordering::Relaxed);
        }
        if request::is_sending(&bytes) || request::has_cursor(&bytes) {
            while !request::is_whole(&bytes) {
                if from.read_buf(&mut bytes).await? == 0 {
                    return Ok(None);
                }
            }
            if let Some(refusal) = common.refusal(&bytes) {
                return Ok(Some(refusal));
            }
        }
        to.write_all(&bytes).await?;
        bytes.clear();
    }
    Ok(None)
}

impl Common {
    /// The answer to a request that is not let through.
    fn refusal(&self, bytes: &[u8]) -> Option<String> {
        let is_sending = request::is_sending(bytes) && !request::is_last(bytes);
        match self.lie {
            Lie::SendAway if request::has_cursor(bytes) => Some(request::problem("403 Forbidden", "forbidden")),
            Lie::Forbid if is_sending => Some(request::problem("403 Forbidden", "forbidden")),
            Lie::BeStrict if is_sending && self.refused.fetch_add(1, Ordering::Relaxed) == 0 => {
                Some(request::problem("429 Too Many Requests\r\nretry-after: 1", "rate_limited"))
            }
            _ => None,
        }
    }

    /// What it does to a stream that has just been opened.
    fn lie_on(&self, kind: &Kind) -> Option<Lie> {
        let is_chosen = match self.lie {
            Lie::KeepBack | Lie::TellTwice | Lie::Renumber => self.streams.fetch_add(1, Ordering::Relaxed).is_multiple_of(STREAMS),
            Lie::Excuse => kind.has_cursor.load(Ordering::Relaxed),
            Lie::SendAway | Lie::Forbid | Lie::BeStrict => false,
        };
        is_chosen.then_some(self.lie)
    }
}

async fn answer(mut from: OwnedReadHalf, to: &mut OwnedWriteHalf, kind: &Kind, common: &Common) -> Result<()> {
    let mut bytes = Vec::with_capacity(AT_ONCE);
    while from.read_buf(&mut bytes).await? > 0 {
        if kind.is_stream.load(Ordering::Relaxed) && bytes.starts_with(b"HTTP/1.1 101") {
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            to.write_all(&bytes[..end + 4]).await?;
            return frames(from, to, bytes.split_off(end + 4), common.lie_on(kind)).await;
        }
        if common.lie == Lie::BeStrict {
            request::shorten(&mut bytes);
        }
        to.write_all(&bytes).await?;
        bytes.clear();
    }
    Ok(())
}

/// Passes frames on, and lies about every third message, but never about the last ones of a run, which are waited for.
async fn frames(mut from: OwnedReadHalf, to: &mut OwnedWriteHalf, mut bytes: Vec<u8>, lie: Option<Lie>) -> Result<()> {
    let (mut messages, mut is_live) = (0, false);
    loop {
        while let Some((head, length)) = measure(&bytes) {
            let rest = bytes.split_off(head + length);
            let frame = std::mem::replace(&mut bytes, rest);
            let told: Value = serde_json::from_slice(&frame[head..]).unwrap_or_default();
            let message = &told["data"]["message"];
            let is_last = message["client_id"].as_str().is_some_and(|id| id.starts_with("end-"));
            messages += usize::from(told["type"] == "message.created" && !is_last);
            let is_chosen = told["type"] == "message.created" && !is_last && messages % MESSAGES == 0;
            match lie {
                Some(Lie::KeepBack) if is_chosen => {}
                Some(Lie::TellTwice) if is_chosen => to.write_all(&[frame.clone(), frame].concat()).await?,
                Some(Lie::Renumber) if is_chosen => {
                    let mut told = told.clone();
                    told["data"]["message"]["seq"] = (message["seq"].as_i64().unwrap_or_default() + 1_000).into();
                    to.write_all(&text(told.to_string().as_bytes())).await?;
                }
                Some(Lie::Excuse) if !is_live && told["type"] == "caught_up" => {
                    let data = json!({ "reason": "retention", "cursor": told["data"]["cursor"] });
                    to.write_all(&text(json!({ "type": "resync", "data": data }).to_string().as_bytes())).await?;
                    is_live = true;
                }
                Some(Lie::Excuse) if !is_live && told.get("event_id").is_some() && !is_last => {}
                _ => to.write_all(&frame).await?,
            }
        }
        if from.read_buf(&mut bytes).await? == 0 {
            return Ok(());
        }
    }
}

/// How long the head and the content of the first frame are, once it is all there.
fn measure(bytes: &[u8]) -> Option<(usize, usize)> {
    let (head, length) = match bytes.get(1)? & 0x7f {
        126 => (4, usize::from(u16::from_be_bytes([*bytes.get(2)?, *bytes.get(3)?]))),
        127 => (10, usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?)).ok()?),
        short => (2, usize::from(short)),
    };
    (bytes.len() >= head + length).then_some((head, length))
}

/// A text frame of a server.
fn text(content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len()).expect("an event is short");
    let mut frame = vec![0x81];
    match u8::try_from(length) {
        Ok(short) if short < 126 => frame.push(short),
        _ => {
            frame.push(126);
            frame.extend(length.to_be_bytes());
        }
    }
    frame.extend(content);
    frame
}
