//! Three nodes over one PostgreSQL and one Redis: the same results as one node gives, and whatever fails, nothing acknowledged
//! is lost or doubled, and nobody waits longer than promised.

use anyhow::Result;

use crate::run::{Check, cargo};
use crate::{build, engines};

pub const CHECK: Check = Check {
    name: "nodes",
    about: "three nodes, whose Redis, database, network and processes fail",
    repair: "mend what it names; alone, for longer: cargo run -p tests --release -- faults redis (node, outage, partition, replica, authority)",
    run: nodes,
};

/// The commands of the crate `tests`, each as it can be run alone; without the numbers they take longer.
const COMMANDS: &[&[&str]] = &[
    &["replay", "--engine", "postgres", "--nodes", "3", "--cuts", "20", "tests/data/2004-11-15_03.raw.txt"],
    &["chance", "--engine", "postgres", "--nodes", "3", "--cases", "1", "--steps", "200", "--seed", "1"],
    &["faults", "redis", "--faults", "4"],
    &["faults", "node", "--faults", "6"],
    &["faults", "outage", "--secs", "6"],
    &["faults", "partition", "--secs", "6"],
    &["faults", "replica", "--pairs", "150"],
    &["faults", "authority", "--trials", "10"],
];

fn nodes() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    for command in COMMANDS {
        cargo(&[&["run", "--quiet", "--locked", "--release", "--package", "tests", "--"], *command].concat())?;
    }
    Ok(())
}
