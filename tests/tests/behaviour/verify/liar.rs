//! A proxy before a server that lets everything through, but lies about some messages on some event streams.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt, Result};
use tokio::net::tcp::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// On which of the streams, and at which of a stream's messages, it lies.
const STREAMS: usize = 4;
const MESSAGES: usize = 3;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lie {
    KeepBack,
    TellTwice,
    Renumber,
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

impl Liar {
    pub async fn start(server: &str, lie: Lie) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address").to_string();
        let (server, streams) = (server.to_owned(), Arc::<AtomicUsize>::default());
        let task = tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, streams) = (server.clone(), streams.clone());
                tokio::spawn(async move {
                    // Whichever side ends it ends both.
                    let _ = between(client, &server, &streams, lie).await;
                });
            }
        });
        Self { address, task }
    }
}

async fn between(client: TcpStream, server: &str, streams: &AtomicUsize, lie: Lie) -> Result<()> {
    let (from_client, to_client) = client.into_split();
    let (from_server, to_server) = TcpStream::connect(server).await?.into_split();
    let is_stream = AtomicBool::new(false);
    tokio::select! {
        done = ask(from_client, to_server, &is_stream) => done,
        done = answer(from_server, to_client, &is_stream, streams, lie) => done,
    }
}

/// Passes on what the client says, and notes when it asks for an event stream.
async fn ask(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, is_stream: &AtomicBool) -> Result<()> {
    let mut bytes = vec![0; 16_384];
    loop {
        let count = from.read(&mut bytes).await?;
        if count == 0 {
            return Ok(());
        }
        if bytes[..count].starts_with(b"GET /api/v1/events") {
            is_stream.store(true, Ordering::Relaxed);
        }
        to.write_all(&bytes[..count]).await?;
    }
}

async fn answer(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, is_stream: &AtomicBool, streams: &AtomicUsize, lie: Lie) -> Result<()> {
    let mut bytes = Vec::new();
    while from.read_buf(&mut bytes).await? > 0 {
        if is_stream.load(Ordering::Relaxed) && bytes.starts_with(b"HTTP/1.1 101") {
            let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") else { continue };
            to.write_all(&bytes[..end + 4]).await?;
            let lies = streams.fetch_add(1, Ordering::Relaxed).is_multiple_of(STREAMS);
            return frames(from, to, bytes.split_off(end + 4), lies.then_some(lie)).await;
        }
        to.write_all(&bytes).await?;
        bytes.clear();
    }
    Ok(())
}

/// Passes frames on, and lies about every third message, but never about the last ones of a run, which are waited for.
async fn frames(mut from: OwnedReadHalf, mut to: OwnedWriteHalf, mut bytes: Vec<u8>, lie: Option<Lie>) -> Result<()> {
    let mut messages = 0;
    loop {
        while let Some((head, length)) = measure(&bytes) {
            let rest = bytes.split_off(head + length);
            let frame = std::mem::replace(&mut bytes, rest);
            let told: Value = serde_json::from_slice(&frame[head..]).unwrap_or_default();
            let message = &told["data"]["message"];
            let is_last = message["client_id"].as_str().is_some_and(|id| id.starts_with("end-"));
            messages += usize::from(told["type"] == "message.created" && !is_last);
            let is_chosen = told["type"] == "message.created" && !is_last && messages % MESSAGES == 0;
            match lie.filter(|_| is_chosen) {
                None => to.write_all(&frame).await?,
                Some(Lie::KeepBack) => {}
                Some(Lie::TellTwice) => to.write_all(&[frame.clone(), frame].concat()).await?,
                Some(Lie::Renumber) => {
                    let mut told = told.clone();
                    told["data"]["message"]["seq"] = (message["seq"].as_i64().unwrap_or_default() + 1_000).into();
                    to.write_all(&text(told.to_string().as_bytes())).await?;
                }
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
