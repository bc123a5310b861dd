//! Where runs are noted as they come, with a progress bar on a terminal and a line for each elsewhere.

use std::io::IsTerminal;

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use super::meter::Parties;
use super::plan::Plan;
use super::record::{Of, Run};

/// The runs so far.
pub struct Bench {
    pub plan: Plan,
    pub runs: Vec<Run>,
    bar: ProgressBar,
}

/// What a workload is measured at: the server, or the floor that does the same without a database.
pub struct Place {
    pub of: Of,
    pub addresses: Vec<String>,
    pub parties: Parties,
}

impl Bench {
    pub fn new(plan: Plan, runs: usize) -> Result<Self> {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed_precise} {msg}")?;
        let bar = ProgressBar::new(runs as u64).with_style(style);
        bar.enable_steady_tick(std::time::Duration::from_millis(500));
        Ok(Self { plan, runs: Vec::new(), bar })
    }

    /// Says what is being done.
    pub fn tell(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
    }

    pub fn note(&mut self, run: Run) {
        self.bar.inc(1);
        let line = line(&run);
        if std::io::stderr().is_terminal() {
            self.bar.println(line);
        } else {
            eprintln!("{line}");
        }
        self.runs.push(run);
    }

    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// The figures of a run that are worth a line.
fn line(run: &Run) -> String {
    const TOLD: [&str; 10] = [
        "accepted_per_s",
        "deliveries_per_s",
        "delivery_p50_ms",
        "delivery_p99_ms",
        "cpu_s_per_1000_deliveries",
        "kib_per_socket",
        "connects_per_s",
        "answer_p99_ms",
        "all_p50_ms",
        "rows_per_s",
    ];
    let told = TOLD.iter().filter_map(|name| Some(format!("{name} {:.4}", run.figures.get(*name)?)));
    let told = told.collect::<Vec<_>>().join("  ");
    let wrong = if run.wrong.is_nothing() { String::new() } else { format!("  WRONG: {:?}", run.wrong) };
    let refusal = run.refusal.as_ref().map(|refusal| format!("  refused: {refusal}")).unwrap_or_default();
    let of = if run.of == Of::Floor { "floor " } else { "" };
    format!("{of}{:?} {:<24} {told}{wrong}{refusal}", run.work, run.name)
}
