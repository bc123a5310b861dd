//! The suite can fail: six faults are planted, one after the other, in a server that is built for it, and the checks that are named
//! for each must find it, for the right reason; with nothing planted the same checks pass.

mod table;
mod trial;

use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail, ensure};
use serde_json::{Value, json};

use self::table::{FAULTS, Fault};
use self::trial::How;
use crate::run::{Check, command, has_option, output, run, target};
use crate::{engines, reliability};

pub const CHECK: Check = Check {
    name: "mutants",
    about: "each planted fault is found by the checks that are named for it, and a release refuses all of them",
    repair: "a fault that is not caught is a check that has gone blind: mend the check, or name one that sees (ci/src/mutants/table.rs)",
    run: mutants,
};

/// What the compiler says where the feature may not be.
const REFUSAL: &str = "refused wherever debug assertions are off";

fn mutants() -> Result<()> {
    (engines::CHECK.run)()?;
    refuse()?;
    let binary = build()?;
    let controls = control(&binary)?;
    let mut rows = Vec::new();
    for fault in FAULTS {
        for (how, complaint) in fault.checks {
            let said = how.run(&binary, Some(fault.name))?;
            let complaint = said.complaint(complaint);
            if complaint.is_none() {
                println!("not caught; it ended with:\n{}", said.tail());
            }
            rows.push(Row { fault, how: *how, complaint });
        }
    }
    report(&rows);
    reliability::keep("mutants", &record(&rows, controls)?)?;
    let caught =
        FAULTS.iter().filter(|fault| rows.iter().filter(|row| row.fault.name == fault.name).all(|row| row.complaint.is_some())).count();
    println!("{caught} of {} planted faults caught", FAULTS.len());
    ensure!(caught == FAULTS.len(), "a planted fault was not found by a check that is named for it");
    if has_option("--long") { reliability::write_page() } else { Ok(()) }
}

struct Row {
    fault: &'static Fault,
    how: How,
    /// What it said, if it caught the fault.
    complaint: Option<String>,
}

/// Whether the tests are the debug build, for who works on this; elsewhere the release is there already.
fn is_debug() -> bool {
    has_option("--debug")
}

/// A build without debug assertions refuses the feature.
fn refuse() -> Result<()> {
    let mut cargo = command("cargo", &["rustc", "--locked", "--package", "causerie", "--lib", "--features", "planted"]);
    // The one thing that tells a release from the others, where no release is at hand.
    if is_debug() {
        cargo.args(["--", "-C", "debug-assertions=off"])
    } else {
        cargo.arg("--release")
    };
    let built = cargo.output().context("cargo can be started")?;
    let words = String::from_utf8_lossy(&built.stderr);
    ensure!(!built.status.success() && words.contains(REFUSAL), "a release took the feature `planted`, or failed otherwise:\n{words}");
    println!("a release refuses the feature");
    Ok(())
}

/// Builds the server in which faults can be planted, once for all of them.
fn build() -> Result<PathBuf> {
    run(&mut command("cargo", &["build", "--locked", "--package", "causerie", "--features", "planted"]))?;
    let folder = target().join("debug");
    // Away from its place, so that nothing else runs it; the next build puts a server without faults there.
    let kept = folder.join("causerie-planted");
    std::fs::rename(folder.join("causerie"), &kept).context("the target folder can be written to")?;
    Ok(kept)
}

/// Without a fault each check passes; gives how many there are.
fn control(binary: &Path) -> Result<usize> {
    let mut tried: Vec<How> = Vec::new();
    for (how, _) in FAULTS.iter().flat_map(|fault| fault.checks) {
        if tried.contains(how) {
            continue;
        }
        tried.push(*how);
        let said = how.run(binary, None)?;
        if !said.has_passed() {
            bail!("with no fault planted, {how} failed:\n{}", said.tail());
        }
    }
    println!("with no fault planted all {} checks pass", tried.len());
    Ok(tried.len())
}

fn report(rows: &[Row]) {
    println!("\n{:<22} {:<8} check and what it said", "fault", "");
    for row in rows {
        println!("{:<22} {:<8} {}", row.fault.name, if row.complaint.is_some() { "caught" } else { "MISSED" }, row.how);
        println!("{:<31} {}", "", row.complaint.as_deref().unwrap_or("-"));
    }
}

fn record(rows: &[Row], controls: usize) -> Result<Value> {
    let commit = output(&mut command("git", &["rev-parse", "--short=12", "HEAD"]))?;
    let row = |row: &Row| {
        let (fault, about) = (row.fault.name, row.fault.about);
        json!({ "fault": fault, "about": about, "check": row.how.to_string(), "said": row.complaint, "caught": row.complaint.is_some() })
    };
    Ok(json!({ "commit": commit.trim(), "controls": controls, "trials": rows.iter().map(row).collect::<Vec<_>>() }))
}
