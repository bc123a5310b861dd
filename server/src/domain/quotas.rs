//! How often one may ask: so many requests in so many seconds, and how somebody stands against that.

use std::num::NonZeroU32;
use std::time::Duration;

/// A rule: so many requests in so many seconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Policy {
    pub name: &'static str,
    pub quota: NonZeroU32,
    pub window_secs: u64,
}

impl Policy {
    /// After how long one more request is admitted to who has none left.
    pub fn period(&self) -> Duration {
        Duration::from_secs(self.window_secs) / self.quota.get()
    }
}

/// How a caller stands against a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Standing {
    pub policy: Policy,
    pub remaining: u32,
    /// Until the next request is admitted; 0 when one is now.
    pub wait_secs: u64,
}

/// Admitted, or refused.
pub type Outcome = Result<Standing, Standing>;
