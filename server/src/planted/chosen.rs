//! What the environment has chosen: `CAUSERIE_PLANTED=fault`, `CAUSERIE_CRASH_AT=point` or `point:N` for the N-th pass.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};

use uuid::Uuid;

use super::{Fault, Point};

const FAULTS: &[(&str, Fault)] = &[
    ("answer-before-commit", Fault::AnswerBeforeCommit),
    ("unique-index-dropped", Fault::UniqueIndexDropped),
    ("hint-as-truth", Fault::HintAsTruth),
    ("seq-from-a-sequence", Fault::SeqFromASequence),
    ("resync-suppressed", Fault::ResyncSuppressed),
    ("access-check-removed", Fault::AccessCheckRemoved),
];

const POINTS: &[(&str, Point)] = &[
    ("before-commit", Point::BeforeCommit),
    ("after-commit", Point::AfterCommit),
    ("after-answer", Point::AfterAnswer),
    ("in-replay", Point::InReplay),
];

struct Choice {
    fault: Option<Fault>,
    /// The point, and at which pass.
    crash: Option<(Point, u64)>,
}

static CHOICE: LazyLock<Result<Choice, String>> =
    LazyLock::new(|| Ok(Choice { fault: fault(&told("CAUSERIE_PLANTED"))?, crash: crash(&told("CAUSERIE_CRASH_AT"))? }));
static PASSES: AtomicU64 = AtomicU64::new(0);
/// The last number that was taken of each room.
static TAKEN: LazyLock<Mutex<HashMap<Uuid, i64>>> = LazyLock::new(Mutex::default);

fn told(name: &str) -> String {
    std::env::var(name).unwrap_or_default()
}

fn fault(name: &str) -> Result<Option<Fault>, String> {
    if name.is_empty() { Ok(None) } else { named(name, FAULTS).map(Some) }
}

fn crash(text: &str) -> Result<Option<(Point, u64)>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let (name, pass) = text.split_once(':').unwrap_or((text, "1"));
    let pass = pass.parse().map_err(|_| format!("{text} does not end with a number"))?;
    Ok(Some((named(name, POINTS)?, pass)))
}

fn named<T: Copy>(name: &str, all: &[(&str, T)]) -> Result<T, String> {
    let found = all.iter().find(|(known, _)| *known == name).map(|(_, it)| *it);
    found.ok_or_else(|| format!("there is no {name}; there are {}", all.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")))
}

pub fn check() -> Result<Option<String>, String> {
    let choice = CHOICE.as_ref().map_err(Clone::clone)?;
    let parts = [choice.fault.map(|fault| format!("{fault:?}")), choice.crash.map(|(point, pass)| format!("{point:?} at pass {pass}"))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    Ok((!parts.is_empty()).then(|| parts.join(", ")))
}

pub fn has(fault: Fault) -> bool {
    CHOICE.as_ref().is_ok_and(|choice| choice.fault == Some(fault))
}

pub fn is_due(point: Point) -> bool {
    let crash = CHOICE.as_ref().ok().and_then(|choice| choice.crash);
    crash.is_some_and(|(at, pass)| at == point && PASSES.fetch_add(1, Ordering::Relaxed) + 1 == pass)
}

pub fn pass(point: Point) {
    if is_due(point) {
        end();
    }
}

pub fn end() {
    std::process::abort();
}

pub fn draw(room_id: Uuid, last: i64, count: i64) -> i64 {
    let mut taken = TAKEN.lock().unwrap_or_else(PoisonError::into_inner);
    let before = taken.get(&room_id).copied().unwrap_or(0);
    let passed = (before - (last - count)).max(0);
    taken.insert(room_id, last + passed);
    passed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_point_may_have_a_pass() {
        assert_eq!(crash("in-replay:7"), Ok(Some((Point::InReplay, 7))));
        assert_eq!(crash("after-commit"), Ok(Some((Point::AfterCommit, 1))));
        assert!(crash("never").is_err_and(|why| why.contains("before-commit")) && crash("in-replay:x").is_err());
        assert!(fault("").is_ok_and(|fault| fault.is_none()) && fault("none").is_err());
    }

    #[test]
    fn a_number_that_was_drawn_is_never_drawn_again() {
        let room_id = Uuid::from_u128(1);
        assert_eq!(draw(room_id, 13, 3), 0);
        // Undone: the database is back at 10, and the next one is number 14 all the same.
        assert_eq!(draw(room_id, 11, 1), 3);
        assert_eq!(draw(room_id, 15, 1), 0);
    }
}
