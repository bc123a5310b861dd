//! What a fault command has to tell: what was done, in numbers, and each violation by its rule.

use std::collections::BTreeMap;
use std::time::Duration;

use causerie_verify::{Broken, summary};
use serde::{Deserialize, Serialize};

/// What was done, when nothing was violated.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Messages, every one of which must be there.
    pub acknowledged: usize,
    /// How often a process was ended without a warning.
    pub kills: usize,
    /// Everything else, as it is to be read: `frozen for` `8 s`.
    pub figures: Vec<(String, String)>,
}

impl Told {
    pub fn new(acknowledged: usize, kills: usize) -> Self {
        Self { acknowledged, kills, figures: Vec::new() }
    }

    pub fn with(mut self, what: &str, figure: impl ToString) -> Self {
        self.figures.push((what.to_owned(), figure.to_string()));
        self
    }

    /// This and what came after it.
    pub fn and(mut self, other: Self) -> Self {
        self.acknowledged += other.acknowledged;
        self.kills += other.kills;
        self.figures.extend(other.figures);
        self
    }
}

/// A time as it is told.
pub fn seconds(time: Duration) -> String {
    format!("{:.2} s", time.as_secs_f64())
}

/// What must not have been, each with the rule that it breaks.
#[derive(Debug, Default)]
pub struct Violations(Vec<(String, String)>);

impl Violations {
    /// Notes one, unless it is as it must be.
    pub fn expect(&mut self, holds: bool, rule: &'static str, what: impl FnOnce() -> String) {
        if !holds {
            self.note(rule, what());
        }
    }

    /// Notes one.
    pub fn note(&mut self, rule: &str, what: String) {
        self.0.push((rule.to_owned(), what));
    }

    /// Takes those of another in.
    pub fn append(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How often each rule was broken.
    fn by_rule(&self) -> BTreeMap<String, usize> {
        let mut counts = BTreeMap::new();
        self.0.iter().for_each(|(rule, _)| *counts.entry(rule.clone()).or_default() += 1);
        counts
    }

    /// Whether there were none.
    pub fn verdict(self) -> anyhow::Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(self.into()) }
    }
}

impl std::fmt::Display for Violations {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} violations", self.0.len())?;
        self.0.iter().take(20).try_for_each(|(rule, what)| write!(out, "\n  {rule}: {what}"))
    }
}

impl std::error::Error for Violations {}

/// How often each rule was broken, as far as an error tells.
pub fn by_rule(error: &anyhow::Error) -> BTreeMap<String, usize> {
    if let Some(violations) = error.downcast_ref::<Violations>() {
        return violations.by_rule();
    }
    match error.downcast_ref::<Broken>() {
        Some(Broken(violations)) => {
            let broken = summary(violations).into_iter().filter(|(_, count)| *count > 0);
            broken.map(|(rule, count)| (rule.to_owned(), count)).collect()
        }
        // No rule of the history, but a promise such as to be back in time.
        None => BTreeMap::from([("promise".to_owned(), 1)]),
    }
}
