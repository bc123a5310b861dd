//! What a command did and found, as it is kept in a file.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};

use super::told::{Told, by_rule};
use crate::Engine;
use crate::load::about::About;

/// What was called.
pub struct Call {
    pub name: &'static str,
    pub engine: Engine,
    pub nodes: usize,
    /// What chose whatever was left to chance.
    pub seed: Option<u64>,
}

impl Call {
    pub fn new(name: &'static str, engine: Engine, nodes: usize, seed: Option<u64>) -> Self {
        Self { name, engine, nodes, seed }
    }
}

/// One run of a command.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Record {
    pub name: String,
    pub seed: Option<u64>,
    pub told: Told,
    /// How often each rule was broken.
    pub violations: BTreeMap<String, usize>,
    /// Why it failed, if it did.
    pub failure: Option<String>,
    pub secs: f64,
    pub about: About,
}

impl Record {
    pub fn of(call: Call, outcome: &Result<Told>, took: Duration) -> Self {
        let failure = outcome.as_ref().err();
        Self {
            name: call.name.to_owned(),
            seed: call.seed,
            told: outcome.as_ref().ok().cloned().unwrap_or_default(),
            violations: failure.map(by_rule).unwrap_or_default(),
            failure: failure.map(|error| format!("{error:#}")),
            secs: took.as_secs_f64(),
            about: About::read(call.engine, call.nodes, None, command()),
        }
    }

    pub fn keep(&self, path: &Path) -> Result<()> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_string_pretty(self)? + "\n";
        std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    }
}

/// How this program was called, but for where the record goes.
fn command() -> String {
    let mut words = std::env::args().skip(1);
    let mut kept = Vec::new();
    while let Some(word) = words.next() {
        if word == "--out" {
            words.next();
        } else {
            kept.push(word);
        }
    }
    kept.join(" ")
}
