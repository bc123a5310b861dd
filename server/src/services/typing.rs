//! Typing: told to the other members of a room, and over by itself when nobody says so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::{App, Result, access, nodes, stream};
use crate::domain::ids::{RoomId, UserId};

/// How often a start is told again at most.
const DEBOUNCE: Duration = Duration::from_millis(500);
/// After this long without a start, typing is over.
const EXPIRY: Duration = Duration::from_secs(5);

#[derive(Clone, Copy)]
struct Spell {
    told: Instant,
    ends: Instant,
}

/// Who is typing where.
#[derive(Default)]
pub struct Typing {
    spells: Mutex<HashMap<(RoomId, UserId), Spell>>,
}

/// What a start has to be followed by.
#[derive(Debug, PartialEq, Eq)]
enum Started {
    New,
    Again,
    TooSoon,
}

impl Typing {
    fn spells(&self) -> MutexGuard<'_, HashMap<(RoomId, UserId), Spell>> {
        self.spells.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn start(&self, key: (RoomId, UserId), now: Instant) -> Started {
        let mut spells = self.spells();
        let Some(spell) = spells.get_mut(&key) else {
            spells.insert(key, Spell { told: now, ends: now + EXPIRY });
            return Started::New;
        };
        spell.ends = now + EXPIRY;
        if now - spell.told < DEBOUNCE {
            return Started::TooSoon;
        }
        spell.told = now;
        Started::Again
    }

    fn stop(&self, key: (RoomId, UserId)) -> bool {
        self.spells().remove(&key).is_some()
    }

    /// When a spell ends; removes it when that is past.
    fn end(&self, key: (RoomId, UserId), now: Instant) -> Option<Instant> {
        let mut spells = self.spells();
        let ends = spells.get(&key)?.ends;
        if ends <= now {
            spells.remove(&key);
        }
        Some(ends)
    }
}

fn tell(app: &App, name: &str, room_id: RoomId, user_id: UserId) {
    let text = stream::fleeting(app, name, json!({ "room_id": room_id, "user_id": user_id }));
    nodes::whisper(app, &[room_id], user_id, &text);
}

/// A member types.
pub async fn start(app: &Arc<App>, room_id: RoomId, user_id: UserId) -> Result<()> {
    let mut conn = app.db.read().await?;
    access::member(&mut conn, room_id, user_id).await?;
    drop(conn);
    let started = app.hub.typing.start((room_id, user_id), Instant::now());
    if started != Started::TooSoon {
        tell(app, "typing.started", room_id, user_id);
    }
    if started == Started::New {
        tokio::spawn(expire(app.clone(), room_id, user_id));
    }
    Ok(())
}

/// A member types no more.
pub async fn stop(app: &App, room_id: RoomId, user_id: UserId) -> Result<()> {
    let mut conn = app.db.read().await?;
    access::member(&mut conn, room_id, user_id).await?;
    end(app, room_id, user_id);
    Ok(())
}

/// Ends a member's spell of typing, if there is one.
pub(super) fn end(app: &App, room_id: RoomId, user_id: UserId) {
    if app.hub.typing.stop((room_id, user_id)) {
        tell(app, "typing.stopped", room_id, user_id);
    }
}

async fn expire(app: Arc<App>, room_id: RoomId, user_id: UserId) {
    let mut wake = Instant::now() + EXPIRY;
    loop {
        tokio::select! {
            () = tokio::time::sleep_until(wake) => {}
            () = app.hub.draining.cancelled() => return,
        }
        let now = Instant::now();
        match app.hub.typing.end((room_id, user_id), now) {
            None => return,
            Some(ends) if ends <= now => return tell(&app, "typing.stopped", room_id, user_id),
            Some(ends) => wake = ends,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_is_told_at_most_twice_a_second() {
        let typing = Typing::default();
        let key = (RoomId(uuid::Uuid::from_u128(1)), UserId(uuid::Uuid::from_u128(2)));
        let now = Instant::now();
        assert_eq!(typing.start(key, now), Started::New);
        assert_eq!(typing.start(key, now + DEBOUNCE / 2), Started::TooSoon);
        assert_eq!(typing.start(key, now + DEBOUNCE), Started::Again);
        assert!(typing.end(key, now + DEBOUNCE).is_some_and(|ends| ends > now + EXPIRY));
        assert!(typing.stop(key) && !typing.stop(key));
    }
}
