//! `openapi.yaml` keeps the quality bar: Redocly's rules, and our own with their percentages.

mod measure;
mod redocly;

use anyhow::{Result, bail};

use crate::run::Check;
use crate::spec::contract;

pub const CHECK: Check =
    Check { name: "lint", about: "openapi.yaml keeps the quality bar", repair: "mend the places named in openapi.yaml", run: lint };

fn lint() -> Result<()> {
    let measures = measure::all(&contract()?);
    let mut lacking = 0;
    for measure in &measures {
        let share = 100.0 * measure.held as f64 / measure.of.max(1) as f64;
        println!("{share:>6.1} %  {} ({} of {})", measure.name, measure.held, measure.of);
        for place in &measure.lacking {
            println!("          lacking: {place}");
        }
        lacking += measure.lacking.len();
    }
    redocly::lint()?;
    if lacking > 0 {
        bail!("{lacking} places of openapi.yaml lack something");
    }
    Ok(())
}
