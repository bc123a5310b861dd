//! No warning of the compiler or of clippy stands.

use crate::run::{Check, cargo};

pub const CHECK: Check = Check {
    name: "clippy",
    about: "no warning of rustc or clippy, in any target",
    repair: "mend what is named, or cargo clippy --workspace --all-targets --fix",
    run: || cargo(&["clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"]),
};
