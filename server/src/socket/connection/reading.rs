//! The reading side: the client's frames, one after the other.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt;
use futures_util::stream::SplitStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::{Error as SocketError, Message};

use super::{Ended, Socket};
use crate::api::limits::Limits;
use crate::domain::sessions::{Bounds, Identity};
use crate::services::hub::mailbox::{Close, Mailbox};
use crate::services::{App, Caller, Request};
use crate::socket::frames;

/// After this long without anything from the client it counts as gone.
const SILENCE: Duration = Duration::from_secs(70);

/// Takes the client's frames, one after the other.
pub(super) async fn read(
    app: &Arc<App>,
    identity: Identity,
    limits: &Limits,
    mailbox: &Mailbox,
    source: &mut SplitStream<Socket>,
) -> Ended {
    // A connection reads at the primary: it does not learn of what is written elsewhere meanwhile.
    let caller = Caller { identity, bounds: Bounds::ALL, request: Request::default() };
    loop {
        let message = match timeout(SILENCE, source.next()).await {
            Err(_) => return Some(Close::SILENT),
            Ok(None) => return None,
            Ok(Some(Err(error))) => return judge(&error),
            Ok(Some(Ok(message))) => message,
        };
        let reply = match message {
            Message::Text(text) => Box::pin(frames::answer(app, &caller, limits, text.as_str())).await,
            Message::Binary(_) => frames::refuse_binary(app),
            Message::Close(_) => return None,
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
        };
        if let Some(reply) = reply {
            mailbox.reply(reply).await;
        }
    }
}

/// What a failed read means for the client.
fn judge(error: &SocketError) -> Ended {
    match error {
        SocketError::Capacity(_) => Some(Close { code: 1009, reason: "message too big" }),
        SocketError::Protocol(_) => Some(Close { code: 1002, reason: "protocol error" }),
        SocketError::Utf8(_) => Some(Close { code: 1007, reason: "not UTF-8" }),
        _ => None,
    }
}
