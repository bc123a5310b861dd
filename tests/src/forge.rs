//! Tokens that the server did not make: with its own key or another, of any form.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::person::Person;
use crate::server::KEY;
use crate::{Engine, Server};

/// Signs with one Ed25519 key.
pub struct Forge {
    pair: Ed25519KeyPair,
}

impl Forge {
    /// With the key of a server.
    pub fn of(server: &Server) -> Self {
        let seed: [u8; 32] = match server.engine {
            Engine::Sqlite => {
                let text = std::fs::read_to_string(server.folder().join("jwt.key")).expect("the server keeps its key in its folder");
                let byte = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).expect("the key is hexadecimal");
                std::array::from_fn(|index| byte(2 * index))
            }
            Engine::Postgres => Sha256::digest(KEY.as_bytes()).into(),
        };
        Self::from_seed(&seed)
    }

    /// With a key of one's own.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self { pair: Ed25519KeyPair::from_seed_unchecked(seed).expect("any 32 bytes are a seed") }
    }

    /// The public half of its key, as anybody may know it.
    pub fn public_key(&self) -> &[u8] {
        self.pair.public_key().as_ref()
    }

    /// A signed token.
    pub fn sign(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", part(header), part(claims));
        let signature = self.pair.sign(text.as_bytes());
        format!("{text}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

/// A token whose signature is an HMAC with this secret.
pub fn sign_hs256(header: &Value, claims: &Value, secret: &[u8]) -> String {
    let text = format!("{}.{}", part(header), part(claims));
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), text.as_bytes());
    format!("{text}.{}", URL_SAFE_NO_PAD.encode(tag))
}

/// A header or a body as it stands in a token.
pub fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// The header that the server writes.
pub fn header() -> Value {
    json!({ "typ": "at+jwt", "alg": "EdDSA" })
}

/// The claims that the server writes for somebody.
pub fn claims(person: &Person) -> Value {
    let now = chrono::Utc::now().timestamp();
    json!({
        "iss": "causerie", "aud": "causerie-api", "sub": person.id, "sid": person.session_id, "jti": person.session_id,
        "iat": now, "nbf": now, "exp": now + 900,
    })
}

/// The value with one field changed, or taken away by `null`.
pub fn with(mut value: Value, field: &str, new: Value) -> Value {
    match new {
        Value::Null => drop(value.as_object_mut().and_then(|fields| fields.remove(field))),
        new => value[field] = new,
    }
    value
}
