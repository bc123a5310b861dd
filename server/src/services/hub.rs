//! The node's live connections: it reads the log once, in order, and hands each event to those it is for.

use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU16, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use poem_openapi::types::ParseFromJSON;
use tokio::sync::{mpsc, watch};
use tokio_tungstenite::tungstenite::Utf8Bytes;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::log::Head;
use super::typing::Typing;
use super::{App, Result, presence, stream};
use crate::domain::events::{LoggedEvent, MemberData, MemberLeftData, RoomDeletedData, SESSIONS_REVOKED, SessionsRevokedData};
use crate::domain::ids::{RoomId, SessionId, UserId};
use crate::domain::sessions::Identity;
use crate::storage;

/// The most connections of one person.
const CONNECTIONS: usize = 10;
/// The most frames that wait for one connection.
const FRAMES: usize = 256;
/// The most bytes that wait for one connection.
const BYTES: usize = 1024 * 1024;
/// How often the log is looked at when no hint comes.
const POLL: Duration = Duration::from_secs(1);
/// How many events are read at once.
const READ: i64 = 512;

/// The access token ended, or its session was revoked.
pub const CLOSE_UNAUTHORIZED: u16 = 4401;
/// Nothing was heard for too long.
pub const CLOSE_HEARTBEAT: u16 = 4408;
/// The person has as many connections as may be.
pub const CLOSE_TOO_MANY: u16 = 4409;
/// The reader was too slow.
pub const CLOSE_SLOW: u16 = 4429;
/// The server is restarting (RFC 6455's registry).
pub const CLOSE_RESTART: u16 = 1012;

/// The connections of this node.
pub struct Hub {
    /// Set when the node goes down.
    pub draining: CancellationToken,
    /// Holds the connections' tasks.
    pub tracker: TaskTracker,
    pub(super) typing: Typing,
    pub(super) present: Mutex<HashMap<UserId, presence::Present>>,
    /// Held while a stretch of the log is handed out and while a connection joins, so that neither sees half of the other.
    live: tokio::sync::Mutex<Live>,
    head: watch::Receiver<Head>,
}

#[derive(Default)]
struct Live {
    position: i64,
    next_id: u64,
    lines: HashMap<u64, Arc<Line>>,
    by_room: HashMap<RoomId, HashSet<u64>>,
    by_user: HashMap<UserId, HashSet<u64>>,
}

/// The way to one connection.
pub struct Line {
    pub identity: Identity,
    frames: mpsc::Sender<Utf8Bytes>,
    waiting: AtomicUsize,
    code: AtomicU16,
    /// Cancelled when the connection is to close.
    pub end: CancellationToken,
}

impl Line {
    /// A way, and where its frames come out.
    pub fn new(identity: Identity) -> (Arc<Self>, mpsc::Receiver<Utf8Bytes>) {
        let (frames, out) = mpsc::channel(FRAMES);
        let line = Self { identity, frames, waiting: AtomicUsize::new(0), code: AtomicU16::new(0), end: CancellationToken::new() };
        (Arc::new(line), out)
    }
    /// Puts a frame into the queue; a full one ends the connection. Fleeting frames are dropped before that.
    pub fn push(&self, frame: &Utf8Bytes, fleeting: bool) {
        let bytes = self.waiting.fetch_add(frame.len(), Ordering::Relaxed) + frame.len();
        let is_crowded = bytes > BYTES / 2 || self.frames.capacity() < FRAMES / 2;
        if fleeting && is_crowded {
            self.taken(frame.len());
        } else if bytes > BYTES || self.frames.try_send(frame.clone()).is_err() {
            self.close(CLOSE_SLOW);
        }
    }
    /// Notes that a frame left the queue.
    pub fn taken(&self, bytes: usize) {
        self.waiting.fetch_sub(bytes, Ordering::Relaxed);
    }
    /// Ends the connection; the first reason counts.
    pub fn close(&self, code: u16) {
        let _ = self.code.compare_exchange(0, code, Ordering::Relaxed, Ordering::Relaxed);
        self.end.cancel();
    }
    /// Why it ended.
    pub fn code(&self) -> u16 {
        self.code.load(Ordering::Relaxed)
    }
}

impl Hub {
    /// An empty hub at the log's head.
    pub fn new(head: watch::Receiver<Head>) -> Self {
        let live = Live { position: head.borrow().position, ..Live::default() };
        Self {
            draining: CancellationToken::new(),
            tracker: TaskTracker::new(),
            typing: Typing::default(),
            present: Mutex::default(),
            live: tokio::sync::Mutex::new(live),
            head,
        }
    }

    /// Where the log ends, as far as this node knows.
    pub fn head(&self) -> Head {
        *self.head.borrow()
    }

    pub(super) fn present(&self) -> MutexGuard<'_, HashMap<UserId, presence::Present>> {
        self.present.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether a person is here, or was a moment ago.
    pub fn is_online(&self, user_id: UserId) -> bool {
        self.present().contains_key(&user_id)
    }

    /// Takes one of a person's places; `None` when there is none left.
    pub(super) fn enter(&self, user_id: UserId) -> Option<bool> {
        let mut present = self.present();
        let is_new = !present.contains_key(&user_id);
        let here = present.entry(user_id).or_default();
        if here.connections >= CONNECTIONS {
            return None;
        }
        here.connections += 1;
        Some(is_new)
    }

    /// Joins a connection to the live events; gives its id and the position after which they come.
    pub async fn join(&self, app: &App, line: &Arc<Line>) -> Result<(u64, i64)> {
        let mut live = self.live.lock().await;
        let user_id = line.identity.user_id;
        let mut conn = app.db.read().await?;
        let rooms = storage::members::room_ids_at(&mut conn, user_id, live.position).await?;
        live.next_id += 1;
        let id = live.next_id;
        live.lines.insert(id, line.clone());
        live.by_user.entry(user_id).or_default().insert(id);
        for room_id in rooms {
            live.by_room.entry(room_id).or_default().insert(id);
        }
        Ok((id, live.position))
    }

    /// Takes a connection out.
    pub async fn part(&self, id: u64) {
        let mut live = self.live.lock().await;
        let Some(line) = live.lines.remove(&id) else { return };
        live.by_room.retain(|_, ids| {
            ids.remove(&id);
            !ids.is_empty()
        });
        if let Some(ids) = live.by_user.get_mut(&line.identity.user_id) {
            ids.remove(&id);
            if ids.is_empty() {
                live.by_user.remove(&line.identity.user_id);
            }
        }
    }

    /// Tells the connected members of rooms something fleeting, each once, but not the one it is about.
    pub(super) async fn tell(&self, rooms: &[RoomId], frame: &Utf8Bytes, about: UserId) {
        let live = self.live.lock().await;
        let ids: HashSet<u64> = rooms.iter().filter_map(|room_id| live.by_room.get(room_id)).flatten().copied().collect();
        for line in ids.iter().filter_map(|id| live.lines.get(id)).filter(|line| line.identity.user_id != about) {
            line.push(frame, true);
        }
    }

    /// Asks every connection to go, and waits for them.
    pub async fn drain(&self) {
        self.draining.cancel();
        self.tracker.close();
        self.tracker.wait().await;
    }
}

/// Hands the log out for as long as the node lives.
pub async fn run(app: Arc<App>) {
    let mut head = app.hub.head.clone();
    loop {
        if let Err(error) = deliver(&app).await {
            tracing::warn!(event = "hub.read_failed", error = %error);
            tokio::time::sleep(POLL / 4).await;
        }
        let changed = tokio::time::timeout(POLL, head.changed()).await;
        if matches!(changed, Ok(Err(_))) {
            return;
        }
    }
}

async fn deliver(app: &Arc<App>) -> Result<()> {
    let epoch = app.hub.head().epoch;
    loop {
        let mut live = app.hub.live.lock().await;
        let mut conn = app.db.read().await?;
        let events = storage::events::list_all(&mut conn, live.position, READ).await?;
        let Some(last) = events.last() else { return Ok(()) };
        metrics::gauge!("causerie_log_head").set(last.position as f64);
        let now = app.now();
        for event in &events {
            if event.name == "room.created"
                && let Some(room_id) = event.room_id
            {
                for user_id in storage::members::user_ids_at(&mut conn, room_id, event.position).await? {
                    live.seat(room_id, user_id);
                }
            }
            let count = live.hand_out(event, epoch);
            metrics::counter!("causerie_deliveries_total").increment(count);
            metrics::histogram!("causerie_delivery_seconds").record((now.0 - event.created_at.0) as f64 / 1000.0);
            live.position = event.position;
        }
    }
}

impl Live {
    fn seat(&mut self, room_id: RoomId, user_id: UserId) {
        if let Some(ids) = self.by_user.get(&user_id) {
            self.by_room.entry(room_id).or_default().extend(ids);
        }
    }

    fn unseat(&mut self, room_id: RoomId, user_id: UserId) {
        if let (Some(seated), Some(ids)) = (self.by_room.get_mut(&room_id), self.by_user.get(&user_id)) {
            seated.retain(|id| !ids.contains(id));
            if seated.is_empty() {
                self.by_room.remove(&room_id);
            }
        }
    }

    /// Gives an event to those it is for; written once for all of them.
    fn hand_out(&mut self, event: &LoggedEvent, epoch: i64) -> u64 {
        if event.name == SESSIONS_REVOKED {
            if let Ok(data) = SessionsRevokedData::parse_from_json_string(&event.payload) {
                self.revoke(event.user_id, &data.session_ids);
            }
            return 0;
        }
        if event.name == "member.joined"
            && let Ok(data) = MemberData::parse_from_json_string(&event.payload)
        {
            self.seat(data.member.room_id, data.member.user_id);
        }
        let by_room = event.room_id.and_then(|room_id| self.by_room.get(&room_id));
        let ids = by_room.or_else(|| event.user_id.and_then(|user_id| self.by_user.get(&user_id)));
        let mut count = 0;
        if let Some(ids) = ids {
            let frame = Utf8Bytes::from(stream::frame(event, epoch));
            for line in ids.iter().filter_map(|id| self.lines.get(id)) {
                line.push(&frame, false);
                count += 1;
            }
        }
        if event.name == "member.left"
            && let Ok(data) = MemberLeftData::parse_from_json_string(&event.payload)
        {
            self.unseat(data.room_id, data.user_id);
        }
        if event.name == "room.deleted"
            && let Ok(data) = RoomDeletedData::parse_from_json_string(&event.payload)
        {
            self.by_room.remove(&data.room_id);
        }
        count
    }

    fn revoke(&self, user_id: Option<UserId>, sessions: &[SessionId]) {
        let ids = user_id.and_then(|user_id| self.by_user.get(&user_id)).into_iter().flatten();
        for line in ids.filter_map(|id| self.lines.get(id)).filter(|line| sessions.contains(&line.identity.session_id)) {
            line.close(CLOSE_UNAUTHORIZED);
        }
    }
}
