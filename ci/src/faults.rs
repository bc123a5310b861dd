//! The server and its database are killed under load, sockets are cut, the disk is watched, and a deployment is moved to
//! the other engine: nothing acknowledged is lost or doubled.

use anyhow::Result;

use crate::run::{Check, cargo};
use crate::{build, engines};

pub const CHECK: Check = Check {
    name: "faults",
    about: "kill -9, cut sockets, the sync before the answer, the move to another engine",
    repair: "mend what it names; alone, with the seed that it printed: cargo run -p tests --release -- faults kill --seed N",
    run: faults,
};

/// The commands of the crate `tests`, each as it can be run alone.
const COMMANDS: &[&[&str]] = &[
    &["replay", "--cuts", "50", "tests/data/2004-11-15_03.raw.txt"],
    &["replay", "--cuts", "50", "--engine", "postgres", "tests/data/2004-11-15_03.raw.txt"],
    &["faults", "kill", "--kills", "10"],
    &["faults", "kill", "--kills", "5", "--engine", "postgres"],
    &["faults", "database", "--kills", "5"],
    &["faults", "sync"],
    &["move"],
    &["move", "--from", "postgres"],
];

fn faults() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    for command in COMMANDS {
        cargo(&[&["run", "--quiet", "--locked", "--release", "--package", "tests", "--"], *command].concat())?;
    }
    Ok(())
}
