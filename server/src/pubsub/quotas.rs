//! Token buckets that all nodes share (GCRA: ITU-T I.371, the generic cell rate algorithm), by Redis' clock.

use std::sync::LazyLock;

use redis::Script;

use super::Bus;
use crate::domain::quotas::{Outcome, Policy, Standing};

/// KEYS: the bucket. ARGV: µs a token, the most tokens. Gives whether one was there, how many are left, and in how many
/// µs the next one is.
static TAKE: LazyLock<Script> = LazyLock::new(|| {
    Script::new(
        "local time = redis.call('TIME')
         local now = time[1] * 1000000 + time[2]
         local period, most = tonumber(ARGV[1]), tonumber(ARGV[2])
         local due = math.max(tonumber(redis.call('GET', KEYS[1]) or now), now)
         local next = due + period
         local wait = next - period * most - now
         if wait > 0 then return {0, 0, wait} end
         -- Lua writes large numbers with an exponent, and loses the last digits.
         redis.call('SET', KEYS[1], string.format('%.0f', next), 'PX', math.ceil((next - now) / 1000))
         return {1, math.floor((period * most - (next - now)) / period), 0}",
    )
});

impl Bus {
    /// Takes a token of a subject's bucket; `None` when the buckets cannot be reached.
    pub async fn take_token(&self, policy: Policy, subject: &str) -> Option<Outcome> {
        let Self::Redis(redis) = self else { return None };
        let mut call = TAKE.key(format!("{}:quota:{}:{subject}", redis.space, policy.name));
        call.arg(policy.period().as_micros() as u64).arg(policy.quota.get());
        let (taken, remaining, wait): (i64, u32, u64) =
            redis.link.ask(|mut connection| async move { call.invoke_async(&mut connection).await }).await?;
        match taken {
            1 => Some(Ok(Standing { policy, remaining, wait_secs: 0 })),
            _ => Some(Err(Standing { policy, remaining: 0, wait_secs: wait / 1_000_000 + 1 })),
        }
    }
}
