//! Where in the log something last changed that a cache may keep.

use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
use std::sync::atomic::{AtomicI64, Ordering};

use uuid::Uuid;

/// How many marks there are. Two things with one mark only cost each other a look at the database.
const MARKS: usize = 1 << 16;

/// The positions of the last changes, by what changed. Their number is fixed, so that nothing is ever forgotten.
pub struct Changes(Box<[AtomicI64]>);

impl Changes {
    /// Nothing that happened before a position is known of.
    pub fn since(position: i64) -> Self {
        Self((0..MARKS).map(|_| AtomicI64::new(position)).collect())
    }

    /// Notes that something changed.
    pub fn note(&self, id: Uuid, position: i64) {
        self.mark(id).fetch_max(position, Ordering::AcqRel);
    }

    /// Whether nothing of all that has changed after a position.
    pub fn is_unchanged(&self, ids: &[Uuid], since: i64) -> bool {
        ids.iter().all(|id| self.mark(*id).load(Ordering::Acquire) <= since)
    }

    fn mark(&self, id: Uuid) -> &AtomicI64 {
        let hash = BuildHasherDefault::<DefaultHasher>::default().hash_one(id);
        &self.0[hash as usize % MARKS]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changed_is_known_and_nothing_older_is_trusted() {
        let changes = Changes::since(10);
        let (one, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
        assert!(changes.is_unchanged(&[one, other], 10) && !changes.is_unchanged(&[one], 9));
        changes.note(one, 12);
        changes.note(one, 11);
        assert!(!changes.is_unchanged(&[other, one], 11));
        assert!(changes.is_unchanged(&[one], 12) && changes.is_unchanged(&[other], 10));
    }
}
