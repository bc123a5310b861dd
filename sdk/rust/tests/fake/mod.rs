//! A server that answers what a test wants. It signs in, refreshes and opens sockets by itself.

use std::collections::HashMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use anyhow::Result;
use causerie_sdk::{Client, types};
use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::broadcast;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};

const ID: &str = "01936f5a-2c11-7f08-85aa-7d4c1b9e2f66";
const TIME: &str = "2026-11-24T09:30:00.000Z";

/// A request that has come.
#[derive(Clone, Debug)]
pub struct Asked {
    pub method: String,
    pub path: String,
    pub query: String,
    pub headers: HashMap<String, String>,
    pub body: String,
}

impl Asked {
    pub fn header(&self, name: &str) -> Option<String> {
        self.headers.get(name).cloned()
    }
}

pub enum Reply {
    Broken,
    Answer { status: u16, headers: Vec<(&'static str, String)>, body: String },
}

impl Reply {
    pub fn json(status: u16, body: Value) -> Self {
        Self::Answer { status, headers: vec![("content-type", "application/json".to_owned())], body: body.to_string() }
    }

    pub fn text(status: u16, body: &str) -> Self {
        Self::Answer { status, headers: Vec::new(), body: body.to_owned() }
    }

    pub fn problem(status: u16, code: &str) -> Self {
        let errors = json!([{ "pointer": "/name", "detail": "is too long" }]);
        let problem = json!({ "type": format!("/problems/{code}"), "title": "A title", "status": status, "detail": "A detail.", "code": code, "instance": "req-1", "errors": errors });
        Self::json(status, problem).with("x-request-id", "req-1")
    }

    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        if let Self::Answer { headers, .. } = &mut self {
            headers.push((name, value.to_owned()));
        }
        self
    }
}

pub fn user() -> Value {
    json!({ "id": ID, "username": "ada", "display_name": "Ada", "is_online": true, "is_bot": false, "created_at": TIME })
}

pub fn signed_in(number: usize) -> Value {
    json!({ "user": user(), "token_type": "Bearer", "expires_in": 900, "session_id": ID, "access_token": format!("access-{number}"), "refresh_token": format!("refresh-{number}") })
}

pub fn message(content: &str) -> Value {
    json!({ "id": ID, "room_id": ID, "seq": 1, "sender_id": ID, "kind": "user", "content": content, "is_edited": false, "created_at": TIME })
}

type Answering = Box<dyn Fn(usize) -> Reply + Send + Sync>;

struct State {
    asked: Mutex<Vec<Asked>>,
    refreshes: AtomicUsize,
    answer: Mutex<Answering>,
    closing: broadcast::Sender<u16>,
}

#[derive(Clone)]
pub struct Fake {
    state: Arc<State>,
    url: String,
}

impl Fake {
    pub async fn start() -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let url = format!("http://{}", listener.local_addr()?);
        let answer: Answering = Box::new(|_| Reply::problem(404, "not_found"));
        let closing = broadcast::Sender::new(8);
        let state = Arc::new(State { asked: Mutex::default(), refreshes: AtomicUsize::new(0), answer: Mutex::new(answer), closing });
        let fake = Self { state, url };
        let serving = fake.clone();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let fake = serving.clone();
                // A client that hangs up ends its own connection only.
                tokio::spawn(async move { fake.serve(socket).await.ok() });
            }
        });
        Ok(fake)
    }

    /// What it answers, given how many calls there were with this one.
    pub fn answer(&self, answer: impl Fn(usize) -> Reply + Send + Sync + 'static) {
        *self.state.answer.lock().expect("no test panics in it") = Box::new(answer);
    }

    pub async fn login(&self) -> Result<Client> {
        let who = types::LoginRequest::builder().username("ada").password("a lovely engine").try_into()?;
        Ok(Client::builder(&self.url).chance(|| 0.0).login(who).await?)
    }

    pub fn everything(&self) -> Vec<Asked> {
        self.state.asked.lock().expect("no test panics in it").clone()
    }

    /// The requests other than signing in.
    pub fn calls(&self) -> Vec<Asked> {
        self.everything().into_iter().filter(|asked| !asked.path.starts_with("/api/v1/auth/")).collect()
    }

    pub fn refreshes(&self) -> usize {
        self.state.refreshes.load(Ordering::Relaxed)
    }

    /// The cursor of each connection of the event stream.
    pub fn cursors(&self) -> Vec<Option<String>> {
        let streams = self.everything().into_iter().filter(|asked| asked.path == "/api/v1/events");
        streams.map(|asked| asked.query.strip_prefix("cursor=").map(str::to_owned)).collect()
    }

    pub fn close_sockets(&self, code: u16) {
        self.state.closing.send(code).expect("there is a socket");
    }

    async fn serve(&self, mut socket: TcpStream) -> Result<()> {
        let mut text = Vec::new();
        let head = loop {
            if let Some(end) = text.windows(4).position(|four| four == b"\r\n\r\n") {
                break end;
            }
            if socket.read_buf(&mut text).await? == 0 {
                return Ok(());
            }
        };
        let header_text = String::from_utf8_lossy(&text[..head]).into_owned();
        let mut lines = header_text.lines();
        let mut words = lines.next().unwrap_or_default().split(' ');
        let (method, target) = (words.next().unwrap_or_default().to_owned(), words.next().unwrap_or_default());
        let (path, query) = target.split_once('?').unwrap_or((target, ""));
        let headers: HashMap<String, String> =
            lines.filter_map(|line| line.split_once(": ")).map(|(name, value)| (name.to_lowercase(), value.to_owned())).collect();
        let length: usize = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or_default();
        while text.len() < head + 4 + length {
            socket.read_buf(&mut text).await?;
        }
        let body = String::from_utf8_lossy(&text[head + 4..]).into_owned();
        let asked = Asked { method, path: path.to_owned(), query: query.to_owned(), headers, body };
        self.state.asked.lock().expect("no test panics in it").push(asked.clone());
        if asked.path == "/api/v1/events" {
            return self.stream(socket, &asked).await;
        }
        let Reply::Answer { status, headers, body } = self.reply(&asked) else { return Ok(()) };
        let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
        let answer = format!("HTTP/1.1 {status} Told\r\n{headers}connection: close\r\ncontent-length: {}\r\n\r\n{body}", body.len());
        socket.write_all(answer.as_bytes()).await?;
        Ok(socket.shutdown().await?)
    }

    fn reply(&self, asked: &Asked) -> Reply {
        match asked.path.as_str() {
            "/api/v1/auth/login" => Reply::json(200, signed_in(0)),
            "/api/v1/auth/refresh" => Reply::json(200, signed_in(1 + self.state.refreshes.fetch_add(1, Ordering::Relaxed))),
            _ => {
                let number = self.calls().len();
                (self.state.answer.lock().expect("no test panics in it"))(number)
            }
        }
    }

    /// Greets, and closes when the test says so.
    async fn stream(&self, mut socket: TcpStream, asked: &Asked) -> Result<()> {
        let mut closing = self.state.closing.subscribe();
        let accept = derive_accept_key(asked.header("sec-websocket-key").unwrap_or_default().as_bytes());
        let head = format!(
            "HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-accept: {accept}\r\n\r\n"
        );
        socket.write_all(head.as_bytes()).await?;
        let mut stream = tokio_tungstenite::WebSocketStream::from_raw_socket(socket, Role::Server, None).await;
        let hello = json!({ "user_id": ID, "session_id": ID, "heartbeat_interval_ms": 30_000, "online_user_ids": [], "server_time": TIME, "cursor": "hello-cursor" });
        for (kind, data) in [("hello", hello), ("caught_up", json!({ "cursor": "c0" }))] {
            stream.send(Message::text(json!({ "type": kind, "data": data }).to_string())).await?;
        }
        tokio::select! {
            code = closing.recv() => {
                let frame = CloseFrame { code: code?.into(), reason: "".into() };
                stream.send(Message::Close(Some(frame))).await?;
                while let Some(Ok(_)) = stream.next().await {}
            }
            () = async { while let Some(Ok(_)) = stream.next().await {} } => {}
        }
        Ok(())
    }
}
