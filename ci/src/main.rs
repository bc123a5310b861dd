//! `cargo ci`: every check of the pipeline in order; `cargo ci NAME` is one of them alone; `cargo ci write` makes what is
//! generated.

mod artefacts;
mod behaviour;
mod breaking;
mod build;
mod chance;
mod clippy;
mod deny;
mod deploy;
mod engines;
mod faults;
mod fmt;
mod lint;
mod load;
mod mutants;
mod nodes;
mod npm;
mod pages;
mod postman;
mod python;
mod readme;
mod reliability;
mod replay;
mod run;
mod rust;
mod schemathesis;
mod security;
mod server;
mod spec;
mod typescript;
mod unit;
mod venv;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use run::Check;

/// Cheapest first, as far as each needs what the others build.
const CHECKS: &[Check] = &[
    fmt::CHECK,
    engines::CHECK,
    lint::CHECK,
    breaking::CHECK,
    deny::CHECK,
    deploy::CHECK,
    clippy::CHECK,
    build::CHECK,
    unit::CHECK,
    spec::CHECK,
    artefacts::CHECK,
    postman::CHECK,
    schemathesis::CHECK,
    typescript::CHECK,
    rust::CHECK,
    python::CHECK,
    pages::CHECK,
    behaviour::CHECK,
    security::CHECK,
    chance::CHECK,
    replay::CHECK,
    faults::CHECK,
    nodes::CHECK,
    load::CHECK,
    mutants::CHECK,
    readme::CHECK,
];

fn main() -> ExitCode {
    // What begins with `--` is an option of the checks that are named.
    let names: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with("--")).collect();
    if names == ["write"] {
        return write();
    }
    if let Some(unknown) = names.iter().find(|name| !CHECKS.iter().any(|check| check.name == **name)) {
        eprintln!("There is no check {unknown}. The checks, in the order of `cargo ci`:");
        for check in CHECKS {
            eprintln!("  cargo ci {:<12} {}", check.name, check.about);
        }
        eprintln!("  cargo ci {:<12} what is generated is made anew", "write");
        return ExitCode::from(2);
    }
    let chosen: Vec<&Check> = CHECKS.iter().filter(|check| names.is_empty() || names.iter().any(|name| check.name == name)).collect();
    let outcomes: Vec<(&Check, Duration, bool)> = chosen.iter().map(|check| measure(check)).collect();
    report(&outcomes);
    if outcomes.iter().all(|(_, _, passed)| *passed) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn write() -> ExitCode {
    match artefacts::write() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("✗ write: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs one check; a failed one does not keep the others from running.
fn measure(check: &Check) -> (&Check, Duration, bool) {
    println!("\n── {}: {}", check.name, check.about);
    let begun = Instant::now();
    let outcome = (check.run)();
    if let Err(error) = &outcome {
        println!("✗ {}: {error:#}", check.name);
        println!("  to repair: {}", check.repair);
    }
    (check, begun.elapsed(), outcome.is_ok())
}

fn report(outcomes: &[(&Check, Duration, bool)]) {
    println!("\n── all");
    for (check, took, passed) in outcomes {
        println!("{} {:<12} {:>7.1} s", if *passed { "✓" } else { "✗" }, check.name, took.as_secs_f64());
    }
    let total: Duration = outcomes.iter().map(|(_, took, _)| *took).sum();
    let failed = outcomes.iter().filter(|(_, _, passed)| !passed).count();
    println!("  {:<12} {:>7.1} s, {} of {} checks passed", "in all", total.as_secs_f64(), outcomes.len() - failed, outcomes.len());
    for (check, _, _) in outcomes.iter().filter(|(_, _, passed)| !passed) {
        println!("  {} failed; to repair: {}; then: cargo ci {}", check.name, check.repair, check.name);
    }
}
