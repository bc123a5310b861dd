//! The code is laid out by rustfmt.

use crate::run::{Check, cargo};

pub const CHECK: Check =
    Check { name: "fmt", about: "the code is laid out by rustfmt", repair: "cargo fmt --all", run: || cargo(&["fmt", "--all", "--check"]) };
