//! Random mutations of valid JSON, by a seed that is printed, so that what went wrong once can be seen again.

use rand::rngs::StdRng;
use rand::seq::IndexedRandom;
use rand::{Rng, SeedableRng};
use serde_json::{Value, json};

use super::MARK;

/// Sets the seed, to see a failed run again.
pub const SEED: &str = "CAUSERIE_FUZZ_SEED";

/// A source of mutations.
pub struct Fuzz(StdRng);

impl Fuzz {
    /// Begins, and prints the seed.
    pub fn new(what: &str) -> Self {
        let given = std::env::var(SEED).ok().and_then(|text| text.parse().ok());
        let seed = given.unwrap_or_else(|| StdRng::from_os_rng().random());
        eprintln!("{what}: {SEED}={seed}");
        Self(StdRng::seed_from_u64(seed))
    }

    /// One of several.
    pub fn pick<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        all.choose(&mut self.0).expect("there is something to pick from")
    }

    /// Random bytes.
    pub fn bytes(&mut self, most: usize) -> Vec<u8> {
        let length = self.0.random_range(1..=most);
        (0..length).map(|_| self.0.random()).collect()
    }

    /// A text or something close to one, from a valid value: changed as a value, as bytes, or both.
    pub fn mutate(&mut self, valid: &Value) -> Vec<u8> {
        let mut value = valid.clone();
        let how = self.0.random_range(0..3);
        if how != 1 {
            for _ in 0..self.0.random_range(1..4) {
                self.change_value(&mut value);
            }
        }
        let mut bytes = value.to_string().into_bytes();
        if how != 0 {
            for _ in 0..self.0.random_range(1..6) {
                self.change_bytes(&mut bytes);
            }
        }
        bytes
    }

    fn change_value(&mut self, value: &mut Value) {
        match value {
            Value::Object(fields) if !fields.is_empty() && self.0.random_bool(0.8) => {
                let names: Vec<String> = fields.keys().cloned().collect();
                let name = self.pick(&names).clone();
                match self.0.random_range(0..4) {
                    0 => drop(fields.remove(&name)),
                    1 => drop(fields.insert(format!("{name}{MARK}"), json!(1))),
                    _ => self.change_value(&mut fields[&name]),
                }
            }
            Value::Array(items) if !items.is_empty() && self.0.random_bool(0.8) => {
                let at = self.0.random_range(0..items.len());
                match self.0.random_range(0..3) {
                    0 => drop(items.remove(at)),
                    1 => items.push(items[at].clone()),
                    _ => self.change_value(&mut items[at]),
                }
            }
            other => *other = self.any_value(3),
        }
    }

    fn any_value(&mut self, depth: u32) -> Value {
        let length = self.0.random_range(0..4);
        match self.0.random_range(0..if depth == 0 { 6 } else { 8 }) {
            0 => Value::Null,
            1 => json!(self.0.random::<bool>()),
            2 => json!(self.0.random::<i64>()),
            3 => json!(self.0.random::<f64>() * 1e308),
            4 => json!(super::new_id()),
            5 => (0..self.0.random_range(0..300)).map(|_| self.0.random::<char>()).collect::<String>().into(),
            6 => (0..length).map(|_| self.any_value(depth - 1)).collect(),
            _ => Value::Object((0..length).map(|n| (format!("k{n}"), self.any_value(depth - 1))).collect()),
        }
    }

    fn change_bytes(&mut self, bytes: &mut Vec<u8>) {
        let at = self.0.random_range(0..=bytes.len());
        let pieces: &[&[u8]] =
            &[b"\"", b"{", b"}", b"[", b"]", b",", b":", b"\\u0000", b"\\ud800", b"\\", b"\0", b"\xff", b"1e999", b"null", b"\n"];
        match self.0.random_range(0..5) {
            0 if at < bytes.len() => bytes[at] ^= 1 << self.0.random_range(0..8),
            1 if at < bytes.len() => drop(bytes.remove(at)),
            2 => bytes.truncate(at),
            3 => {
                let piece = *self.pick(pieces);
                bytes.splice(at..at, piece.iter().copied());
            }
            _ => {
                let copied = bytes[at..].to_vec();
                bytes.splice(at..at, copied.into_iter().take(20));
            }
        }
    }
}

/// Says which case was under way when a test fails.
pub struct LastCase(pub String);

impl Drop for LastCase {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the last case was: {}", self.0);
        }
    }
}
