//! Presence: one status a person over all their connections, with a grace for those who come right back.

use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::{App, Result};
use crate::domain::ids::UserId;
use crate::domain::time::Timestamp;
use crate::domain::users::PresenceStatus;
use crate::storage;
use poem_openapi::types::ToJSON;

/// How long someone without a connection still counts as here.
const GRACE: Duration = Duration::from_secs(30);

/// Someone who is here.
pub struct Present {
    pub connections: usize,
    pub status: PresenceStatus,
    /// Which departure is the last one; an earlier one's grace says nothing.
    departures: u64,
}

impl Default for Present {
    fn default() -> Self {
        Self { connections: 0, status: PresenceStatus::Online, departures: 0 }
    }
}

/// A connection comes; false when the person has too many.
pub async fn arrive(app: &Arc<App>, user_id: UserId) -> Result<bool> {
    match app.hub.enter(user_id) {
        None => Ok(false),
        Some(is_new) => {
            if is_new {
                tell(app, user_id, PresenceStatus::Online, None).await?;
            }
            Ok(true)
        }
    }
}

/// A connection goes; after the last one and the grace, so does the person.
pub fn depart(app: &Arc<App>, user_id: UserId) {
    let departure = {
        let mut present = app.hub.present();
        let Some(here) = present.get_mut(&user_id) else { return };
        here.connections = here.connections.saturating_sub(1);
        here.departures += 1;
        if here.connections > 0 {
            return;
        }
        here.departures
    };
    let (app, at) = (app.clone(), app.now());
    tokio::spawn(async move {
        tokio::select! {
            () = tokio::time::sleep(GRACE) => {}
            () = app.hub.draining.cancelled() => return,
        }
        let is_gone = {
            let mut present = app.hub.present();
            let is_gone = present.get(&user_id).is_some_and(|here| here.connections == 0 && here.departures == departure);
            if is_gone {
                present.remove(&user_id);
            }
            is_gone
        };
        if is_gone && let Err(error) = leave(&app, user_id, at).await {
            tracing::warn!(event = "presence.failed", error = %error);
        }
    });
}

async fn leave(app: &Arc<App>, user_id: UserId, at: Timestamp) -> Result<()> {
    app.commit(move |work| Box::pin(async move { Ok(storage::presence::update_last_seen(&mut work.conn, user_id, at).await?) })).await?;
    tell(app, user_id, PresenceStatus::Offline, Some(at)).await
}

/// Shows another status.
pub async fn set(app: &Arc<App>, user_id: UserId, status: PresenceStatus) -> Result<()> {
    if let Some(here) = app.hub.present().get_mut(&user_id) {
        here.status = status;
    }
    tell(app, user_id, status, None).await
}

/// Who of the people that share a room with someone is here.
pub async fn online_around(app: &App, user_id: UserId) -> Result<Vec<UserId>> {
    let mut conn = app.db.read().await?;
    let mut people = storage::members::list_peer_ids(&mut conn, user_id).await?;
    people.retain(|id| app.hub.is_online(*id));
    Ok(people)
}

async fn tell(app: &App, user_id: UserId, status: PresenceStatus, last_seen_at: Option<Timestamp>) -> Result<()> {
    let mut conn = app.db.read().await?;
    let rooms = storage::members::list_room_ids(&mut conn, user_id).await?;
    drop(conn);
    let mut data = json!({ "user_id": user_id, "status": status.to_json(), "is_online": status != PresenceStatus::Offline });
    if let Some(at) = last_seen_at {
        data["last_seen_at"] = at.to_string().into();
    }
    let frame = json!({ "type": "presence.changed", "occurred_at": app.now().to_string(), "data": data });
    app.hub.tell(&rooms, &Utf8Bytes::from(frame.to_string()), user_id).await;
    Ok(())
}
