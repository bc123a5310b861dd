//! What is kept secret stays so: no answer tells by its bytes or its time what is there, and no secret is left lying about.

use anyhow::Result;

use crate::run::{Check, cargo};
use crate::{build, engines};

pub const CHECK: Check = Check {
    name: "security",
    about: "what is there is told by no answer's bytes nor time; secrets are in no log, metric, answer, database or backup",
    repair: "mend what it names; alone: cargo run -p tests --release -- secrecy, or canary",
    run: security,
};

fn security() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    for command in ["canary", "secrecy"] {
        for engine in ["sqlite", "postgres"] {
            let arguments = [command, "--engine", engine];
            cargo(&[&["run", "--quiet", "--locked", "--release", "--package", "tests", "--"][..], &arguments].concat())?;
        }
    }
    Ok(())
}
