//! Faults and crashes that can be planted, one at a time, in a build that is made for it: so that the checks can be shown to find
//! them (`cargo ci mutants`, `tests faults points`). In every other build all of this is constants, and nothing of it is left.

#[cfg(feature = "planted")]
mod chosen;

#[cfg(not(feature = "planted"))]
use uuid::Uuid;

#[cfg(feature = "planted")]
pub use self::chosen::{check, draw, end, has, is_due, pass};

#[cfg(all(feature = "planted", not(debug_assertions)))]
compile_error!(
    "the feature `planted` lets the server lose, double and disclose messages on purpose, for the checks of the checks: \
     it is refused wherever debug assertions are off, so that no release can ever have it"
);

/// A fault, one for each of the promises that are easily broken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// An answer goes out while its commit is still on the way to the disk.
    AnswerBeforeCommit,
    /// A `client_id` may name several messages: the index is gone, and nobody looks.
    UniqueIndexDropped,
    /// A node goes where a hint points, and never looks at the log without one.
    HintAsTruth,
    /// The numbers of messages come from outside of the transaction, so that what is refused or undone keeps its own.
    SeqFromASequence,
    /// A cursor that cannot be served is answered as if all were well.
    ResyncSuppressed,
    /// Whoever asks for a room sees it, member or not.
    AccessCheckRemoved,
}

/// A place where the process can be made to end at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// Everything is written, and nothing is on disk.
    BeforeCommit,
    /// All is on disk, and nobody has been told.
    AfterCommit,
    /// Those who asked have been told, and neither this node's hub nor another node.
    AfterAnswer,
    /// A client that resumes has some of what it missed.
    InReplay,
}

/// Whether a fault is planted.
#[cfg(not(feature = "planted"))]
pub const fn has(_: Fault) -> bool {
    false
}

/// Counts that a point is passed; whether it is now that the process is to end.
#[cfg(not(feature = "planted"))]
pub const fn is_due(_: Point) -> bool {
    false
}

/// Passes a point, and ends the process when that is due.
#[cfg(not(feature = "planted"))]
pub const fn pass(_: Point) {}

/// Ends the process, as SIGKILL does.
#[cfg(not(feature = "planted"))]
pub const fn end() {}

/// Takes numbers that no rollback gives back; gives how many are to be passed over to get there.
#[cfg(not(feature = "planted"))]
pub const fn draw(_: Uuid, _last: i64, _count: i64) -> i64 {
    0
}

/// What is planted, in words; an error when there is nothing of the name.
#[cfg(not(feature = "planted"))]
pub const fn check() -> Result<Option<String>, String> {
    Ok(None)
}
