//! What services know of a request, and the general shapes of their answers.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use poem_openapi::Object;
use poem_openapi::types::{ParseFromJSON, ToJSON, Type};
use uuid::Uuid;

use super::{Error, Result};
use crate::domain::ids::UserId;
use crate::domain::problems;
use crate::domain::sessions::{Bounds, Identity};

/// Who asks, and how.
#[derive(Clone)]
pub struct Caller {
    pub identity: Identity,
    pub bounds: Bounds,
    pub request: Request,
}

impl Caller {
    /// Whose request this is.
    pub fn user_id(&self) -> UserId {
        self.identity.user_id
    }
}

/// What the edge knows of a request.
#[derive(Clone, Default)]
pub struct Request {
    pub idempotency: Option<Idempotency>,
    /// Set when the answer is one that was given before.
    pub replayed: Arc<AtomicBool>,
    pub address: Option<IpAddr>,
}

impl Request {
    /// Notes that the answer was given before.
    pub fn mark_replayed(&self) {
        self.replayed.store(true, Ordering::Relaxed);
    }
    /// Whether the answer was given before.
    pub fn is_replayed(&self) -> bool {
        self.replayed.load(Ordering::Relaxed)
    }
}

/// The key that makes a repeated request one effect, and what it stands for.
#[derive(Clone)]
pub struct Idempotency {
    pub key: String,
    /// SHA-256 of method, path and body.
    pub request_hash: [u8; 32],
}

/// A thing that was made, or found where it would have been made twice.
#[derive(Clone, Debug, PartialEq, Object)]
pub struct Made<T: Type + ParseFromJSON + ToJSON> {
    pub created: bool,
    pub value: T,
}

/// The answer of what has nothing to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Object)]
pub struct Done {
    pub done: bool,
}

impl Done {
    /// It is done.
    pub const DONE: Self = Self { done: true };
}

/// A page of a list.
#[derive(Clone, Debug, PartialEq, Object)]
#[oai(skip_serializing_if_is_none)]
pub struct Page<T: Type + ParseFromJSON + ToJSON> {
    pub items: Vec<T>,
    /// Absent at the end.
    pub next_cursor: Option<String>,
}

impl<T: Type + ParseFromJSON + ToJSON> Page<T> {
    /// Makes a page of up to `limit` out of up to `limit + 1` items that were read.
    pub fn of(mut items: Vec<T>, limit: i64, mark: impl Fn(&T) -> Mark) -> Self {
        let full = items.len() as i64 > limit;
        items.truncate(limit as usize);
        let next_cursor = items.last().filter(|_| full).map(|last| mark(last).to_string());
        Self { items, next_cursor }
    }
}

/// The place of a page's end in a list sorted by a number and an id; opaque on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub at: i64,
    pub id: Uuid,
}

impl Mark {
    /// Reads what [`std::fmt::Display`] wrote.
    pub fn parse(text: Option<&str>) -> Result<Option<Self>> {
        let Some(text) = text else { return Ok(None) };
        let bytes: Option<[u8; 24]> = URL_SAFE_NO_PAD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        let bytes = bytes.ok_or_else(|| Error::new(&problems::INVALID_CURSOR).fault("/query/cursor", "is not a cursor of this list"))?;
        let at = i64::from_be_bytes(std::array::from_fn(|i| bytes[i]));
        Ok(Some(Self { at, id: Uuid::from_bytes(std::array::from_fn(|i| bytes[8 + i])) }))
    }
}

impl std::fmt::Display for Mark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let bytes = [&self.at.to_be_bytes()[..], self.id.as_bytes()].concat();
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_reads_itself_and_nothing_else() {
        let mark = Mark { at: -5, id: Uuid::from_u128(77) };
        assert_eq!(Mark::parse(Some(&mark.to_string())).expect("it is one"), Some(mark));
        assert!(Mark::parse(Some("garbage")).is_err());
    }

    #[test]
    fn any_text_is_the_mark_that_writes_it_or_none() {
        crate::fuzz::run("marks", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            match Mark::parse(Some(&text)) {
                Ok(mark) => assert_eq!(mark.expect("there is one").to_string(), text),
                Err(error) => assert_eq!(error.problem.code, problems::INVALID_CURSOR.code),
            }
        });
    }
}
