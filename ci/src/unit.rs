//! The tests at the foot of the files, the floor plan and the checks' own tests.

use crate::run::{Check, cargo};

pub const CHECK: Check = Check {
    name: "unit",
    about: "unit tests and the floor plan",
    repair: "mend what the test names; one alone: cargo test -p causerie NAME",
    run: || cargo(&["test", "--locked", "--package", "causerie", "--package", "ci"]),
};
