//! GET /api/v1/events: who asks is settled while it is still HTTP, then the connection changes hands.

use std::sync::Arc;

use poem::http::{HeaderValue, StatusCode, header};
use poem::web::Data;
use poem::{Body, Request, Response};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::{Role, WebSocketConfig};

use super::connection;
use crate::api::caller::{SESSION_COOKIE, bearer, cookie, visit};
use crate::api::problem::carry;
use crate::domain::problems;
use crate::domain::sessions::Identity;
use crate::services::{App, Error, Result, auth};

/// The subprotocol.
const PROTOCOL: &str = "causerie.v1";
/// The most bytes a client's message may have.
const MESSAGE_LIMIT: usize = 64 * 1024;

/// Opens the event stream.
#[poem::handler]
pub async fn upgrade(request: &Request, app: Data<&Arc<App>>) -> poem::Result<Response> {
    open(request, &app).await.map_err(carry)
}

async fn open(request: &Request, app: &Arc<App>) -> Result<Response> {
    let key = judge(request)?.to_owned();
    if app.hub.draining.is_cancelled() {
        return Err(Error::new(&problems::UNAVAILABLE).retry_after(1));
    }
    let cursor = query(request, "cursor")?;
    let identity = authenticate(request, app).await?;
    let limits = visit(request)?.limits.clone();
    let switch = request.take_upgrade().map_err(|error| Error::new(&problems::BAD_REQUEST).cause(error))?;
    let app = app.clone();
    let config = WebSocketConfig::default()
        // The default of 128 KiB would be held by every idle connection.
        .read_buffer_size(4096)
        .write_buffer_size(4096)
        .max_message_size(Some(MESSAGE_LIMIT))
        .max_frame_size(Some(MESSAGE_LIMIT));
    app.hub.tracker.clone().spawn(async move {
        match switch.await {
            Ok(upgraded) => {
                let socket = WebSocketStream::from_raw_socket(upgraded, Role::Server, Some(config)).await;
                connection::run(app, identity, cursor, limits, socket).await;
            }
            Err(error) => tracing::debug!(event = "socket.upgrade_failed", error = %error),
        }
    });
    let mut response = Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::CONNECTION, "upgrade")
        .header(header::UPGRADE, "websocket")
        .header(header::SEC_WEBSOCKET_ACCEPT, derive_accept_key(key.as_bytes()))
        .body(Body::empty());
    if list(request, header::SEC_WEBSOCKET_PROTOCOL).any(|offered| offered == PROTOCOL) {
        response.headers_mut().insert(header::SEC_WEBSOCKET_PROTOCOL, HeaderValue::from_static(PROTOCOL));
    }
    Ok(response)
}

/// The items of a header that is a list.
fn list(request: &Request, name: header::HeaderName) -> impl Iterator<Item = &str> {
    let lines = request.headers().get_all(name).into_iter().filter_map(|line| line.to_str().ok());
    lines.flat_map(|line| line.split(',')).map(str::trim)
}

/// Holds the request against RFC 6455, 4.2.1; gives its key.
fn judge(request: &Request) -> Result<&str> {
    let refuse = |why: &str| Error::new(&problems::BAD_REQUEST).detail(why);
    let asks = list(request, header::UPGRADE).any(|item| item.eq_ignore_ascii_case("websocket"))
        && list(request, header::CONNECTION).any(|item| item.eq_ignore_ascii_case("upgrade"));
    if !asks {
        return Err(refuse("This path takes only WebSocket upgrades."));
    }
    if request.header(header::SEC_WEBSOCKET_VERSION) != Some("13") {
        return Err(refuse("Sec-WebSocket-Version must be 13."));
    }
    let key = request.header(header::SEC_WEBSOCKET_KEY).filter(|key| key.len() == 24);
    key.ok_or_else(|| refuse("Sec-WebSocket-Key is missing or is not 16 bytes in base64."))
}

fn query(request: &Request, name: &str) -> Result<Option<String>> {
    let pairs: Vec<(String, String)> =
        request.params().map_err(|_| Error::new(&problems::BAD_REQUEST).detail("The query cannot be read."))?;
    let found = pairs.into_iter().find(|(key, _)| key == name).map(|(_, value)| value);
    match found {
        Some(value) if value.is_empty() || value.len() > 200 => {
            Err(Error::new(&problems::BAD_REQUEST).fault(format!("/query/{name}"), "must have 1 to 200 characters"))
        }
        found => Ok(found),
    }
}

async fn authenticate(request: &Request, app: &Arc<App>) -> Result<Identity> {
    if let Some(token) = bearer(request) {
        return Ok(auth::authenticate(app, token).await?.0);
    }
    if let Some(ticket) = query(request, "ticket")? {
        return auth::redeem_ticket(app, &ticket).await;
    }
    let token = cookie(request, SESSION_COOKIE).ok_or_else(|| Error::new(&problems::UNAUTHORIZED))?;
    // A page of another site can open a WebSocket with our cookie, and no CORS stops it: the origin has to.
    let is_own = request.header(header::ORIGIN).is_some_and(|origin| app.settings.is_own_origin(origin, request.header(header::HOST)));
    if !is_own {
        return Err(Error::new(&problems::CSRF).detail("The origin is missing or is not an allowed one."));
    }
    Ok(auth::authenticate(app, token).await?.0)
}
