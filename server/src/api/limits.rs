//! How often one may ask: a token bucket (GCRA) per user, address and kind of operation.

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
use crate::services::{Error, Result};

/// How often forgotten callers are dropped from memory.
pub const TIDY_EVERY: Duration = Duration::from_secs(60);

/// A rule: so many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Policy {
    name: &'static str,
    quota: NonZeroU32,
    window_secs: u64,
}

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

/// How a caller stands against a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    policy: Policy,
    remaining: u32,
    /// Until the next request is admitted; 0 when one is now.
    pub wait_secs: u64,
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
pub type Outcome = std::result::Result<Option<Standing>, Standing>;

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
    pub fn check_address(&self, address: Option<IpAddr>, operation: Option<&Operation>) -> Outcome {
        let Some(address) = address.filter(|_| self.on).map(subnet) else { return Ok(None) };
        let all = self.address.check(&address, &self.clock)?;
        match operation {
            Some(operation) if operation.public && operation.method == Method::POST => self.sign_in.check(&address, &self.clock).map(Some),
            _ => Ok(Some(all)),
        }
    }

    /// Counts a request against its user.
    pub fn check_user(&self, user_id: UserId, operation: Option<&Operation>) -> Outcome {
        let Some(operation) = operation.filter(|_| self.on) else { return Ok(None) };
        let bucket = match operation.method {
            _ if matches!(operation.id.as_str(), "sendMessage" | "forwardMessage") => &self.send,
            Method::GET => &self.read,
            _ => &self.write,
        };
        bucket.check(&user_id, &self.clock).map(Some)
    }

    /// Counts a client's frame against its user; a message counts the same whichever way it is sent.
    pub fn admit_frame(&self, user_id: UserId, name: &str) -> Result<()> {
        if !self.on {
            return Ok(());
        }
        let bucket = if name == "message.send" { &self.send } else { &self.frame };
        let refuse = |standing: Standing| {
            let detail = format!("Too many frames of this kind: try again in {} s.", standing.wait_secs);
            Error::new(&problems::RATE_LIMITED).detail(detail).retry_after(standing.wait_secs)
        };
        bucket.check(&user_id, &self.clock).map(drop).map_err(refuse)
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

impl<K: Clone + Hash + Eq> Bucket<K> {
    fn new(policy: Policy) -> Self {
        let period = Duration::from_secs(policy.window_secs) / policy.quota.get();
        let quota = Quota::with_period(period).expect("a window is not empty").allow_burst(policy.quota);
        Self { policy, limiter: RateLimiter::dashmap(quota).with_middleware() }
    }

    fn check(&self, key: &K, clock: &DefaultClock) -> std::result::Result<Standing, Standing> {
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

impl Standing {
    /// Writes `RateLimit` and `RateLimit-Policy`.
    pub fn write(&self, headers: &mut HeaderMap) {
        let Policy { name, quota, window_secs } = self.policy;
        let spent = u64::from(quota.get().saturating_sub(self.remaining));
        let full_in = (spent * window_secs).div_ceil(quota.get().into()).max(self.wait_secs);
        let mut insert = |header, text: String| {
            if let Ok(value) = HeaderValue::try_from(text) {
                headers.insert(HeaderName::from_static(header), value);
            }
        };
        insert("ratelimit-policy", format!("\"{name}\";q={quota};w={window_secs}"));
        insert("ratelimit", format!("\"{name}\";r={};t={full_in}", self.remaining));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_bucket_refuses_and_says_how_long() {
        let limits = Limits::new(true);
        let address = Some(IpAddr::from([192, 0, 2, 1]));
        for _ in 0..ADDRESS.quota.get() {
            assert!(limits.check_address(address, None).is_ok());
        }
        let standing = limits.check_address(address, None).expect_err("the bucket is spent");
        assert_eq!((standing.remaining, standing.wait_secs), (0, 1));
        assert!(limits.check_address(Some(IpAddr::from([192, 0, 2, 2])), None).is_ok());
    }

    #[test]
    fn limits_that_are_off_count_nothing() {
        assert_eq!(Limits::new(false).check_address(Some(IpAddr::from([192, 0, 2, 1])), None), Ok(None));
    }

    #[test]
    fn neighbours_in_ipv6_count_as_one() {
        let address = |text: &str| text.parse::<IpAddr>().expect("it is an address");
        assert_eq!(subnet(address("2001:db8::1")), subnet(address("2001:db8::ffff:2")));
        assert_eq!(subnet(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }
}
