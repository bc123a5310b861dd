//! A simulated run can be replayed, and finds what is planted. Each has a process of its own, as every run must.

use std::collections::BTreeSet;
use std::process::Command;

use tests::simulation::Outcome;

fn simulate(words: &[&str]) -> Outcome {
    let output = Command::new(env!("CARGO_BIN_EXE_tests")).arg("simulate").args(words).output().expect("the command can be started");
    let text = String::from_utf8_lossy(&output.stdout);
    let line = text.lines().last().unwrap_or_else(|| panic!("{words:?}: {}", String::from_utf8_lossy(&output.stderr)));
    let outcome: Outcome = serde_json::from_str(line).expect("its last line is what it comes to");
    assert_eq!(output.status.success(), outcome.violations.is_empty(), "{words:?}");
    outcome
}

/// The rules that a seed sees broken with something planted.
fn broken(seed: &str, plant: &str) -> BTreeSet<String> {
    simulate(&["--seed", seed, "--plant", plant]).violations.into_iter().map(|(rule, _)| rule).collect()
}

#[test]
fn a_seed_is_the_same_run_again_and_another_seed_is_another() {
    let (one, again, other) = (simulate(&["--seed", "1"]), simulate(&["--seed", "1"]), simulate(&["--seed", "3"]));
    assert_eq!(one, again);
    assert_ne!(one.digest, other.digest);
    assert_eq!(one.violations, []);
    assert!(one.figures.acknowledged > 50 && one.figures.resumes > 5 && one.figures.crashes > 1, "{one:?}");
}

#[test]
fn an_answer_before_its_commit_is_found() {
    assert!(broken("1", "answer-before-commit").contains("lost"));
}

#[test]
fn an_event_that_is_left_out_is_found() {
    assert!(broken("5", "hole-in-replay").contains("silent gap"));
}

#[test]
fn a_resync_that_is_not_told_is_found() {
    assert!(broken("6", "resync-suppressed").contains("silent gap"));
}

#[test]
fn a_hello_that_is_ahead_is_found() {
    assert!(broken("1", "hello-ahead").contains("order"));
}

#[test]
fn a_caught_up_that_is_ahead_is_found() {
    assert!(broken("1", "caught-up-ahead").contains("order"));
}

#[test]
fn a_client_id_that_is_forgotten_is_found() {
    assert!(broken("1", "client-id-forgotten").contains("doubled"));
}
