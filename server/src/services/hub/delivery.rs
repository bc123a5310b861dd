//! Delivery: reads the log once for the whole node, hands out each event, and follows what it changes about who hears what.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use poem_openapi::types::ParseFromJSON;
use tokio_tungstenite::tungstenite::Utf8Bytes;

use super::registry::{Connection, Registry};
use crate::domain::events::{
    LoggedEvent, MemberData, MemberLeftData, RoomClearedData, RoomDeletedData, SESSIONS_REVOKED, SessionsRevokedData, UserBlockedData,
};
use crate::domain::ids::{SessionId, UserId};
use crate::domain::problems;
use crate::planted::{self, Fault};
use crate::services::{App, Error, Result, auth, stream};
use crate::storage::{self, Line};

/// How many events are read at a time.
const BATCH: i64 = 512;
/// How often the log is looked at when nobody says that it changed, at least and at most: another node may have written,
/// and its hint may be lost. Nodes that look at different times do not come to the database together.
const POLL_MS: std::ops::Range<u64> = 300..700;
/// How long to wait after a failure.
const PAUSE: Duration = Duration::from_secs(1);

/// Hands out the log's events until the node has drained.
pub async fn run(app: Arc<App>) {
    let mut head = app.hub.head.clone();
    let mut line = Line::reading(app.db.clone());
    loop {
        let poll = Duration::from_millis(POLL_MS.start + app.below(POLL_MS.end - POLL_MS.start));
        tokio::select! {
            () = app.hub.stopped.cancelled() => return,
            // A closed log is polled on until the hub is stopped.
            () = tokio::time::sleep(poll), if !planted::has(Fault::HintAsTruth) => {}
            Ok(()) = head.changed() => {}
            () = app.hub.hinted.notified() => {}
        }
        loop {
            match deliver(&app, &mut line).await {
                Ok(count) if count < BATCH as usize => break,
                Ok(_) => {}
                Err(error) => {
                    tracing::warn!(event = "hub.read_failed", error = %error, cause = ?error.cause);
                    tokio::time::sleep(PAUSE).await;
                    break;
                }
            }
        }
    }
}

async fn deliver(app: &Arc<App>, line: &mut Line) -> Result<usize> {
    let hub = &app.hub;
    let mut conn = line.take().await?;
    let _turn = hub.turn.lock().await;
    let events = storage::events::list_all(&mut conn, hub.position(), BATCH).await?;
    let mut founders = HashMap::new();
    for event in events.iter().filter(|event| event.name == "room.created") {
        if let Some(room_id) = event.room_id {
            founders.insert(event.position, storage::members::user_ids_at(&mut conn, room_id, event.position).await?);
        }
    }
    line.keep(conn);
    let ended = ended(&events)?;
    if !ended.is_empty() {
        auth::ended::follow(app, ended);
    }
    let (epoch, now) = (hub.epoch(), app.now());
    for event in &events {
        let seconds = (now.0 - event.created_at.0).max(0) as f64 / 1000.0;
        let founders = founders.remove(&event.position).unwrap_or_default();
        note(app, event, &founders)?;
        let count = hand_out(&mut hub.registry(), epoch, event, &founders)?;
        metrics::counter!("causerie_deliveries_total").increment(count);
        metrics::histogram!("causerie_message_delivery_seconds").record(seconds);
        // Only now may a connection's cursor pass this event.
        hub.position.send_replace(event.position);
    }
    metrics::gauge!("causerie_log_head_position").set(hub.position() as f64);
    Ok(events.len())
}

/// Notes what the event changes of what may be cached.
fn note(app: &App, event: &LoggedEvent, founders: &[UserId]) -> Result<()> {
    let comers = match event.name.as_str() {
        "room.created" => founders.to_vec(),
        "member.joined" => vec![read::<MemberData>(event)?.member.user_id],
        _ => Vec::new(),
    };
    let of = event.room_id.map(|id| id.0).into_iter().chain(event.user_id.map(|id| id.0)).chain(comers.into_iter().map(|id| id.0));
    of.for_each(|id| app.caches.note(id, event.position));
    Ok(())
}

/// The sessions whose end is among some events.
fn ended(events: &[LoggedEvent]) -> Result<Vec<SessionId>> {
    let revoked = events.iter().filter(|event| event.name == SESSIONS_REVOKED);
    let ids = revoked.map(|event| Ok(read::<SessionsRevokedData>(event)?.session_ids)).collect::<Result<Vec<_>>>()?;
    Ok(ids.concat())
}

/// Gives one event to those it is for, and follows what it changes about who hears what.
fn hand_out(registry: &mut Registry, epoch: i64, event: &LoggedEvent, founders: &[UserId]) -> Result<u64> {
    if event.name == SESSIONS_REVOKED {
        registry.close_sessions(&read::<SessionsRevokedData>(event)?.session_ids);
        return Ok(0);
    }
    match (event.name.as_str(), event.room_id) {
        ("room.created", Some(room_id)) => founders.iter().for_each(|user_id| registry.join(room_id, *user_id)),
        ("member.joined", Some(room_id)) => registry.join(room_id, read::<MemberData>(event)?.member.user_id),
        _ => {}
    }
    let text: Utf8Bytes = stream::frame(epoch, event).into();
    if let Some(user_id) = event.user_id {
        follow(registry, event, user_id)?;
    }
    let put = |connection: &Connection| {
        registry.sight(connection).is_none_or(|sight| sight.reaches(event)) && connection.mailbox.put(text.clone(), event.position)
    };
    let count = match (event.room_id, event.user_id) {
        (Some(room_id), _) => registry.of_room(room_id).filter(|connection| put(connection)).count(),
        (None, Some(user_id)) => registry.of_user(user_id).filter(|connection| put(connection)).count(),
        (None, None) => 0,
    };
    match (event.name.as_str(), event.room_id, event.user_id) {
        ("member.left", Some(room_id), _) => registry.leave(room_id, read::<MemberLeftData>(event)?.user_id),
        ("room.deleted", Some(room_id), _) => registry.close_room(room_id),
        ("room.deleted", None, Some(user_id)) => {
            let data = read::<RoomDeletedData>(event)?;
            if data.until_next_message.is_none() {
                registry.leave(data.room_id, user_id);
            }
        }
        _ => {}
    }
    Ok(count as u64)
}

/// Follows what a person's own event changes about what they hear.
fn follow(registry: &mut Registry, event: &LoggedEvent, user_id: UserId) -> Result<()> {
    match event.name.as_str() {
        "user.blocked" => registry.set_blocked(user_id, read::<UserBlockedData>(event)?.user_id, true),
        "user.unblocked" => registry.set_blocked(user_id, read::<UserBlockedData>(event)?.user_id, false),
        "room.cleared" => {
            let RoomClearedData { room_id, seq, .. } = read(event)?;
            registry.set_cleared(user_id, room_id, seq);
        }
        _ => {}
    }
    Ok(())
}

fn read<T: ParseFromJSON>(event: &LoggedEvent) -> Result<T> {
    T::parse_from_json_string(&event.payload).map_err(|error| Error::new(&problems::INTERNAL).cause(error.into_message()))
}
