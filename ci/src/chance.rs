//! People do whatever they may by chance; every client that follows events agrees with the server after each step.

use anyhow::Result;

use crate::run::{Check, cargo};
use crate::{build, engines};

pub const CHECK: Check = Check {
    name: "chance",
    about: "random steps, after each of which every client's counts are exact, on both engines",
    repair: "mend what the last steps broke; alone: cargo run -p tests --release -- chance --engine sqlite --seed 1",
    run: chance,
};

fn chance() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    for engine in ["sqlite", "postgres"] {
        let arguments = ["--engine", engine, "--cases", "1", "--steps", "600", "--seed", "1"];
        cargo(&[&["run", "--quiet", "--locked", "--release", "--package", "tests", "--", "chance"][..], &arguments].concat())?;
    }
    Ok(())
}
