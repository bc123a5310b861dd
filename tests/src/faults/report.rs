//! The page of the documents about faults: what was done, what was found, and that planted faults are found. It is made, and never
//! typed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use serde::Deserialize;

use super::record::Record;
use crate::load::about::About;
use crate::load::report::lay_out;

const INTRODUCTION: &str = "# What it survives

Made by `cargo ci faults mutants --long`; not to be edited. Each command starts servers of its own, lets something happen to them
while people are at work, and holds what everybody was told, what everybody heard and what is stored at the end against the
[contract](contract.md): nothing acknowledged is lost or doubled, the numbers of each room are dense, and every stream is the history,
in its order and without a gap. `simulate` alone starts none: it runs the Rust SDK against a model of the server
([how](verify.md#clients-on-a-simulated-network)), and what the model acknowledged is not counted. *Acknowledged* counts messages that
the server had confirmed, and each of them is looked for. *Kills* are processes that were ended without a warning (SIGKILL, or by
themselves at a crash point).
";

const MUTANTS: &str = "A check that cannot fail shows nothing. So each of these faults is planted in a debug build that is made for it (a
release refuses to be built so, see `server/src/planted.rs`), and the checks that are named must fail, and for the right reason.
";

/// What `cargo ci mutants` keeps.
#[derive(Deserialize)]
struct Mutants {
    commit: String,
    /// How many checks passed with no fault planted.
    controls: usize,
    trials: Vec<Trial>,
}

#[derive(Deserialize)]
struct Trial {
    fault: String,
    about: String,
    check: String,
    said: Option<String>,
    caught: bool,
}

/// Any of the two kinds of records.
#[derive(Deserialize)]
#[serde(untagged)]
enum Kept {
    Fault(Box<Record>),
    Mutants(Mutants),
}

/// Shows records, and makes the page of them.
pub fn run(paths: &[PathBuf], write: Option<&Path>) -> Result<()> {
    let (mut records, mut mutants) = (Vec::new(), Vec::new());
    for path in paths {
        let text = std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        match serde_json::from_slice(&text).with_context(|| format!("{} is no record of these commands", path.display()))? {
            Kept::Fault(record) => records.push(*record),
            Kept::Mutants(found) => mutants.push(found),
        }
    }
    let page = page(&records, &mutants);
    match write {
        Some(path) => std::fs::write(path, page).with_context(|| format!("cannot write {}", path.display())),
        None => {
            print!("{page}");
            Ok(())
        }
    }
}

fn page(records: &[Record], mutants: &[Mutants]) -> String {
    let mut text = INTRODUCTION.to_owned();
    if !records.is_empty() {
        text += &faults(records);
    }
    for found in mutants {
        text += &planted(found);
    }
    text + &again(records)
}

/// Everything that was done, a row each.
fn faults(records: &[Record]) -> String {
    let sum = |of: fn(&Record) -> usize| records.iter().map(of).sum::<usize>();
    let (acknowledged, kills) = (sum(|record| record.told.acknowledged), sum(|record| record.told.kills));
    let violations = sum(|record| record.violations.values().sum());
    let count = |value: usize| number_of(value);
    let mut text = format!(
        "\n## Faults\n\n**{} violations** in {} runs: {} messages acknowledged, {} kills.\n\n",
        count(violations),
        records.len(),
        count(acknowledged),
        count(kills)
    );
    for about in machines(records) {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{}\n", about.machine());
    }
    let row = |record: &Record| {
        let nodes = if record.about.nodes > 1 { format!(", {} nodes", record.about.nodes) } else { String::new() };
        vec![
            format!("`{}` {}{nodes}", record.name, record.about.engine),
            count(record.told.acknowledged),
            count(record.told.kills),
            broken(record),
            format!("{:.0} s", record.secs),
        ]
    };
    let rows: Vec<Vec<String>> = records.iter().map(row).collect();
    text += &lay_out(&["fault", "acknowledged", "kills", "violations", "took"], &rows);
    text += "\n### In numbers\n\n";
    let figures = records.iter().flat_map(|record| {
        let name = format!("`{}` {}", record.name, record.about.engine);
        record.told.figures.iter().map(move |(what, figure)| vec![format!("{name}: {what}"), figure.clone()])
    });
    text + &lay_out(&["what", "figure"], &figures.collect::<Vec<_>>())
}

/// What the records are of, once for each build and machine, with all the versions that took part.
fn machines(records: &[Record]) -> Vec<About> {
    let mut found = BTreeMap::<String, About>::new();
    for Record { about, .. } in records {
        let plain = About { date: String::new(), versions: Vec::new(), ..about.clone() };
        let first = found.entry(plain.machine()).or_insert_with(|| about.clone());
        let begun = first.date.split(" to ").next().unwrap_or_default().to_owned();
        first.date = if begun == about.date { begun } else { format!("{begun} to {}", about.date) };
        first.versions.extend(about.versions.iter().cloned());
        first.versions.sort();
        first.versions.dedup();
    }
    found.into_values().collect()
}

fn broken(record: &Record) -> String {
    if record.violations.is_empty() {
        return "0".to_owned();
    }
    record.violations.iter().map(|(rule, count)| format!("{rule}: {count}")).collect::<Vec<_>>().join(", ")
}

fn number_of(value: usize) -> String {
    // With all its digits: here a count is exact.
    if value < 1_000 { value.to_string() } else { format!("{},{:03}", number_of(value / 1_000), value % 1_000) }
}

/// Planted faults, and what found them.
fn planted(found: &Mutants) -> String {
    let faults: BTreeSet<&str> = found.trials.iter().map(|trial| trial.fault.as_str()).collect();
    let is_caught = |fault: &&&str| found.trials.iter().filter(|trial| trial.fault == **fault).all(|trial| trial.caught);
    let caught = faults.iter().filter(is_caught).count();
    let rows: Vec<Vec<String>> = found
        .trials
        .iter()
        .map(|trial| {
            let said = trial.said.as_deref().unwrap_or("–").replace('|', "\\|");
            let verdict = if trial.caught { "caught" } else { "**missed**" };
            vec![trial.about.clone(), format!("`{}`", trial.check), verdict.to_owned(), said]
        })
        .collect();
    format!(
        "\n## Planted faults\n\n{MUTANTS}\n**{caught} of {} planted faults caught** (commit {}); with no fault planted all {} checks pass.\n\n{}",
        faults.len(),
        found.commit,
        found.controls,
        lay_out(&["fault", "check", "", "what it said"], &rows)
    )
}

/// How to do all of it again.
fn again(records: &[Record]) -> String {
    let mut text =
        "\n## Again\n\nAll of it: `cargo ci faults mutants --long`. One alone, as it was run for this page:\n\n```sh\n".to_owned();
    for record in records {
        let has_seed = record.about.command.contains("--seed");
        let seed = record.seed.filter(|_| !has_seed).map(|seed| format!(" --seed {seed}")).unwrap_or_default();
        let _ = writeln!(text, "cargo run -p tests --release -- {}{seed}", record.about.command);
    }
    text + "```\n"
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::super::record::Call;
    use super::super::told::{Told, Violations};
    use super::*;
    use crate::Engine;

    #[test]
    fn the_page_sums_up_and_tells_each_violation() {
        let call = |name| Call::new(name, Engine::Sqlite, 1, Some(7));
        let well = Record::of(call("kill"), &Ok(Told::new(1_234_567, 40).with("slowest return", "1.2 s")), Duration::from_secs(9));
        let mut violations = Violations::default();
        violations.expect(false, "lost", || "a message".to_owned());
        let ill = Record::of(call("points"), &violations.verdict().map(|()| Told::default()), Duration::from_secs(1));
        let mutants = r#"{ "commit": "abc", "controls": 3, "trials": [
            { "fault": "a", "about": "x", "check": "y", "said": "no | yes", "caught": true },
            { "fault": "b", "about": "x", "check": "y", "said": null, "caught": false }] }"#;
        let Ok(Kept::Mutants(mutants)) = serde_json::from_str(mutants) else { panic!("it is a record") };
        let text = serde_json::to_string(&well).expect("it can be written");
        assert!(matches!(serde_json::from_str(&text), Ok(Kept::Fault(again)) if again.told == well.told));
        let page = page(&[well, ill], &[mutants]);
        for part in [
            "**1 violations** in 2 runs: 1,234,567 messages acknowledged, 40 kills",
            "lost: 1",
            "**1 of 2 planted faults caught**",
            "--seed 7",
        ] {
            assert!(page.contains(part), "{part} is not in {page}");
        }
    }
}
