//! The cursor of a log in several shards: a position for each, opaque to clients. Pure, so that it can move into the server.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// The first byte of today's cursor, which is that of a log in one shard, and of one with a position for each shard.
const SINGLE: u8 = 1;
const SEVERAL: u8 = 2;
/// So many shards at most, as a power of two: a cursor stays under a kilobyte.
const MOST_DOUBLED: u8 = 7;

/// A place in one life (epoch) of the log: of each shard, everything up to its position has been seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cursor {
    epoch: i64,
    /// One for each shard; their number is a power of two.
    positions: Box<[u64]>,
}

/// The shard of a room or a person, by their hash. Doubling the number of shards splits each into itself and one more.
pub fn shard_of(hash: u64, shards: usize) -> usize {
    hash as usize & (shards - 1)
}

impl Cursor {
    /// A place, when there can be so many shards.
    pub fn new(epoch: i64, positions: Vec<u64>) -> Option<Self> {
        let is_sound = positions.len().is_power_of_two() && positions.len() <= 1 << MOST_DOUBLED;
        is_sound.then(|| Self { epoch, positions: positions.into() })
    }

    /// Reads what [`std::fmt::Display`] wrote, and cursors of the log as it was in one piece; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        let (epoch, rest) = bytes.get(1..)?.split_first_chunk()?;
        let epoch = i64::from_be_bytes(*epoch);
        if bytes[0] == SINGLE {
            let position = i64::from_be_bytes(rest.try_into().ok()?);
            return Self::new(epoch, vec![u64::try_from(position).ok()?]);
        }
        let (&doubled, mut rest) = rest.split_first().filter(|(doubled, _)| bytes[0] == SEVERAL && **doubled <= MOST_DOUBLED)?;
        let base = take(&mut rest)?;
        let positions: Option<Vec<u64>> = (0..1_usize << doubled).map(|_| base.checked_add(take(&mut rest)?)).collect();
        let cursor = Self::new(epoch, positions?)?;
        // One text for one place: what is longer than it must be was not written here.
        (rest.is_empty() && cursor.bytes() == bytes).then_some(cursor)
    }

    pub fn epoch(&self) -> i64 {
        self.epoch
    }

    /// How many shards the log had.
    pub fn shards(&self) -> usize {
        self.positions.len()
    }

    pub fn at(&self, shard: usize) -> u64 {
        self.positions[shard]
    }

    /// Moves one shard's position; `false`, and nothing is moved, when that would be backwards.
    #[must_use]
    pub fn raise(&mut self, shard: usize, position: u64) -> bool {
        let is_forwards = position >= self.positions[shard];
        if is_forwards {
            self.positions[shard] = position;
        }
        is_forwards
    }

    /// Whether everything up to the other place is seen here too. Of two places neither may cover the other.
    pub fn covers(&self, other: &Self) -> bool {
        let shards = self.shards().max(other.shards());
        self.epoch == other.epoch && (0..shards).all(|shard| self.inherited(shard) >= other.inherited(shard))
    }

    /// Goes, shard by shard, as far as the other place.
    pub fn join(&mut self, other: &Self) {
        self.widen(other.shards());
        for shard in 0..self.shards() {
            self.positions[shard] = self.positions[shard].max(other.inherited(shard));
        }
    }

    /// The same place after the log was split into more shards: both halves of a shard go on from its position.
    pub fn widen(&mut self, shards: usize) {
        if shards > self.shards() {
            self.positions = (0..shards).map(|shard| self.inherited(shard)).collect();
        }
    }

    fn inherited(&self, shard: usize) -> u64 {
        self.positions[shard & (self.shards() - 1)]
    }

    /// The least position, and by how much each is above it, in sevens of bits.
    fn bytes(&self) -> Vec<u8> {
        let mut bytes = vec![SEVERAL];
        bytes.extend(self.epoch.to_be_bytes());
        bytes.push(self.shards().ilog2() as u8);
        let base = self.positions.iter().copied().min().unwrap_or_default();
        put(&mut bytes, base);
        self.positions.iter().for_each(|position| put(&mut bytes, position - base));
        bytes
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(self.bytes()))
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn take(bytes: &mut &[u8]) -> Option<u64> {
    let mut number = 0;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        let part = u64::from(byte & 0x7f);
        if part << shift >> shift != part {
            return None;
        }
        number |= part << shift;
        if byte < 0x80 {
            return Some(number);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn cursors() -> impl Strategy<Value = Cursor> {
        (any::<i64>(), 0..=MOST_DOUBLED)
            .prop_flat_map(|(epoch, doubled)| (Just(epoch), proptest::collection::vec(any::<u64>(), 1 << doubled)))
            .prop_map(|(epoch, positions)| Cursor::new(epoch, positions).expect("so many shards can be"))
    }

    fn pairs() -> impl Strategy<Value = (Cursor, Cursor)> {
        (cursors(), cursors()).prop_map(|(one, mut other)| {
            other.epoch = one.epoch;
            (one, other)
        })
    }

    proptest! {
        #[test]
        fn a_cursor_reads_itself(cursor in cursors()) {
            prop_assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        }

        #[test]
        fn what_is_read_is_written_the_same(bytes in proptest::collection::vec(any::<u8>(), 0..40), version in 0..4_u8) {
            let text = URL_SAFE_NO_PAD.encode([vec![version], bytes].concat());
            if let Some(cursor) = Cursor::parse(&text).filter(|_| version != SINGLE) {
                prop_assert_eq!(cursor.to_string(), text);
            }
        }

        #[test]
        fn a_join_covers_both_and_no_more((one, other) in pairs()) {
            let mut joined = one.clone();
            joined.join(&other);
            prop_assert!(joined.covers(&one) && joined.covers(&other));
            for shard in 0..joined.shards() {
                prop_assert!(joined.at(shard) == one.inherited(shard) || joined.at(shard) == other.inherited(shard));
            }
        }

        #[test]
        fn after_a_split_a_room_goes_on_where_its_shard_was(cursor in cursors(), hash in any::<u64>(), more in 0..=MOST_DOUBLED) {
            let mut widened = cursor.clone();
            widened.widen(1 << more);
            let now = widened.at(shard_of(hash, widened.shards()));
            prop_assert_eq!(now, cursor.at(shard_of(hash, cursor.shards())));
            prop_assert!(widened.covers(&cursor) && cursor.covers(&widened));
        }

        #[test]
        fn it_never_goes_backwards(mut cursor in cursors(), shard in any::<usize>(), position in any::<u64>()) {
            let (before, shard) = (cursor.clone(), shard & (cursor.shards() - 1));
            prop_assert_eq!(cursor.raise(shard, position), position >= before.at(shard));
            prop_assert!(cursor.covers(&before));
        }
    }

    #[test]
    fn todays_cursor_is_one_of_a_single_shard() {
        let bytes = [&[1][..], &7_i64.to_be_bytes(), &123_456_789_i64.to_be_bytes()].concat();
        let mut cursor = Cursor::parse(&URL_SAFE_NO_PAD.encode(&bytes)).expect("it is sound");
        assert_eq!((cursor.epoch(), cursor.shards(), cursor.at(0)), (7, 1, 123_456_789));
        cursor.widen(4);
        assert_eq!(cursor, Cursor::new(7, vec![123_456_789; 4]).expect("so many shards can be"));
        assert_eq!(Cursor::parse(&URL_SAFE_NO_PAD.encode(&bytes[..16])), None);
    }

    #[test]
    fn nothing_else_is_a_cursor() {
        assert_eq!(Cursor::parse(""), None);
        assert_eq!(Cursor::parse("garbage"), None);
        assert_eq!(Cursor::new(1, vec![0; 3]), None);
        assert_eq!(Cursor::new(1, vec![]), None);
        // A number that is longer than it must be.
        let longer = [&[SEVERAL][..], &[0; 8], &[0, 0x80, 0, 0]].concat();
        assert_eq!(Cursor::parse(&URL_SAFE_NO_PAD.encode(longer)), None);
    }

    #[test]
    fn of_two_places_neither_may_cover_the_other() {
        let place = |positions: &[u64]| Cursor::new(1, positions.to_vec()).expect("so many shards can be");
        assert!(!place(&[1, 2]).covers(&place(&[2, 1])) && !place(&[2, 1]).covers(&place(&[1, 2])));
        assert!(place(&[2, 2]).covers(&place(&[1, 2])));
        let other_life = Cursor::new(2, vec![1, 2]).expect("so many shards can be");
        assert!(!place(&[2, 2]).covers(&other_life));
    }
}
