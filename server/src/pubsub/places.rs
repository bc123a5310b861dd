//! How many connections a person has over all nodes. Each node keeps its own numbers under a lease, so that those of a
//! dead node end by themselves.

use std::sync::LazyLock;
use std::time::Duration;

use redis::Script;

use super::{Bus, NodeId, Redis};
use crate::domain::ids::UserId;

/// How long a node's numbers count that renews them no more. Each beat renews them; when one is late, people may have too many
/// connections for a moment, which harms nobody.
pub const PLACES_LEASE: Duration = Duration::from_secs(4);

/// KEYS: the living nodes with the end of their leases, the node's numbers. ARGV: the node, the person, the most
/// connections, the lease in ms, what the keys of numbers begin with.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local time = redis.call('TIME')
         local now = time[1] * 1000 + math.floor(time[2] / 1000)
         redis.call('ZADD', KEYS[1], now + ARGV[4], ARGV[1])
         redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
         local count = 0
         for _, node in ipairs(redis.call('ZRANGE', KEYS[1], 0, -1)) do
           count = count + (redis.call('HGET', ARGV[5] .. node, ARGV[2]) or 0)
         end
         if count >= tonumber(ARGV[3]) then return 0 end
         redis.call('HINCRBY', KEYS[2], ARGV[2], 1)
         redis.call('PEXPIRE', KEYS[2], ARGV[4])
         return 1",
    )
});

/// KEYS: the node's numbers. ARGV: the person.
static GIVE_BACK: LazyLock<Script> =
    LazyLock::new(|| Script::new("if redis.call('HINCRBY', KEYS[1], ARGV[1], -1) <= 0 then redis.call('HDEL', KEYS[1], ARGV[1]) end"));

/// KEYS: as of `TAKE`. ARGV: the node, the lease in ms. Whether the numbers were there.
static RENEW: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local time = redis.call('TIME')
         redis.call('ZADD', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[2], ARGV[1])
         return redis.call('PEXPIRE', KEYS[2], ARGV[2])",
    )
});

impl Redis {
    // All of them in one slot of a cluster, since a script may touch one alone.
    fn nodes_key(&self) -> String {
        format!("{}:{{places}}:nodes", self.space)
    }

    fn places_key(&self, node: &str) -> String {
        format!("{}:{{places}}:of:{node}", self.space)
    }
}

impl Bus {
    /// Takes one of so many places of a person; `None` when nobody can say whether there is one.
    pub async fn take_place(&self, node: NodeId, user_id: UserId, most: usize) -> Option<bool> {
        let Self::Redis(redis) = self else { return None };
        let node = node.0.to_string();
        let mut call = TAKE.key(redis.nodes_key());
        call.key(redis.places_key(&node)).arg(&node).arg(user_id.to_string()).arg(most).arg(PLACES_LEASE.as_millis() as u64);
        call.arg(redis.places_key(""));
        let taken = redis.link.ask(|mut connection| async move { call.invoke_async::<i64>(&mut connection).await }).await?;
        Some(taken == 1)
    }

    /// Gives a place back.
    pub async fn give_place_back(&self, node: NodeId, user_id: UserId) {
        let Self::Redis(redis) = self else { return };
        let mut call = GIVE_BACK.key(redis.places_key(&node.0.to_string()));
        call.arg(user_id.to_string());
        redis.link.ask(|mut connection| async move { call.invoke_async::<()>(&mut connection).await }).await;
    }

    /// Renews the lease of a node's numbers; whether they still stood.
    pub async fn renew_places(&self, node: NodeId) -> bool {
        let Self::Redis(redis) = self else { return true };
        let node = node.0.to_string();
        let mut call = RENEW.key(redis.nodes_key());
        call.key(redis.places_key(&node)).arg(&node).arg(PLACES_LEASE.as_millis() as u64);
        let stood = redis.link.ask(|mut connection| async move { call.invoke_async::<i64>(&mut connection).await }).await;
        stood == Some(1)
    }

    /// Puts a node's numbers in the place of what stands there.
    pub async fn replace_places(&self, node: NodeId, counts: &[(UserId, usize)]) {
        let Self::Redis(redis) = self else { return };
        let key = redis.places_key(&node.0.to_string());
        let mut pipe = redis::pipe();
        pipe.atomic().del(&key).ignore();
        for (user_id, count) in counts {
            pipe.hset(&key, user_id.to_string(), count).ignore();
        }
        pipe.pexpire(&key, PLACES_LEASE.as_millis() as i64).ignore();
        redis.link.ask(|mut connection| async move { pipe.query_async::<()>(&mut connection).await }).await;
    }

    /// Takes a node out that goes down.
    pub async fn remove_places(&self, node: NodeId) {
        let Self::Redis(redis) = self else { return };
        let node = node.0.to_string();
        let mut pipe = redis::pipe();
        pipe.del(redis.places_key(&node)).ignore().zrem(redis.nodes_key(), &node).ignore();
        redis.link.ask(|mut connection| async move { pipe.query_async::<()>(&mut connection).await }).await;
    }
}
