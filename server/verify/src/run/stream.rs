//! A raw event stream: whatever the service sends comes through as it is, doubles and gaps included.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use reqwest::{Response, Upgraded};
use serde_json::Value;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::client::{Client, PATIENCE, Token, wait};

/// How soon one that was not opened is tried again, unless the service asks for more.
const PAUSE: Duration = Duration::from_millis(500);

/// One open connection.
pub struct Stream(WebSocketStream<Upgraded>);

/// One that was not opened.
pub struct Refused {
    pub why: String,
    /// When to try again.
    pub wait: Duration,
    /// Whether trying again is in vain.
    pub is_final: bool,
}

impl Refused {
    /// Nobody answered as one should.
    fn unanswered(why: impl ToString) -> Self {
        Self { why: why.to_string(), wait: PAUSE, is_final: false }
    }
}

impl Stream {
    /// Opens it, from a cursor or from now on.
    pub async fn open(client: &Client, token: &Token, cursor: Option<&str>) -> Result<Self, Refused> {
        client.turn().await;
        let request = client
            .stream(&token.text, cursor)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", generate_key())
            .header("sec-websocket-protocol", "causerie.v1");
        let Ok(answer) = timeout(PATIENCE, request.send()).await else { return Err(Refused::unanswered("no answer")) };
        let answer = answer.map_err(Refused::unanswered)?;
        if answer.status().as_u16() != 101 {
            return Err(refused(client, answer).await);
        }
        let upgraded = answer.upgrade().await.map_err(Refused::unanswered)?;
        Ok(Self(WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await))
    }

    /// The next frame; none when the connection has ended.
    pub async fn next(&mut self) -> Option<Value> {
        loop {
            match self.0.next().await?.ok()? {
                Message::Text(text) => return serde_json::from_str(&text).ok(),
                Message::Close(_) => return None,
                _ => {}
            }
        }
    }

    /// Sends a frame; whether it could be.
    pub async fn send(&mut self, frame: &Value) -> bool {
        self.0.send(Message::text(frame.to_string())).await.is_ok()
    }

    /// Ends it as one should.
    pub async fn close(mut self) {
        let _ = timeout(Duration::from_secs(2), self.0.close(None)).await;
    }
}

/// What an answer is that is not the one to open a stream.
async fn refused(client: &Client, answer: Response) -> Refused {
    let (status, asked) = (answer.status().as_u16(), wait(answer.headers()));
    let said = timeout(PATIENCE, answer.text()).await.map(Result::unwrap_or_default).unwrap_or_default();
    let why = format!("{status} {said}");
    match status {
        429 => {
            client.note_put_off();
            Refused { why, wait: asked, is_final: false }
        }
        _ => {
            client.note_refused("open a stream", &status.to_string());
            Refused { why, wait: PAUSE, is_final: (400..500).contains(&status) && !matches!(status, 401 | 408) }
        }
    }
}
