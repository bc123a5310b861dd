//! A raw event stream: whatever the service sends comes through as it is, doubles and gaps included.

use std::time::Duration;

use anyhow::{Context, Result, bail};
use futures_util::{SinkExt, StreamExt};
use reqwest::Upgraded;
use serde_json::Value;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use super::client::{Client, PATIENCE};

/// One open connection.
pub struct Stream(WebSocketStream<Upgraded>);

impl Stream {
    /// Opens it, from a cursor or from now on.
    pub async fn open(client: &Client, token: &str, cursor: Option<&str>) -> Result<Self> {
        client.turn().await;
        let request = client
            .stream(token, cursor)
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", generate_key())
            .header("sec-websocket-protocol", "causerie.v1");
        let answer = timeout(PATIENCE, request.send()).await.context("no answer")??;
        let status = answer.status().as_u16();
        if status != 101 {
            if status == 429 {
                client.note_put_off();
            }
            bail!("the event stream answered {status}: {}", timeout(PATIENCE, answer.text()).await??);
        }
        Ok(Self(WebSocketStream::from_raw_socket(answer.upgrade().await?, Role::Client, None).await))
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
