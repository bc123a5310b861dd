//! The Rust SDK: its tests, its documents and its examples hold, and so does the journey against a server of these sources.

use anyhow::Result;

use crate::build;
use crate::run::{Check, command, run};

pub const CHECK: Check = Check {
    name: "rust",
    about: "the Rust SDK passes its tests, and its documents and examples compile",
    repair: "CAUSERIE_BIN=… cargo test --package causerie-sdk, and mend what fails",
    run: rust,
};

fn rust() -> Result<()> {
    let server = build::binary()?;
    // Tests, examples and the blocks of the README.
    run(command("cargo", &["test", "--locked", "--package", "causerie-sdk"]).env("CAUSERIE_BIN", server))
}
