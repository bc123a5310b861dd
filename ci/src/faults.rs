//! The server and its database are killed under load, sockets are cut, disks fill and fail, clocks jump, many come back at once, and
//! a deployment is moved to the other engine: nothing acknowledged is lost or doubled.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;

use crate::run::{Check, cargo, has_option};
use crate::{build, engines, reliability};

pub const CHECK: Check = Check {
    name: "faults",
    about: "kills, crash points, cut sockets, full and failing disks, jumping clocks, storms; --long: at full size, with records",
    repair: "mend what it names; alone, with the seed that it printed: cargo run -p tests --release -- faults kill --seed N",
    run: faults,
};

/// The commands of the crate `tests`, each as it can be run alone: in a few minutes all together.
const SHORT: &[&[&str]] = &[
    &["replay", "--cuts", "50", "tests/data/2004-11-15_03.raw.txt"],
    &["replay", "--cuts", "50", "--engine", "postgres", "tests/data/2004-11-15_03.raw.txt"],
    &["faults", "kill", "--kills", "8"],
    &["faults", "kill", "--kills", "4", "--engine", "postgres"],
    &["faults", "points", "--crashes", "4"],
    &["faults", "points", "--crashes", "4", "--engine", "postgres"],
    &["faults", "database", "--kills", "4"],
    &["faults", "sync"],
    &["faults", "disk", "--times", "1"],
    &["faults", "disk", "--times", "1", "--engine", "postgres"],
    &["faults", "errors", "--lives", "1"],
    &["faults", "clock", "--rounds", "1"],
    &["faults", "storm", "--connections", "2000"],
    &["faults", "stalled", "--members", "120", "--stalled", "12"],
    &["move"],
    &["move", "--from", "postgres"],
    // Always the same seeds, so that what is red here is red again.
    &["simulate", "--seeds", "40"],
];

/// All of them at full size, those on several nodes too.
const LONG: &[&[&str]] = &[
    &["faults", "kill", "--kills", "50", "--messages", "55000"],
    &["faults", "kill", "--kills", "30", "--messages", "40000", "--engine", "postgres"],
    &["faults", "points", "--crashes", "24"],
    &["faults", "points", "--crashes", "24", "--engine", "postgres"],
    &["faults", "database", "--kills", "20", "--messages", "10000"],
    &["faults", "sync"],
    &["faults", "disk"],
    &["faults", "disk", "--engine", "postgres"],
    &["faults", "errors"],
    &["faults", "clock"],
    &["faults", "clock", "--engine", "postgres"],
    &["faults", "storm"],
    &["faults", "storm", "--engine", "postgres"],
    &["faults", "stalled"],
    &["faults", "redis"],
    &["faults", "node"],
    &["faults", "outage"],
    &["faults", "partition"],
    &["faults", "replica"],
    &["faults", "authority", "--trials", "50"],
    &["simulate", "--seeds", "600"],
];

/// What all of them together must have come to.
const MESSAGES: u64 = 100_000;
const KILLS: u64 = 100;

const TESTS: &[&str] = &["run", "--quiet", "--locked", "--release", "--package", "tests", "--"];

fn faults() -> Result<()> {
    (engines::CHECK.run)()?;
    build::server()?;
    if has_option("--long") {
        return long();
    }
    for command in SHORT {
        cargo(&[TESTS, *command].concat())?;
    }
    Ok(())
}

/// Keeps a record of each, also when one fails, and makes the page of them.
fn long() -> Result<()> {
    let folder = reliability::empty("faults")?;
    let (mut failed, mut records) = (Vec::new(), Vec::new());
    for (number, command) in LONG.iter().enumerate() {
        let name = command[usize::from(command[0] == "faults")];
        let path = folder.join(format!("{number:02}-{name}.json"));
        let out = path.display().to_string();
        if let Err(error) = cargo(&[TESTS, *command, &["--out", &out]].concat()) {
            failed.push(format!("{error:#}"));
        }
        records.push(path);
    }
    ensure!(failed.is_empty(), "{}", failed.join("\n"));
    let (messages, kills) = (sum(&records, "/told/acknowledged")?, sum(&records, "/told/kills")?);
    println!("{messages} messages acknowledged, {kills} kills, no violation");
    ensure!(messages >= MESSAGES && kills >= KILLS, "too little: at least {MESSAGES} messages and {KILLS} kills are wanted");
    reliability::write_page()
}

fn sum(records: &[impl AsRef<Path>], place: &str) -> Result<u64> {
    let of = |path: &Path| -> Result<u64> {
        let record: Value = serde_json::from_slice(&std::fs::read(path)?)?;
        record.pointer(place).and_then(Value::as_u64).with_context(|| format!("{} has no {place}", path.display()))
    };
    records.iter().map(|path| of(path.as_ref())).sum()
}
