//! Access tokens: signed statements of 15 minutes about who asks (JWT, RFC 7519 and RFC 9068; EdDSA, RFC 8037);
//! and what follows a refresh token.

use std::io::Write;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, bail};
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use hmac::{Hmac, KeyInit, Mac};
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use moka::sync::Cache;
use secrecy::ExposeSecret;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use super::{Error, Result};
use crate::config::Settings;
use crate::domain::clock::Ids;
use crate::domain::ids::{SessionId, UserId};
use crate::domain::problems;
use crate::domain::sessions::Identity;
use crate::domain::time::Timestamp;

/// How long an access token lives.
pub const LIFE_SECS: i64 = 15 * 60;
/// By how much two nodes' clocks may differ.
const LEEWAY_SECS: i64 = 5;
const ISSUER: &str = "causerie";
const AUDIENCE: &str = "causerie-api";
/// The `typ` of RFC 9068, so that no other token of the same key passes for one of these.
const KIND: &str = "at+jwt";

#[derive(Serialize, Deserialize)]
struct Claims {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// How many tokens are remembered whose signature was found good.
const REMEMBERED: u64 = 50_000;

/// The header of every token, which has nothing in it but the algorithm and the kind.
fn header() -> Header {
    Header { typ: Some(KIND.to_owned()), ..Header::new(Algorithm::EdDSA) }
}

/// Signs and verifies access tokens.
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    validation: Validation,
    seed: [u8; 32],
    /// What tokens say, by their SHA-256: a signature is checked once, which costs more than all else of a request.
    known: Cache<[u8; 32], Statement>,
}

/// What a token says whose signature is good: of whom, and for which time.
#[derive(Clone, Copy)]
struct Statement {
    user_id: UserId,
    session_id: SessionId,
    not_before: i64,
    expires: i64,
}

impl Tokens {
    /// Takes the key of the settings; without one, the data directory's, which is made at the first start on SQLite. On
    /// PostgreSQL one that is there already is used: that of a deployment that came from SQLite.
    pub fn load(settings: &Settings, ids: &Ids) -> anyhow::Result<Self> {
        let seed = match &settings.jwt_key {
            Some(key) => Sha256::digest(key.expose_secret().as_bytes()).into(),
            None if settings.database_url.starts_with("sqlite:") || key_path(&settings.data_dir).exists() => kept(&settings.data_dir, ids)?,
            None => bail!("set CAUSERIE_JWT_KEY: on PostgreSQL every node must sign with the same key"),
        };
        Self::of_seed(&seed)
    }

    fn of_seed(seed: &[u8; 32]) -> anyhow::Result<Self> {
        let pair = Ed25519KeyPair::from_seed_unchecked(seed).map_err(|_| anyhow::anyhow!("the key cannot sign"))?;
        let private = pair.to_pkcs8v1().map_err(|_| anyhow::anyhow!("the key cannot be written as PKCS#8"))?;
        let mut validation = Validation::new(Algorithm::EdDSA);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["exp", "nbf", "iss", "aud", "sub"]);
        // Times are held against the application's clock below, not the library's.
        validation.validate_exp = false;
        Ok(Self {
            signing: EncodingKey::from_ed_der(private.as_ref()),
            verifying: DecodingKey::from_ed_der(pair.public_key().as_ref()),
            validation,
            seed: *seed,
            known: Cache::builder().max_capacity(REMEMBERED).time_to_live(Duration::from_secs(LIFE_SECS.unsigned_abs())).build(),
        })
    }

    /// A new token; `jti` is its own id.
    pub fn sign(&self, user_id: UserId, session_id: SessionId, jti: Uuid, now: Timestamp) -> Result<String> {
        let (iat, iss, aud) = (now.as_secs(), ISSUER.to_owned(), AUDIENCE.to_owned());
        let claims = Claims { iss, aud, sub: user_id, sid: session_id, jti, iat, nbf: iat, exp: iat + LIFE_SECS };
        jsonwebtoken::encode(&header(), &claims, &self.signing).map_err(|e| Error::new(&problems::INTERNAL).cause(e))
    }

    /// Who a token speaks for; 401 when it is not one of ours, or not of this time.
    pub fn verify(&self, token: &str, now: Timestamp) -> Result<Identity> {
        let refuse = || Error::new(&problems::UNAUTHORIZED);
        let hash = Sha256::digest(token).into();
        let said = match self.known.get(&hash) {
            Some(said) => said,
            None => {
                let said = self.read(token).ok_or_else(refuse)?;
                self.known.insert(hash, said);
                said
            }
        };
        let at = now.as_secs();
        // One that lives longer than ours do is not one of ours.
        let is_of_now =
            said.expires > at - LEEWAY_SECS && said.expires <= at + LIFE_SECS + LEEWAY_SECS && said.not_before <= at + LEEWAY_SECS;
        if !is_of_now {
            return Err(refuse());
        }
        Ok(Identity { user_id: said.user_id, session_id: said.session_id, expires_at: Timestamp(said.expires * 1000) })
    }

    /// What a token says; `None` when it is not one of ours.
    fn read(&self, token: &str) -> Option<Statement> {
        let read = jsonwebtoken::decode::<Claims>(token, &self.verifying, &self.validation).ok()?;
        // A token does not say by which key it is to be checked (RFC 8725, 3.10), nor what else is to be understood.
        let is_of_kind = read.header == header();
        let Claims { sub: user_id, sid: session_id, nbf: not_before, exp: expires, .. } = read.claims;
        is_of_kind.then_some(Statement { user_id, session_id, not_before, expires })
    }
}

impl Tokens {
    /// The refresh token that follows one, always the same: two tabs that refresh at once get one successor.
    /// Whoever lacks the key cannot tell it from 256 random bits.
    pub fn successor(&self, refresh_token: &str) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.seed).expect("HMAC takes keys of any length");
        // The key signs nothing else by HMAC; the word keeps it so, should it ever.
        mac.update(b"refresh\0");
        mac.update(refresh_token.as_bytes());
        mac.finalize().into_bytes().into()
    }
}

fn key_path(data_dir: &Path) -> PathBuf {
    data_dir.join("jwt.key")
}

/// The seed that the data directory keeps, readable by its owner alone.
fn kept(data_dir: &Path, ids: &Ids) -> anyhow::Result<[u8; 32]> {
    let path = key_path(data_dir);
    if !path.exists() {
        let mut file = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path)?;
        file.write_all(hex::encode(ids.secret::<32>()).as_bytes())?;
        file.sync_all()?;
    }
    let text = std::fs::read_to_string(&path).with_context(|| format!("the key {}", path.display()))?;
    let mut seed = [0; 32];
    hex::decode_to_slice(text.trim(), &mut seed).with_context(|| format!("the key {} is not 64 hexadecimal digits", path.display()))?;
    Ok(seed)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_good_for_its_time_and_its_key_alone() {
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let (ours, theirs) = (Tokens::of_seed(&[1; 32]).expect("a key"), Tokens::of_seed(&[2; 32]).expect("a key"));
        let now = Timestamp(1_795_194_000_000);
        let (user_id, session_id) = (UserId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)));
        let token = ours.sign(user_id, session_id, Uuid::from_u128(3), now).expect("it signs");
        let read = ours.verify(&token, now).expect("it is good");
        assert_eq!((read.user_id, read.session_id), (user_id, session_id));
        assert_eq!(ours.verify(&token, now).expect("it is good again").expires_at, read.expires_at);
        assert!(ours.verify(&token, now.plus_secs(LIFE_SECS + LEEWAY_SECS)).is_err());
        assert!(ours.verify(&token, now.plus_secs(-60)).is_err());
        assert!(theirs.verify(&token, now).is_err());
    }

    #[test]
    fn a_refresh_token_has_one_successor_under_one_key() {
        let (ours, theirs) = (Tokens::of_seed(&[1; 32]).expect("a key"), Tokens::of_seed(&[2; 32]).expect("a key"));
        assert_eq!(ours.successor("a"), ours.successor("a"));
        assert!(ours.successor("a") != ours.successor("b") && ours.successor("a") != theirs.successor("a"));
    }

    #[test]
    fn no_text_but_the_one_that_was_signed_is_a_token() {
        let _ = jsonwebtoken::crypto::aws_lc::DEFAULT_PROVIDER.install_default();
        let (ours, now) = (Tokens::of_seed(&[1; 32]).expect("a key"), Timestamp(1_795_194_000_000));
        let signed = ours.sign(UserId(Uuid::from_u128(1)), SessionId(Uuid::from_u128(2)), Uuid::from_u128(3), now).expect("it signs");
        assert!(ours.verify(&signed, now).is_ok());
        crate::fuzz::run("tokens", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            match ours.verify(&text, now) {
                Ok(_) => assert_eq!(text, signed),
                Err(error) => assert_eq!(error.problem.code, problems::UNAUTHORIZED.code),
            }
        });
    }
}
