//! Delays after wrong passwords, per account and per address, that grow with each failure and fade with time.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::{Error, Result};
use crate::domain::problems;
use crate::domain::time::Timestamp;

/// How many failures cost nothing: people mistype.
const FREE_ACCOUNT: u32 = 5;
/// Many people may share an address.
const FREE_ADDRESS: u32 = 50;
/// The longest delay.
const LONGEST_SECS: i64 = 15 * 60;
/// After how long without a failure all is forgotten.
const FORGET_SECS: i64 = 60 * 60;
/// How many names and addresses are remembered; beyond, the oldest are forgotten.
const REMEMBERED: usize = 100_000;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Key {
    Account(String),
    Address(IpAddr),
}

#[derive(Clone, Copy)]
struct Failures {
    count: u32,
    last: Timestamp,
}

/// Remembers failures.
#[derive(Default)]
pub struct BruteForce {
    failures: Mutex<Book>,
}

impl BruteForce {
    /// Refuses an attempt that comes too soon. Unknown names wait as known ones do.
    pub fn check(&self, username: &str, address: Option<IpAddr>, now: Timestamp) -> Result<()> {
        refuse_early(&self.failures.lock().unwrap_or_else(PoisonError::into_inner), username, address, now)
    }

    /// Judges an attempt whose password was looked at: a refusal when it was wrong, and also when others were wrong too
    /// often meanwhile, whether it fits or not. So attempts side by side tell no more than one after the other.
    pub fn judge(&self, username: &str, address: Option<IpAddr>, fits: bool, now: Timestamp) -> Result<()> {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        refuse_early(&failures, username, address, now)?;
        note(&mut failures, username, address, fits, now);
        if fits { Ok(()) } else { Err(Error::new(&problems::INVALID_CREDENTIALS)) }
    }
}

type Book = HashMap<Key, Failures>;

fn refuse_early(failures: &Book, username: &str, address: Option<IpAddr>, now: Timestamp) -> Result<()> {
    let wait = keys(username, address).iter().filter_map(|(key, free)| Some(wait_secs(failures.get(key)?, *free, now))).max();
    match wait {
        Some(secs) if secs > 0 => {
            let error = Error::new(&problems::RATE_LIMITED).detail("Too many attempts with a wrong password.");
            Err(error.retry_after(secs.unsigned_abs()))
        }
        _ => Ok(()),
    }
}

fn note(failures: &mut Book, username: &str, address: Option<IpAddr>, succeeded: bool, now: Timestamp) {
    if failures.len() >= REMEMBERED {
        failures.retain(|_, failed| failed.last.plus_secs(FORGET_SECS) > now);
    }
    for (key, _) in keys(username, address) {
        if succeeded {
            // A good password clears the account alone: an attacker's own account must not clear an address.
            if matches!(key, Key::Account(_)) {
                failures.remove(&key);
            }
            continue;
        }
        let failed = failures.entry(key).or_insert(Failures { count: 0, last: now });
        if failed.last.plus_secs(FORGET_SECS) <= now {
            failed.count = 0;
        }
        failed.count = failed.count.saturating_add(1);
        failed.last = now;
    }
}

fn keys(username: &str, address: Option<IpAddr>) -> Vec<(Key, u32)> {
    let account = (Key::Account(username.to_owned()), FREE_ACCOUNT);
    std::iter::once(account).chain(address.map(|address| (Key::Address(address), FREE_ADDRESS))).collect()
}

fn wait_secs(failed: &Failures, free: u32, now: Timestamp) -> i64 {
    if failed.count < free || failed.last.plus_secs(FORGET_SECS) <= now {
        return 0;
    }
    let delay = (1_i64 << (failed.count - free).min(20)).min(LONGEST_SECS);
    (failed.last.plus_secs(delay).0 - now.0 + 999).max(0) / 1000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delay_doubles_with_each_failure_and_fades() {
        let (brute_force, now) = (BruteForce::default(), Timestamp(1_000_000));
        for _ in 0..5 {
            assert!(brute_force.check("ada", None, now).is_ok());
            assert!(brute_force.judge("ada", None, false, now).is_err());
        }
        assert_eq!(brute_force.check("ada", None, now).expect_err("it waits").retry_after_secs, Some(1));
        let right = brute_force.judge("ada", None, true, now).expect_err("a right one among too many is not told");
        assert_eq!(right.problem.code, problems::RATE_LIMITED.code);
        let later = now.plus_secs(1);
        assert!(brute_force.judge("ada", None, false, later).is_err());
        assert_eq!(brute_force.check("ada", None, later).expect_err("it waits").retry_after_secs, Some(2));
        assert!(brute_force.check("bob", None, later).is_ok());
        assert!(brute_force.judge("ada", None, true, later.plus_secs(2)).is_ok());
        assert!(brute_force.check("ada", None, later.plus_secs(2)).is_ok());
    }
}
