//! What one row lock of the log, and one Redis, carry on this machine: many short runs in turn, and of each kind the median.

mod hints;
mod lock;

use std::time::Duration;

use anyhow::Result;

/// How long one run writes or speaks.
const RUN: Duration = Duration::from_millis(700);

/// Measures both, so many runs of each kind, and prints tables.
pub async fn run(runs: usize) -> Result<()> {
    lock::run(runs).await?;
    hints::run(runs).await
}

/// The one in the middle, which a single disturbed run does not move.
fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures.get(figures.len() / 2).copied().unwrap_or_default()
}
