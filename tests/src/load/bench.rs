//! Where runs are noted as they come, with a progress bar on a terminal and a line for each elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use anyhow::Result;
use indicatif::{ProgressBar, ProgressStyle};

use super::meter::{Parties, QUIET};
use super::plan::Plan;
use super::process::busy_secs;
use super::profile::{Profile, Sampler};
use super::record::{Of, Run};

/// How long the machine is watched before it is called quiet.
const WATCHED: Duration = Duration::from_secs(2);

/// The runs so far.
pub struct Bench {
    pub plan: Plan,
    pub runs: Vec<Run>,
    pub profiles: Vec<Profile>,
    is_profiled: bool,
    bar: ProgressBar,
    patience: Duration,
}

/// What a workload is measured at: the server, or the floor that does the same without a database.
pub struct Place {
    pub of: Of,
    pub addresses: Vec<String>,
    pub parties: Parties,
}

impl Bench {
    pub fn new(plan: Plan, runs: usize, patience: Duration, is_profiled: bool) -> Result<Self> {
        let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed_precise} {msg}")?;
        let bar = ProgressBar::new(runs as u64).with_style(style);
        bar.enable_steady_tick(Duration::from_millis(500));
        Ok(Self { plan, runs: Vec::new(), profiles: Vec::new(), is_profiled, bar, patience })
    }

    /// Begins to sample what runs at a place, if that is wished. A floor's time is no question.
    pub fn sample(&self, place: &Place) -> Result<Option<Sampler>> {
        (self.is_profiled && place.of == Of::Server).then(|| Sampler::start(&place.parties.servers)).transpose()
    }

    /// Says what is being done.
    pub fn tell(&self, what: impl Into<String>) {
        self.bar.set_message(what.into());
    }

    /// Says what is about to be measured, and waits, for as long as was said, until the machine is quiet.
    pub async fn ready(&self, what: &str) {
        let begun = Instant::now();
        let mut is_quiet = false;
        while !is_quiet && begun.elapsed() < self.patience {
            self.tell(format!("{what}, once the machine is quiet"));
            let (watched, before) = (Instant::now(), busy_secs());
            tokio::time::sleep(WATCHED).await;
            is_quiet = (busy_secs() - before) / watched.elapsed().as_secs_f64() < QUIET;
        }
        self.tell(what);
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
