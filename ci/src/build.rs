//! The release builds that the later checks run. One command a crate, the same that people type, so that each
//! feature set is built once.

use anyhow::Result;

use crate::run::{Check, cargo};

pub const CHECK: Check = Check {
    name: "build",
    about: "the server and the tests build in release",
    repair: "mend what the compiler names, or cargo update --workspace when Cargo.lock is behind",
    run: build,
};

fn build() -> Result<()> {
    server()?;
    cargo(&["test", "--locked", "--release", "--package", "tests", "--no-run"])
}

/// Builds the server that `cargo run --release` starts.
pub fn server() -> Result<()> {
    cargo(&["build", "--locked", "--release"])
}
