//! The release builds that the later checks run. One command a crate, the same that people type, so that each
//! feature set is built once.

use std::path::PathBuf;

use anyhow::Result;

use crate::run::{Check, cargo, target};

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

/// The server that a check starts: one that is named, or the one of these sources.
pub fn binary() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("CAUSERIE_BIN") {
        return Ok(named.into());
    }
    server()?;
    Ok(target().join("release/causerie"))
}
