//! The house seen from the street: HTTP and WebSocket, on both engines; and every documented answer seen by a test.

mod unseen;

use anyhow::{Context, Result};

use crate::run::{Check, command, root, run};
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
    // Cargo may build elsewhere, and then nobody has made this folder.
    let folder = root().join("target");
    std::fs::create_dir_all(&folder)?;
    let seen = folder.join("seen-answers.txt");
    std::fs::write(&seen, "").with_context(|| format!("{} cannot be written", seen.display()))?;
    let mut tests = command("cargo", &["test", "--locked", "--release", "--package", "tests"]);
    run(tests.env("CAUSERIE_SEEN_FILE", &seen))?;
    unseen::judge(&std::fs::read_to_string(&seen)?)
}
