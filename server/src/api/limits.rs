//! How often one may ask: a token bucket (GCRA) per user, address and kind of operation.

use std::fmt::Display;
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use std::time::Duration;

use governor::clock::{Clock, DefaultClock};
use governor::middleware::StateInformationMiddleware;
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use poem::http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::schema::Operation;
use crate::domain::ids::UserId;
use crate::domain::problems;
use crate::domain::quotas::{Outcome, Policy, Standing};
use crate::services::{App, Error, Result, quotas};

/// How often forgotten callers are dropped from memory.
pub const TIDY_EVERY: Duration = Duration::from_secs(60);

const fn policy(name: &'static str, quota: u32) -> Policy {
    Policy { name, quota: NonZeroU32::new(quota).expect("a quota is not zero"), window_secs: 60 }
}

/// Everything from one address: a flood is stopped before anything is looked up.
const ADDRESS: Policy = policy("address", 3_000);
/// Signing up and in, per address: each costs a password hash.
const SIGN_IN: Policy = policy("sign_in", 60);
/// Sending messages, per user.
const SEND: Policy = policy("send", 300);
/// Other changes, per user.
const WRITE: Policy = policy("write", 300);
/// Reading, per user.
const READ: Policy = policy("read", 1_200);
/// Frames over the event stream other than messages, per user.
const FRAME: Policy = policy("frame", 1_200);

struct Bucket<K: Clone + Hash + Eq> {
    policy: Policy,
    limiter: RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock, StateInformationMiddleware>,
}

/// All buckets of this node.
pub struct Limits {
    on: bool,
    clock: DefaultClock,
    address: Bucket<IpAddr>,
    sign_in: Bucket<IpAddr>,
    send: Bucket<UserId>,
    write: Bucket<UserId>,
    read: Bucket<UserId>,
    frame: Bucket<UserId>,
}

/// Admitted, with the standing unless limits are off; or refused.
pub type Judgement = std::result::Result<Option<Standing>, Standing>;

impl Limits {
    /// Empty buckets; `on` is the setting `rate_limits`.
    pub fn new(on: bool) -> Self {
        Self {
            on,
            clock: DefaultClock::default(),
            address: Bucket::new(ADDRESS),
            sign_in: Bucket::new(SIGN_IN),
            send: Bucket::new(SEND),
            write: Bucket::new(WRITE),
            read: Bucket::new(READ),
            frame: Bucket::new(FRAME),
        }
    }

    /// Counts a request against its address, before anybody is signed in.
    pub async fn check_address(&self, app: &App, address: Option<IpAddr>, operation: Option<&Operation>) -> Judgement {
        let Some(address) = address.filter(|_| self.on).map(subnet) else { return Ok(None) };
        let all = self.address.check(app, &address, &self.clock).await?;
        match operation {
            Some(operation) if operation.public && operation.method == Method::POST => {
                self.sign_in.check(app, &address, &self.clock).await.map(Some)
            }
            _ => Ok(Some(all)),
        }
    }

    /// Counts a request against its user.
    pub async fn check_user(&self, app: &App, user_id: UserId, operation: Option<&Operation>) -> Judgement {
        let Some(operation) = operation.filter(|_| self.on) else { return Ok(None) };
        let bucket = match operation.method {
            _ if matches!(operation.id.as_str(), "sendMessage" | "forwardMessage") => &self.send,
            Method::GET => &self.read,
            _ => &self.write,
        };
        bucket.check(app, &user_id, &self.clock).await.map(Some)
    }

    /// Counts a client's frame against its user; a message counts the same whichever way it is sent.
    pub async fn admit_frame(&self, app: &App, user_id: UserId, name: &str) -> Result<()> {
        if !self.on {
            return Ok(());
        }
        let bucket = if name == "message.send" { &self.send } else { &self.frame };
        let refuse = |standing: Standing| {
            let detail = format!("Too many frames of this kind: try again in {} s.", standing.wait_secs);
            Error::new(&problems::RATE_LIMITED).detail(detail).retry_after(standing.wait_secs)
        };
        bucket.check(app, &user_id, &self.clock).await.map(drop).map_err(refuse)
    }

    /// Forgets callers whose buckets are full again.
    pub fn tidy(&self) {
        self.address.limiter.retain_recent();
        self.sign_in.limiter.retain_recent();
        self.send.limiter.retain_recent();
        self.write.limiter.retain_recent();
        self.read.limiter.retain_recent();
        self.frame.limiter.retain_recent();
    }
}

/// One customer has a whole /64 of IPv6 addresses, so that is what counts as one.
fn subnet(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) >> 64 << 64).into()),
        v4 => v4,
    }
}

impl<K: Clone + Hash + Eq + Display> Bucket<K> {
    fn new(policy: Policy) -> Self {
        let quota = Quota::with_period(policy.period()).expect("a window is not empty").allow_burst(policy.quota);
        Self { policy, limiter: RateLimiter::dashmap(quota).with_middleware() }
    }

    /// Counts here, then over all nodes: what one node alone would refuse, all together do. Where the others cannot be
    /// reached, each node counts for itself.
    async fn check(&self, app: &App, key: &K, clock: &DefaultClock) -> Outcome {
        let here = self.check_here(key, clock)?;
        let shared = quotas::admit(app, self.policy, &key.to_string()).await;
        let judged = shared.unwrap_or(Ok(here));
        if judged.is_err() {
            metrics::counter!("causerie_rate_limited_total", "policy" => self.policy.name).increment(1);
        }
        judged
    }

    fn check_here(&self, key: &K, clock: &DefaultClock) -> Outcome {
        match self.limiter.check_key(key) {
            Ok(state) => Ok(Standing { policy: self.policy, remaining: state.remaining_burst_capacity(), wait_secs: 0 }),
            Err(refusal) => {
                metrics::counter!("causerie_rate_limited_total", "policy" => self.policy.name).increment(1);
                let wait = refusal.wait_time_from(clock.now());
                Err(Standing { policy: self.policy, remaining: 0, wait_secs: wait.as_secs() + 1 })
            }
        }
    }
}

/// Writes `RateLimit` and `RateLimit-Policy`.
pub fn write(standing: &Standing, headers: &mut HeaderMap) {
    let Policy { name, quota, window_secs } = standing.policy;
    let spent = u64::from(quota.get().saturating_sub(standing.remaining));
    let full_in = (spent * window_secs).div_ceil(quota.get().into()).max(standing.wait_secs);
    let mut insert = |header, text: String| {
        if let Ok(value) = HeaderValue::try_from(text) {
            headers.insert(HeaderName::from_static(header), value);
        }
    };
    insert("ratelimit-policy", format!("\"{name}\";q={quota};w={window_secs}"));
    insert("ratelimit", format!("\"{name}\";r={};t={full_in}", standing.remaining));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bucket_refuses_and_says_how_long() {
        let (bucket, clock) = (Bucket::new(SIGN_IN), DefaultClock::default());
        for _ in 0..SIGN_IN.quota.get() {
            assert!(bucket.check_here(&1, &clock).is_ok());
        }
        let standing = bucket.check_here(&1, &clock).expect_err("the bucket is spent");
        assert_eq!((standing.remaining, standing.wait_secs), (0, 1));
        assert!(bucket.check_here(&2, &clock).is_ok());
    }

    #[test]
    fn neighbours_in_ipv6_count_as_one() {
        let address = |text: &str| text.parse::<IpAddr>().expect("it is an address");
        assert_eq!(subnet(address("2001:db8::1")), subnet(address("2001:db8::ffff:2")));
        assert_eq!(subnet(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }
}
