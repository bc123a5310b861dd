//! Who takes part: three people on five devices, in two rooms. One of them has blocked another, so that there are events between
//! which this one's streams have gaps.

use uuid::Uuid;

/// A person.
pub struct Person {
    pub name: &'static str,
    /// Whom they have blocked.
    pub blocks: Option<usize>,
}

pub const PEOPLE: [Person; 3] =
    [Person { name: "ada", blocks: None }, Person { name: "ben", blocks: None }, Person { name: "cyd", blocks: Some(1) }];

/// Each device with whose it is.
pub const DEVICES: [(&str, usize); 5] = [("ada-1", 0), ("ada-2", 0), ("ben-1", 1), ("ben-2", 1), ("cyd-1", 2)];

/// The members of each room; the first has made it.
pub const ROOMS: [&[usize]; 2] = [&[0, 1, 2], &[1, 0]];

/// The host on which the server runs, and its port.
pub const SERVER: (&str, u16) = ("server", 80);

pub fn user(person: usize) -> Uuid {
    id(1, person as u64)
}

pub fn room(number: usize) -> Uuid {
    id(2, number as u64)
}

/// An id of the form that those of the service have, the same in every run.
pub fn id(kind: u8, number: u64) -> Uuid {
    let mut rest = [0; 10];
    rest[0] = kind;
    rest[2..].copy_from_slice(&number.to_be_bytes());
    uuid::Builder::from_unix_timestamp_millis(super::EPOCH_MS, &rest).into_uuid()
}
