//! When to try again, and after how long. Held to `sdk/vectors/retry.json`.

use std::time::Duration;

use chrono::{DateTime, Utc};

/// How often a call is tried again, unless set otherwise.
pub const RETRIES: u32 = 2;
/// What is to be waited for longer is the caller's to decide.
pub const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// Outcomes after which the same request may succeed; 0 is a broken connection or no answer in time.
const RETRIED: &[u16] = &[0, 408, 429, 502, 503, 504];
/// Of these, those that say that nothing was done.
const UNDONE: &[u16] = &[429, 503];

/// Whether to send a request again: always when sending it twice does no harm, else only when nothing was done.
pub fn is_retried(status: u16, is_repeatable: bool) -> bool {
    if is_repeatable { RETRIED.contains(&status) } else { UNDONE.contains(&status) }
}

/// The wait before the retry after `failures` failures: up to 0.5 s, doubled each time, at most 8 s, on top of what the
/// server asks.
pub fn retry_delay(failures: u32, random: f64, retry_after: Option<Duration>) -> Duration {
    retry_after.unwrap_or_default() + jitter(failures, random, 500, 8000)
}

/// The wait before connecting again after `failures` failures: up to 0.25 s, doubled each time, at most 15 s.
pub fn reconnect_delay(failures: u32, random: f64) -> Duration {
    jitter(failures, random, 250, 15_000)
}

fn jitter(failures: u32, random: f64, base_ms: u64, most_ms: u64) -> Duration {
    let doubled = base_ms.saturating_mul(1 << failures.saturating_sub(1).min(30));
    Duration::from_millis(doubled.min(most_ms)).mul_f64(random.clamp(0.0, 1.0))
}

/// The wait that a `Retry-After` header names, as a number of seconds or as a date.
pub fn read_retry_after(value: &str, now: DateTime<Utc>) -> Option<Duration> {
    let value = value.trim();
    if let Ok(seconds) = value.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let until = DateTime::parse_from_rfc2822(value).ok()?.to_utc();
    let millis = u64::try_from((until - now).num_milliseconds()).unwrap_or_default();
    Some(Duration::from_secs(millis.div_ceil(1000)))
}
