//! The floor of sockets: hyper and tungstenite, and of a chat nothing but that what is posted to a room goes to all its sockets.
//! The paths and the frames have the form and the size of the server's; a token is the name of the one room that its bearer is in.

use std::collections::HashMap;
use std::convert::Infallible;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use anyhow::{Context, Result};
use bytes::Bytes;
use futures_util::{SinkExt, StreamExt, stream};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONNECTION, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

/// What tungstenite reads at once for each socket; its default of 128 KiB would be all that an idle one costs.
const BUFFER: usize = 4096;
/// What is written at once at most.
const WRITTEN_AT_ONCE: usize = 16 * 1024;
const MESSAGE: &str = concat!(
    r#"{"id":"01936f5c-40b9-7e12-8c7d-1a5f9e3b6d44","room_id":"01936f5b-1e77-7d55-a2c8-6f0b3e9d4a33","seq":SEQ,"#,
    r#""sender_id":"01936f5a-2c10-7a41-9d3e-5b8f0c6a7e11","kind":"user","content":"CONTENT","forwarded_count":0,"#,
    r#""is_edited":false,"created_at":"2026-11-24T09:30:00.000Z"}"#,
);
const FRAME: &str = concat!(
    r#"{"type":"message.created","cursor":"AQAAAAAAAAADAAAAAAAAKPI","event_id":"01936f5c-40ba-7a90-b3d4-8e6f2c0a1d77","#,
    r#""room_id":"01936f5b-1e77-7d55-a2c8-6f0b3e9d4a33","seq":SEQ,"occurred_at":"2026-11-24T09:30:00.000Z","#,
    r#""data":{"message":MESSAGE}}"#,
);

#[derive(Default)]
struct Room {
    seq: u64,
    sockets: Vec<UnboundedSender<Utf8Bytes>>,
}

type Rooms = Arc<Mutex<HashMap<String, Room>>>;

/// Serves until it is killed; says its address.
pub async fn serve() -> Result<()> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("{}", listener.local_addr()?);
    let rooms = Rooms::default();
    loop {
        let (connection, _) = listener.accept().await?;
        connection.set_nodelay(true)?;
        let rooms = rooms.clone();
        let service = service_fn(move |request| answer(rooms.clone(), request));
        tokio::spawn(async move {
            let served = hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(connection), service);
            // A client that goes away is no news.
            let _ = served.with_upgrades().await;
        });
    }
}

async fn answer(rooms: Rooms, request: Request<Incoming>) -> Result<Response<Full<Bytes>>, Infallible> {
    let answer = if request.headers().contains_key(UPGRADE) { upgrade(rooms, request) } else { post(rooms, request).await };
    Ok(answer.unwrap_or_else(|error| {
        let mut refusal = Response::new(Full::from(format!("{error:#}")));
        *refusal.status_mut() = StatusCode::BAD_REQUEST;
        refusal
    }))
}

async fn post(rooms: Rooms, request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
    let name = request.uri().path().split('/').nth(4).context("a path names a room")?.to_owned();
    let body = request.into_body().collect().await?.to_bytes();
    let body: Value = serde_json::from_slice(&body)?;
    let content = body["content"].as_str().context("a message has a text")?;
    let mut rooms = lock(&rooms);
    let room = rooms.get_mut(&name).context("nobody is there")?;
    room.seq += 1;
    let seq = room.seq.to_string();
    let message = MESSAGE.replace("SEQ", &seq).replace("CONTENT", content);
    let frame = Utf8Bytes::from(FRAME.replace("SEQ", &seq).replace("MESSAGE", &message));
    room.sockets.retain(|socket| socket.send(frame.clone()).is_ok());
    Ok(Response::builder().status(StatusCode::CREATED).header("content-type", "application/json").body(Full::from(message))?)
}

fn upgrade(rooms: Rooms, mut request: Request<Incoming>) -> Result<Response<Full<Bytes>>> {
    let key = request.headers().get(SEC_WEBSOCKET_KEY).context("a handshake has a key")?;
    let accept = derive_accept_key(key.as_bytes());
    let bearer = request.headers().get(AUTHORIZATION).and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "));
    let room = bearer.context("a token names a room")?.to_owned();
    let upgraded = hyper::upgrade::on(&mut request);
    tokio::spawn(async move {
        let Ok(upgraded) = upgraded.await else { return };
        let config = WebSocketConfig::default().read_buffer_size(BUFFER).write_buffer_size(WRITTEN_AT_ONCE);
        let socket = WebSocketStream::from_raw_socket(TokioIo::new(upgraded), Role::Server, Some(config)).await;
        let (sender, inbox) = unbounded_channel();
        // Before it enters, so that it is the first frame.
        let _ = sender.send(Utf8Bytes::from_static(r#"{"type":"caught_up","data":{}}"#));
        lock(&rooms).entry(room).or_default().sockets.push(sender);
        relay(socket, inbox).await;
    });
    let answer = Response::builder().status(StatusCode::SWITCHING_PROTOCOLS).header(CONNECTION, "Upgrade").header(UPGRADE, "websocket");
    let answer = answer.header(SEC_WEBSOCKET_ACCEPT, accept).header("sec-websocket-protocol", "causerie.v1");
    Ok(answer.body(Full::default())?)
}

/// Writes what comes in the inbox until the client closes.
async fn relay(mut socket: WebSocketStream<TokioIo<hyper::upgrade::Upgraded>>, mut inbox: UnboundedReceiver<Utf8Bytes>) {
    loop {
        tokio::select! {
            first = inbox.recv() => {
                // All that waits is written together.
                let waiting = first.into_iter().chain(std::iter::from_fn(|| inbox.try_recv().ok()));
                if socket.send_all(&mut stream::iter(waiting.map(|text| Ok(Message::Text(text))))).await.is_err() {
                    return;
                }
            }
            message = socket.next() => match message {
                Some(Ok(_)) => {}
                _ => return,
            },
        }
    }
}

fn lock(rooms: &Rooms) -> MutexGuard<'_, HashMap<String, Room>> {
    rooms.lock().unwrap_or_else(PoisonError::into_inner)
}
