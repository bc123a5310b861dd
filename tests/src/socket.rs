//! A WebSocket client that holds every frame against the contract.

use std::collections::VecDeque;
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::Request;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::contract::contract;

/// How long a frame is waited for.
const PATIENCE: Duration = Duration::from_secs(20);

/// One open event stream.
pub struct Socket {
    stream: WebSocketStream<TcpStream>,
    /// The cursor of the last durable frame, or of the greeting.
    pub cursor: Option<String>,
    /// Frames that were read while another was waited for.
    passed: VecDeque<Value>,
    refs: u64,
}

impl Socket {
    /// Opens the event stream with an access token; an error when the server refuses.
    pub async fn open(address: &str, access_token: &str, cursor: Option<&str>) -> Result<Self, Error> {
        Self::with(address, request(address, access_token, cursor)?).await
    }

    /// The same from now on, over a connection that takes next to nothing as long as it is not read.
    pub async fn open_narrow(address: &str, access_token: &str) -> Result<Self, Error> {
        let connection = TcpSocket::new_v4().map_err(Error::Io)?;
        connection.set_recv_buffer_size(4096).map_err(Error::Io)?;
        let connection = connection.connect(address.parse().expect("it is an address")).await.map_err(Error::Io)?;
        Self::over(connection, request(address, access_token, None)?).await
    }

    /// Opens the event stream with a request of one's own.
    pub async fn with(address: &str, request: Request<()>) -> Result<Self, Error> {
        let connection = TcpStream::connect(address).await.map_err(Error::Io)?;
        Self::over(connection, request).await
    }

    async fn over(connection: TcpStream, mut request: Request<()>) -> Result<Self, Error> {
        request.headers_mut().insert("sec-websocket-protocol", "causerie.v1".parse().expect("it fits a header"));
        connection.set_nodelay(true).map_err(Error::Io)?;
        let (stream, _) = client_async(request, connection).await?;
        Ok(Self { stream, cursor: None, passed: VecDeque::new(), refs: 0 })
    }

    /// The next frame; `None` when the stream has ended.
    ///
    /// # Panics
    /// When none comes in time, or it is not what the contract says.
    pub async fn next(&mut self) -> Option<Value> {
        match self.passed.pop_front() {
            Some(frame) => Some(frame),
            None => tokio::time::timeout(PATIENCE, self.read()).await.expect("a frame comes within 20 s").ok(),
        }
    }

    /// The next frame within a time; `None` when none came.
    pub async fn next_within(&mut self, time: Duration) -> Option<Value> {
        match self.passed.pop_front() {
            Some(frame) => Some(frame),
            None => tokio::time::timeout(time, self.read()).await.ok()?.ok(),
        }
    }

    /// Reads on to the first frame of a type and gives it; those before it stay for [`Socket::next`].
    pub async fn until(&mut self, name: &str) -> Value {
        self.find(|frame| frame["type"] == name).await.unwrap_or_else(|close| panic!("closed with {close} before {name}"))
    }

    /// Reads on to the first frame that fits and gives it; those before it stay. `Err` with the close code when none came.
    pub async fn find(&mut self, fits: impl Fn(&Value) -> bool) -> Result<Value, u16> {
        self.find_within(PATIENCE, fits).await
    }

    /// Like [`Socket::find`], for what may take longer, or must come sooner.
    pub async fn find_within(&mut self, time: Duration, fits: impl Fn(&Value) -> bool) -> Result<Value, u16> {
        if let Some(at) = self.passed.iter().position(&fits) {
            return Ok(self.passed.remove(at).expect("it is there"));
        }
        let read = async {
            loop {
                let frame = self.read().await?;
                if fits(&frame) {
                    return Ok(frame);
                }
                self.passed.push_back(frame);
            }
        };
        let found = tokio::time::timeout(time, read).await;
        found.unwrap_or_else(|_| panic!("no such frame within {time:?}; there came {:?}", self.passed))
    }

    /// Every durable frame up to the one that tells of a message's sending, that one included.
    pub async fn up_to(&mut self, message: &Value) -> Vec<Value> {
        let mut frames = Vec::new();
        loop {
            let frame = self.next().await.expect("the socket is open until the message comes");
            let is_last = frame["type"] == "message.created" && frame["data"]["message"]["id"] == message["id"];
            frames.extend(Some(frame).filter(|frame| frame.get("event_id").is_some()));
            if is_last {
                return frames;
            }
        }
    }

    /// Every frame up to now, without the fleeting ones, once the server has answered a `ping`.
    pub async fn drain(&mut self) -> Vec<Value> {
        self.ask("ping", Value::Null).await;
        self.passed.drain(..).filter(|frame| frame.get("event_id").is_some()).collect()
    }

    /// Sends a frame and gives the answer with its `ref`.
    pub async fn ask(&mut self, name: &str, data: Value) -> Value {
        self.refs += 1;
        let reference = format!("r{}", self.refs);
        let mut frame = json!({ "type": name, "ref": reference });
        if !data.is_null() {
            frame["data"] = data;
        }
        self.send(&frame).await;
        self.find(|frame| frame["ref"] == reference.as_str())
            .await
            .unwrap_or_else(|close| panic!("closed with {close} before the answer to {name}"))
    }

    /// Sends a frame.
    pub async fn send(&mut self, frame: &Value) {
        self.send_text(&frame.to_string()).await;
    }

    /// Sends a text message.
    pub async fn send_text(&mut self, text: &str) {
        self.send_message(Message::text(text)).await;
    }

    /// Sends any message; one to a server that has closed is lost.
    pub async fn send_message(&mut self, message: Message) {
        let _ = self.stream.send(message).await;
    }

    /// Reads on to the end and gives the close code; 1006 when the connection broke off without one.
    pub async fn closed(&mut self) -> u16 {
        let read = async {
            loop {
                if let Err(code) = self.read().await {
                    return code;
                }
            }
        };
        tokio::time::timeout(Duration::from_secs(60), read).await.expect("the socket closes within 60 s")
    }

    /// Cuts the connection without a word.
    pub fn cut(self) -> Option<String> {
        self.cursor
    }

    async fn read(&mut self) -> Result<Value, u16> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Text(text))) => {
                    let frame: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("not JSON: {error}: {text}"));
                    contract().check_frame(&frame);
                    let cursor = frame.get("cursor").or_else(|| frame["data"].get("cursor"));
                    if let Some(cursor) = cursor.and_then(Value::as_str).filter(|_| frame["type"] != "ack") {
                        self.cursor = Some(cursor.to_owned());
                    }
                    return Ok(frame);
                }
                Some(Ok(Message::Close(Some(close)))) => return Err(close.code.into()),
                Some(Ok(Message::Close(None))) => return Err(1005),
                Some(Ok(Message::Binary(_))) => panic!("the server sent a binary frame"),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(1006),
            }
        }
    }
}

/// The request that opens the event stream with an access token.
fn request(address: &str, access_token: &str, cursor: Option<&str>) -> Result<Request<()>, Error> {
    let query = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    let mut request = format!("ws://{address}/api/v1/events{query}").into_client_request()?;
    let bearer = format!("Bearer {access_token}").parse().expect("a token fits a header");
    request.headers_mut().insert("authorization", bearer);
    Ok(request)
}
