//! The load generator, in small: on one node and on three every message that is accepted reaches everybody once and in order.

use anyhow::Result;

use crate::run::{Check, cargo};
use crate::{build, engines};

pub const CHECK: Check = Check {
    name: "load",
    about: "every workload in small sizes: nothing missing, doubled, out of order or cut off; how fast it is, is not judged",
    repair: "mend what it names; alone: cargo run -p tests --release -- load --quick",
    run: load,
};

/// Options of the command, each set a run of its own.
const RUNS: &[&[&str]] = &[&[], &["--work", "w1,w4", "--engine", "postgres", "--nodes", "3"]];

fn load() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    for options in RUNS {
        cargo(&[&["run", "--quiet", "--locked", "--release", "--package", "tests", "--", "load", "--quick"], *options].concat())?;
    }
    Ok(())
}
