//! Opens the socket, by an upgrade of the HTTP client, so that its proxies, its roots and its headers hold here too.

use std::sync::Arc;
use std::time::Duration;

use reqwest::header::{CONNECTION, HeaderMap, HeaderValue, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, UPGRADE};
use reqwest::{StatusCode, Upgraded};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::Role;

use crate::call::{is_stale, sign};
use crate::core::Core;
use crate::error::{ClientCode, Error};
use crate::store::StoredSession;
use crate::transport::broken;

const PATH: &str = "/api/v1/events";
const PROTOCOL: &str = "causerie.v1";
const OPENING: Duration = Duration::from_secs(15);
const FAILED: &str = "The stream could not be opened.";

pub type Socket = WebSocketStream<Upgraded>;

/// Opens the stream from a cursor on. A token that the server refuses is renewed once.
pub async fn connect(core: Arc<Core>, cursor: Option<String>, must_refresh: bool) -> Result<Socket, Error> {
    if must_refresh && let Some(session) = core.sessions.current() {
        core.refresh(&session).await?;
    }
    let session = core.fresh().await?;
    match open(&core, &session, cursor.as_deref()).await {
        Err(error) if is_stale(&error) => {
            core.refresh(&session).await?;
            open(&core, &*core.fresh().await?, cursor.as_deref()).await
        }
        outcome => outcome,
    }
}

async fn open(core: &Core, session: &StoredSession, cursor: Option<&str>) -> Result<Socket, Error> {
    let late = |_| Err(Error::client(ClientCode::Timeout, format!("The stream did not open within {OPENING:?}.")));
    tokio::time::timeout(OPENING, shake_hands(core, session, cursor)).await.unwrap_or_else(late)
}

async fn shake_hands(core: &Core, session: &StoredSession, cursor: Option<&str>) -> Result<Socket, Error> {
    let failed = |source| broken(source, FAILED);
    let key = generate_key();
    let mut headers = core.options.headers.clone();
    sign(&mut headers, Some(session))?;
    headers.extend(upgrade(&key)?);
    let request = core.socket.get(format!("{}{PATH}", core.base)).headers(headers);
    let request = if let Some(cursor) = cursor { request.query(&[("cursor", cursor)]) } else { request };
    let response = core.carry(&core.socket, request.build().map_err(failed)?, FAILED).await?;
    let (status, headers) = (response.status(), response.headers().clone());
    if status != StatusCode::SWITCHING_PROTOCOLS {
        let body = response.bytes().await.map_err(failed)?;
        return Err(Error::of_answer(status.as_u16(), &headers, &body, core.now()));
    }
    if headers.get(SEC_WEBSOCKET_ACCEPT).is_none_or(|accept| accept.as_bytes() != derive_accept_key(key.as_bytes()).as_bytes()) {
        return Err(Error::client(ClientCode::NetworkError, "What has answered is no WebSocket server."));
    }
    let upgraded = response.upgrade().await.map_err(failed)?;
    Ok(WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await)
}

fn upgrade(key: &str) -> Result<HeaderMap, Error> {
    let refused = |source| Error::caused(ClientCode::InvalidRequest, "The key is no header of HTTP.", source);
    let mut headers = HeaderMap::new();
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert("sec-websocket-version", HeaderValue::from_static("13"));
    headers.insert("sec-websocket-protocol", HeaderValue::from_static(PROTOCOL));
    headers.insert(SEC_WEBSOCKET_KEY, HeaderValue::try_from(key).map_err(refused)?);
    Ok(headers)
}
