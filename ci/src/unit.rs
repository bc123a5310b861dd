//! The tests at the foot of the files, the floor plan, the checks' own tests, and the history checker on broken histories.

use crate::run::{Check, cargo};

pub const CHECK: Check = Check {
    name: "unit",
    about: "unit tests, the floor plan and the history checker",
    repair: "mend what the test names; one alone: cargo test -p causerie NAME",
    run: || cargo(&["test", "--locked", "--package", "causerie", "--package", "causerie-verify", "--package", "ci"]),
};
