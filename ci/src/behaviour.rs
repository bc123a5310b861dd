//! The house seen from the street: HTTP and WebSocket, on both engines.

use anyhow::Result;

use crate::run::{Check, cargo};
use crate::{build, engines};

pub const CHECK: Check = Check {
    name: "behaviour",
    about: "the behaviour tests, over HTTP and WebSocket, on both engines",
    repair: "mend what the test names; one alone: cargo test -p tests --release NAME",
    run: behaviour,
};

fn behaviour() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    cargo(&["test", "--locked", "--release", "--package", "tests"])
}
