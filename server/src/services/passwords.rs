//! Passwords: argon2id (RFC 9106) on the blocking pool, a few at a time, and the ones too common to take.

use std::collections::HashSet;
use std::num::NonZeroUsize;
use std::sync::LazyLock;

use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use super::{Error, Result};
use crate::domain::clock::Ids;
use crate::domain::{names, problems};

/// Memory in KiB, passes and lanes (OWASP's first choice).
const COST: (u32, u32, u32) = (19_456, 2, 1);
/// How many more may wait for a core; beyond, the answer is 503 at once.
const QUEUE: usize = 32;

static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("../../assets/common-passwords.txt").lines().collect());

/// Hashes and checks passwords.
pub struct Passwords {
    argon2: Argon2<'static>,
    /// One a core: each hash takes 19 MiB and keeps a core busy.
    places: Semaphore,
    queue: Semaphore,
    /// A hash of a secret nobody knows: what is checked when a name is unknown, so that both answers take as long.
    decoy: String,
}

impl Passwords {
    /// Makes the decoy.
    pub fn new(ids: &Ids) -> anyhow::Result<Self> {
        let params = Params::new(COST.0, COST.1, COST.2, None).map_err(|e| anyhow::anyhow!("argon2: {e}"))?;
        let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
        let decoy = argon2.hash_password(&ids.secret::<32>()).map_err(|e| anyhow::anyhow!("argon2: {e}"))?.to_string();
        let cores = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        Ok(Self { argon2, places: Semaphore::new(cores), queue: Semaphore::new(cores + QUEUE), decoy })
    }

    /// The hash to keep, a PHC string with its own salt.
    pub async fn hash(&self, password: &str) -> Result<String> {
        let (argon2, text) = (self.argon2.clone(), names::password(password));
        self.run(move || argon2.hash_password(text.as_bytes()).map(|hash| hash.to_string())).await?.map_err(failed)
    }

    /// Whether a password is the one of a hash; without a hash it is not, after the same work.
    pub async fn verify(&self, password: &str, hash: Option<&str>) -> Result<bool> {
        let (argon2, text) = (self.argon2.clone(), names::password(password));
        let (kept, known) = (hash.unwrap_or(&self.decoy).to_owned(), hash.is_some());
        let fits = self.run(move || argon2.verify_password(text.as_bytes(), kept.as_str()).is_ok()).await?;
        Ok(fits && known)
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let busy = |_| Error::new(&problems::UNAVAILABLE).detail("Too many passwords are being checked.").retry_after(1);
        let _turn = self.queue.try_acquire().map_err(busy)?;
        let _place = self.places.acquire().await.map_err(failed)?;
        tokio::task::spawn_blocking(work).await.map_err(failed)
    }
}

fn failed(error: impl std::fmt::Display) -> Error {
    Error::new(&problems::INTERNAL).cause(error.to_string())
}

/// Refuses passwords that are guessed first (NIST SP 800-63B, 3.1.1.2).
pub fn judge(password: &str, username: &str, pointer: &str) -> Result<()> {
    let text = names::username(password);
    if COMMON.contains(text.as_str()) || text.contains(&names::username(username)) && username.chars().count() > 3 {
        return Err(Error::new(&problems::WEAK_PASSWORD).fault(pointer, "is too easily guessed"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn common_passwords_and_ones_own_name_are_refused() {
        assert!(judge("Password123", "ada", "/password").is_err());
        assert!(judge("my-lovelace-9", "Lovelace", "/password").is_err());
        assert!(judge("correct horse battery", "ada", "/password").is_ok());
    }
}
