//! Presence: one status a person over all their connections, told to those who share a room with them.

use std::sync::Arc;
use std::time::Duration;

use poem_openapi::types::ToJSON;
use serde_json::json;

use super::{App, Result, nodes, stream, users};
use crate::domain::ids::{RoomId, UserId};
use crate::domain::time::Timestamp;
use crate::domain::users::PresenceStatus;
use crate::storage;

/// How long someone without a connection still counts as here: a reload is not a departure.
const GRACE: Duration = Duration::from_secs(30);

/// The data of `presence.changed`.
fn data(app: &App, user_id: UserId, last_seen_at: Option<Timestamp>) -> serde_json::Value {
    let status = app.hub.status(user_id);
    let mut data = json!({ "user_id": user_id, "status": status.to_json(), "is_online": status != PresenceStatus::Offline });
    if let Some(at) = last_seen_at {
        data["last_seen_at"] = at.to_json().unwrap_or_default();
    }
    data
}

/// Tells the people of some rooms how someone is.
pub fn announce(app: &App, user_id: UserId, rooms: &[RoomId], last_seen_at: Option<Timestamp>) {
    let text = stream::fleeting(app, "presence.changed", data(app, user_id, last_seen_at));
    nodes::whisper(app, rooms, user_id, &text);
}

/// Somebody has come to this node: the others hear of it, and their rooms, unless they were on another one.
pub(super) fn come(app: &App, user_id: UserId, rooms: &[RoomId]) {
    app.nodes.tell_of(user_id, Some(app.hub.status(user_id)));
    if !app.hub.peers(|peers| peers.is_online(user_id)) {
        announce(app, user_id, rooms, None);
    }
}

/// The frame that tells how someone is.
pub fn frame(app: &App, user_id: UserId) -> tokio_tungstenite::tungstenite::Utf8Bytes {
    stream::fleeting(app, "presence.changed", data(app, user_id, None))
}

/// Sets one's status.
pub async fn set(app: &App, user_id: UserId, status: PresenceStatus) -> Result<()> {
    if app.hub.set_status(user_id, status) {
        app.nodes.tell_of(user_id, Some(status));
        let mut conn = app.db.read().await?;
        let rooms = storage::members::list_room_ids(&mut conn, user_id).await?;
        announce(app, user_id, &rooms, None);
    }
    Ok(())
}

/// What follows when a person's last connection has gone: after a while, unless they come back, they are offline.
pub(super) async fn leave(app: Arc<App>, user_id: UserId, departure: u64) {
    let at = app.now();
    tokio::select! {
        () = tokio::time::sleep(GRACE) => {}
        // A node that goes down does not wait to write down who was last here.
        () = app.hub.draining.cancelled() => {}
    }
    if !app.hub.end_stay(user_id, departure) {
        return;
    }
    app.nodes.tell_of(user_id, None);
    if app.hub.peers(|peers| peers.is_online(user_id)) {
        return;
    }
    keep(&app, user_id, at).await;
    if let Ok(mut conn) = app.db.read().await
        && let Ok(rooms) = storage::members::list_room_ids(&mut conn, user_id).await
    {
        announce(&app, user_id, &rooms, Some(at));
    }
}

/// A person's node is gone and could not say so: that they are not here any more is written down and told on all nodes.
pub(super) async fn end(app: &Arc<App>, user_id: UserId, rooms: &[RoomId]) {
    if !app.hub.is_online(user_id) {
        let at = app.now();
        keep(app, user_id, at).await;
        announce(app, user_id, rooms, Some(at));
    }
}

/// Writes down when a person was last here.
async fn keep(app: &Arc<App>, user_id: UserId, at: Timestamp) {
    if let Err(error) = users::set_last_seen(app, user_id, at).await {
        tracing::warn!(event = "presence.not_kept", error = %error);
    }
}
