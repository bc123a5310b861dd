//! `tests simulate`: one seed in this process, or many, each in a process of its own and some of them twice.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use clap::{Args, ValueEnum};
use futures_util::{StreamExt, TryStreamExt, stream};
use tokio::process::Command;

use super::model::Plant;
use super::outcome::{Figures, Outcome};
use super::plan::Plan;
use super::run;
use crate::Engine;
use crate::faults::record::{Call, Record};
use crate::faults::told::{Told, Violations};

/// How many processes run at once.
const AT_ONCE: usize = 2;
/// Every such seed is run twice, and its digests compared.
const REPEATED: u64 = 10;

#[derive(Args)]
pub struct Simulate {
    /// How many seeds, each in a process of its own.
    #[arg(long, default_value_t = 40, conflicts_with = "seed")]
    seeds: u64,
    /// The first of them.
    #[arg(long, default_value_t = 1, conflicts_with = "seed")]
    from: u64,
    /// One seed, in this process: its digest, its figures and what was violated.
    #[arg(long)]
    seed: Option<u64>,
    /// Tells of everything that happens as well, with `--seed`.
    #[arg(long, requires = "seed")]
    trace: bool,
    /// A fault of the model that is to be found.
    #[arg(long, hide = true)]
    plant: Option<Plant>,
    /// Keeps what was done and found in a file.
    #[arg(long)]
    out: Option<PathBuf>,
}

/// One run, which is to have this process to itself.
pub struct Single {
    seed: u64,
    plant: Option<Plant>,
    is_shown: bool,
}

impl Simulate {
    /// The one run that is asked for, if it is one.
    pub fn single(&self) -> Option<Single> {
        Some(Single { seed: self.seed?, plant: self.plant, is_shown: self.trace })
    }

    /// Runs many.
    pub async fn run(self) -> Result<()> {
        let begun = Instant::now();
        let outcome = many(self.from, self.seeds, self.plant).await;
        if let Some(path) = self.out {
            let mut record = Record::of(Call::new("simulate", Engine::Sqlite, 1, None), &outcome, begun.elapsed());
            "a model".clone_into(&mut record.about.engine);
            record.keep(&path)?;
        }
        outcome.map(drop)
    }
}

impl Single {
    /// Prints what it comes to, as JSON on the last line.
    pub fn run(self) -> Result<()> {
        let outcome = run::run(&Plan::of(self.seed), self.plant, self.is_shown)?;
        println!("{}", serde_json::to_string(&outcome)?);
        ensure!(outcome.violations.is_empty(), "seed {}: {} violations", self.seed, outcome.violations.len());
        Ok(())
    }
}

async fn many(from: u64, seeds: u64, plant: Option<Plant>) -> Result<Told> {
    let begun = Instant::now();
    let runs = stream::iter(from..from + seeds).map(|seed| judged(seed, plant)).buffered(AT_ONCE);
    let runs: Vec<(Outcome, usize, Violations)> = runs.try_collect().await?;
    let (mut total, mut repeated, mut violations) = (Figures::default(), 0, Violations::default());
    let mut failed = Vec::new();
    for (outcome, repetitions, found) in runs {
        total.add(&outcome.figures);
        repeated += repetitions;
        if !found.is_empty() {
            failed.push(outcome.seed);
        }
        violations.append(found);
    }
    let took = begun.elapsed();
    print(&total, seeds, repeated, took);
    for seed in &failed {
        let plant = plant.map(|plant| format!(" --plant {}", name(plant))).unwrap_or_default();
        println!("again           cargo run -p tests -- simulate --seed {seed}{plant} --trace");
    }
    violations.verdict()?;
    Ok(told(&total, seeds, repeated))
}

/// A seed in a process of its own; a second time when it is a sample, or has failed.
async fn judged(seed: u64, plant: Option<Plant>) -> Result<(Outcome, usize, Violations)> {
    let outcome = child(seed, plant).await?;
    let (mut violations, mut repetitions) = (Violations::default(), 0);
    if seed.is_multiple_of(REPEATED) || !outcome.violations.is_empty() {
        let again = child(seed, plant).await?;
        repetitions = 1;
        violations.expect(again.digest == outcome.digest, "replay", || {
            format!("seed {seed} gave {} first, and then {}", outcome.digest, again.digest)
        });
    }
    for (rule, what) in &outcome.violations {
        violations.note(rule, format!("seed {seed}: {what}"));
    }
    Ok((outcome, repetitions, violations))
}

async fn child(seed: u64, plant: Option<Plant>) -> Result<Outcome> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["simulate", "--seed", &seed.to_string()]).kill_on_drop(true);
    if let Some(plant) = plant {
        command.args(["--plant", &name(plant)]);
    }
    let output = command.output().await?;
    let text = String::from_utf8_lossy(&output.stdout);
    let Some(line) = text.lines().last() else {
        bail!("seed {seed} told nothing: {}", String::from_utf8_lossy(&output.stderr));
    };
    serde_json::from_str(line).with_context(|| format!("seed {seed} told {line}"))
}

fn name(plant: Plant) -> String {
    plant.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
}

fn simulated(total: &Figures) -> String {
    format!("{:.0} s", Duration::from_millis(total.simulated_ms).as_secs_f64())
}

fn print(total: &Figures, seeds: u64, repeated: usize, took: Duration) {
    println!("seeds           {seeds}, {repeated} of them twice");
    println!("acknowledged    {} messages", total.acknowledged);
    println!("connections     {} reconnects, {} resumes, {} resyncs", total.reconnects, total.resumes, total.resyncs);
    println!("beside          {} pages to repair a gap, {} refreshes", total.repairs, total.refreshes);
    println!("faults          {} crashes, {} partitions", total.crashes, total.partitions);
    println!("time            {} simulated in {:.1} s", simulated(total), took.as_secs_f64());
}

fn told(total: &Figures, seeds: u64, repeated: usize) -> Told {
    // What a model has acknowledged is not counted among what servers have.
    Told::default()
        .with("seeds", seeds)
        .with("of them run twice, with the same digest", repeated)
        .with("messages that the model acknowledged", total.acknowledged)
        .with("reconnects", total.reconnects)
        .with("resumes", total.resumes)
        .with("resyncs", total.resyncs)
        .with("crashes in the simulation", total.crashes)
        .with("partitions", total.partitions)
        .with("simulated time", simulated(total))
}
