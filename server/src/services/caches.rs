//! Caches of what is read often: in this process, and in Redis for all nodes. Never of authority: who may read is asked of the
//! database each time.
//!
//! An entry says at which position of the log it was read, and what it tells of. It is used as long as the log has told of
//! no change of that, by a node that has followed the log to where it ended when the reader asked. So nobody ever gets what
//! was true before they asked; the times below only bound the memory.

mod changes;

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use poem_openapi::Object;
use poem_openapi::types::{ParseFromJSON, ToJSON, Type};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use self::changes::Changes;
use super::reading::Read;
use super::{App, Caller, Error, Result};
use crate::domain::ids::RoomId;
use crate::domain::members::Member;
use crate::domain::messages::Message;
use crate::domain::problems;
use crate::domain::read_state::UnreadCount;
use crate::domain::rooms::Room;
use crate::domain::users::User;

/// How many bytes of each kind this process keeps.
const BYTES: u64 = 16 << 20;
/// What is longer is not given to Redis.
const SHARED_BYTES: usize = 64 << 10;

/// What is kept, by kinds.
pub struct Caches {
    changes: Changes,
    /// People as others see them.
    pub profiles: Kind<User>,
    /// Rooms as one member sees them, without how far their own last message has come.
    pub rooms: Kind<Room>,
    /// The last messages of a room, the newest first, without what any member has cleared.
    pub messages: Kind<Vec<Message>>,
    /// First pages of a room's members.
    pub members: Kind<Vec<Member>>,
    /// What one person has not read.
    pub unread: Kind<Unread>,
}

/// What one person has not read, and the rooms that they are in: one of them may have nothing unread yet.
#[derive(Clone, Object)]
pub struct Unread {
    pub count: UnreadCount,
    pub room_ids: Vec<RoomId>,
}

/// One kind of thing that is kept.
pub struct Kind<V> {
    name: &'static str,
    kept: Cache<String, Arc<Entry<V>>>,
    life: Duration,
    /// What a value tells of, besides what its key says.
    tells_of: fn(&V) -> Vec<Uuid>,
}

/// A value that was read.
struct Entry<V> {
    /// Everything up to here is in it.
    position: i64,
    /// What it tells of: it is void when one of these changes.
    of: Vec<Uuid>,
    value: V,
    /// About how many bytes it takes.
    bytes: usize,
}

/// An entry in Redis.
#[derive(Serialize, Deserialize)]
struct Written {
    position: i64,
    of: Vec<Uuid>,
    value: String,
}

impl Caches {
    /// Empty caches of a node that follows the log from a position on.
    pub fn since(position: i64) -> Self {
        let minutes = |count: u64| Duration::from_secs(60 * count);
        Self {
            changes: Changes::since(position),
            profiles: Kind::new("profiles", minutes(5), |_| Vec::new()),
            rooms: Kind::new("rooms", minutes(10), |_| Vec::new()),
            messages: Kind::new("messages", minutes(2), |_| Vec::new()),
            members: Kind::new("members", minutes(10), |page| page.iter().map(|member| member.user_id.0).collect()),
            unread: Kind::new("unread", minutes(10), |unread| unread.room_ids.iter().map(|room_id| room_id.0).collect()),
        }
    }

    /// Notes that the log tells of a change of something.
    pub fn note(&self, id: Uuid, position: i64) {
        self.changes.note(id, position);
    }
}

impl<V: Type + ToJSON + ParseFromJSON + Clone + Send + Sync + 'static> Kind<V> {
    fn new(name: &'static str, life: Duration, tells_of: fn(&V) -> Vec<Uuid>) -> Self {
        let weigh = |key: &String, entry: &Arc<Entry<V>>| u32::try_from(key.len() + entry.bytes).unwrap_or(u32::MAX);
        Self { name, kept: Cache::builder().max_capacity(BYTES).weigher(weigh).time_to_live(life).build(), life, tells_of }
    }

    /// What is kept of some ids, or else what is read; of many who ask at once, one reads. `which` tells apart what is kept of
    /// the same ids.
    pub async fn get(&self, app: &App, caller: &Caller, ids: Vec<Uuid>, which: &str, read: impl Read<V>) -> Result<V> {
        if app.hub.position() < caller.bounds.head {
            // Something has happened that this node has not heard of.
            self.count("behind");
            return app.read(caller, read).await;
        }
        let key = ids.iter().fold(format!("{}:{which}", self.name), |key, id| format!("{key}:{id}"));
        match self.kept.get(&key).await {
            Some(entry) if entry.is_good(app) => {
                self.count("hit");
                return Ok(entry.value.clone());
            }
            Some(_) => self.kept.invalidate(&key).await,
            None => {}
        }
        let found = self.kept.try_get_with_by_ref(&key, self.find(app, caller, ids, &key, &read)).await;
        match found {
            Ok(entry) if entry.is_good(app) => Ok(entry.value.clone()),
            // It was found by somebody who asked before something changed.
            Ok(_) => app.read(caller, read).await,
            Err(error) => Err(error.again()),
        }
    }

    /// Takes what another node has kept, or reads it and keeps it for the others.
    async fn find(&self, app: &App, caller: &Caller, ids: Vec<Uuid>, key: &str, read: &impl Read<V>) -> Result<Arc<Entry<V>>> {
        if let Some(entry) = self.shared(app, key).await {
            self.count("shared_hit");
            return Ok(Arc::new(entry));
        }
        self.count("miss");
        let position = caller.bounds.head;
        let value = app.read(caller, read).await?;
        let of: Vec<Uuid> = ids.into_iter().chain((self.tells_of)(&value)).collect();
        let written = Written { position, of, value: value.to_json_string() };
        let text = serde_json::to_string(&written).map_err(|error| Error::new(&problems::INTERNAL).cause(error))?;
        let bytes = text.len();
        if bytes <= SHARED_BYTES {
            app.nodes.bus().cache(key, text, self.life).await;
        }
        Ok(Arc::new(Entry { position, of: written.of, value, bytes }))
    }

    /// What a node has kept in Redis, if it is good.
    async fn shared(&self, app: &App, key: &str) -> Option<Entry<V>> {
        let text = app.nodes.bus().cached(key).await?;
        // A node of another release may have written what this one cannot read.
        let Written { position, of, value } = serde_json::from_str(&text).ok()?;
        let entry = Entry { position, of, value: V::parse_from_json_string(&value).ok()?, bytes: text.len() };
        // One from beyond what this node knows may be of a history that was lost with a primary.
        (entry.position <= app.hub.position() && entry.is_good(app)).then_some(entry)
    }

    fn count(&self, result: &'static str) {
        metrics::counter!("causerie_cache_requests_total", "cache" => self.name, "result" => result).increment(1);
    }
}

impl<V> Entry<V> {
    fn is_good(&self, app: &App) -> bool {
        app.caches.changes.is_unchanged(&self.of, self.position)
    }
}
