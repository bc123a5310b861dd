//! Carries hints between nodes, and what they count together for a while. All of it may be lost: the database is the truth.

mod cache;
mod link;
mod notes;
mod places;
mod quotas;
mod sessions;

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use redis::{Client, IntoConnectionInfo, ProtocolVersion};
use tokio::sync::{mpsc, watch};

use self::link::Link;
pub use self::notes::{NodeId, Note};
pub use self::places::PLACES_LEASE;

/// Over how many channels notes are spread; all nodes of a deployment must agree.
const SHARDS: u64 = 16;
/// After this long without a word from it a node counts as dead, and its people as gone.
pub const LEASE: Duration = Duration::from_secs(15);
/// How many notes may wait to be told; beyond, they are lost.
const WAITING: usize = 4_096;
/// How many notes go out together.
const TOGETHER: usize = 64;

/// How this node talks with the others.
pub enum Bus {
    /// There are no others that could be talked with.
    Memory,
    /// Over Redis.
    Redis(Redis),
}

/// What comes from the bus.
pub enum Heard {
    /// From now on notes are heard; those of before may have been missed.
    Connected,
    /// A note of some node, this one's own too.
    Note(Note),
}

/// A connection to Redis, and what waits to go out.
pub struct Redis {
    link: Arc<Link>,
    outgoing: mpsc::Sender<Note>,
    written: watch::Sender<i64>,
    space: String,
}

impl Bus {
    /// Begins to connect to Redis, and to hear the notes of this deployment, which `space` names.
    pub fn start(url: &str, space: &str) -> anyhow::Result<(Self, mpsc::UnboundedReceiver<Heard>)> {
        let info = url.into_connection_info().context("the Redis URL cannot be read")?;
        // What a connection hears comes beside its answers only in version 3 of the protocol.
        let settings = info.redis_settings().clone().set_protocol(ProtocolVersion::RESP3);
        let client = Client::open(info.set_redis_settings(settings))?;
        let link = Arc::new(Link::new(client));
        let (hand, heard) = mpsc::unbounded_channel();
        let channels: Vec<String> = (0..SHARDS).map(|shard| channel(space, shard)).collect();
        tokio::spawn(link.clone().keep(channels, hand));
        let (outgoing, waiting) = mpsc::channel(WAITING);
        let written = watch::Sender::new(0);
        tokio::spawn(publish(link.clone(), space.to_owned(), waiting, written.subscribe()));
        Ok((Self::Redis(Redis { link, outgoing, written, space: space.to_owned() }), heard))
    }

    /// Tells the other nodes, some time soon, if they can be reached.
    pub fn tell(&self, note: Note) {
        let Self::Redis(redis) = self else { return };
        match note {
            // Of several positions only the last one matters.
            Note::Written { position } => drop(redis.written.send_replace(position)),
            note => {
                if redis.outgoing.try_send(note).is_err() {
                    metrics::counter!("causerie_notes_dropped_total").increment(1);
                }
            }
        }
    }

    /// Whether the other nodes can be reached; `None` when there is no way to any.
    pub fn is_up(&self) -> Option<bool> {
        match self {
            Self::Memory => None,
            Self::Redis(redis) => Some(redis.link.is_up()),
        }
    }
}

/// A deployment's channel. The braces are what Redis Cluster chooses the shard by.
fn channel(space: &str, shard: u64) -> String {
    format!("{space}:{{{shard}}}")
}

/// Publishes what is told, in order, as fast as Redis takes it.
async fn publish(link: Arc<Link>, space: String, mut waiting: mpsc::Receiver<Note>, mut written: watch::Receiver<i64>) {
    let mut notes = Vec::with_capacity(TOGETHER);
    loop {
        tokio::select! {
            changed = written.changed() => {
                if changed.is_err() {
                    return;
                }
                notes.push(Note::Written { position: *written.borrow_and_update() });
            }
            count = waiting.recv_many(&mut notes, TOGETHER) => {
                if count == 0 {
                    return;
                }
            }
        }
        let command = if link.is_sharded() { "SPUBLISH" } else { "PUBLISH" };
        let mut pipe = redis::pipe();
        for note in notes.drain(..) {
            if let Ok(text) = serde_json::to_string(&note) {
                pipe.cmd(command).arg(channel(&space, note.shard(SHARDS))).arg(text).ignore();
            }
        }
        // When Redis is away the notes are lost; whoever needs them asks again.
        link.ask(|mut connection| async move { pipe.query_async::<()>(&mut connection).await }).await;
    }
}
