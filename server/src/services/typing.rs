//! Typing: who writes in a room just now; told at most twice a second, over after five.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::{App, Result, access};
use crate::domain::ids::{RoomId, UserId};

const DEBOUNCE: Duration = Duration::from_millis(500);
const LIFE: Duration = Duration::from_secs(5);

/// Who types, and since when they last said so.
#[derive(Default)]
pub struct Typing(Mutex<HashMap<(RoomId, UserId), Instant>>);

/// Someone types.
pub async fn start(app: &Arc<App>, room_id: RoomId, user_id: UserId) -> Result<()> {
    let mut conn = app.db.read().await?;
    access::member(&mut conn, room_id, user_id).await?;
    drop(conn);
    let now = Instant::now();
    {
        let mut typing = app.hub.typing.0.lock().unwrap_or_else(PoisonError::into_inner);
        if typing.get(&(room_id, user_id)).is_some_and(|at| now - *at < DEBOUNCE) {
            return Ok(());
        }
        typing.insert((room_id, user_id), now);
    }
    tell(app, "typing.started", room_id, user_id).await;
    let app = app.clone();
    tokio::spawn(async move {
        tokio::time::sleep(LIFE).await;
        if take(&app, room_id, user_id, Some(now)) {
            tell(&app, "typing.stopped", room_id, user_id).await;
        }
    });
    Ok(())
}

/// Someone stops.
pub async fn stop(app: &Arc<App>, room_id: RoomId, user_id: UserId) -> Result<()> {
    let mut conn = app.db.read().await?;
    access::member(&mut conn, room_id, user_id).await?;
    drop(conn);
    if take(app, room_id, user_id, None) {
        tell(app, "typing.stopped", room_id, user_id).await;
    }
    Ok(())
}

/// Ends a typing; with an instant, only when nothing was heard since.
fn take(app: &App, room_id: RoomId, user_id: UserId, since: Option<Instant>) -> bool {
    let mut typing = app.hub.typing.0.lock().unwrap_or_else(PoisonError::into_inner);
    let key = (room_id, user_id);
    let ends = typing.get(&key).is_some_and(|at| since.is_none_or(|since| since == *at));
    ends && typing.remove(&key).is_some()
}

async fn tell(app: &App, kind: &str, room_id: RoomId, user_id: UserId) {
    let frame = json!({
        "type": kind,
        "occurred_at": app.now().to_string(),
        "data": { "room_id": room_id, "user_id": user_id },
    });
    app.hub.tell(&[room_id], &Utf8Bytes::from(frame.to_string()), user_id).await;
}
