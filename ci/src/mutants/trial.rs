//! One check against one server: a behaviour test by its name, or a command of the crate `tests`.

use std::fmt;
use std::path::Path;

use anyhow::{Context, Result};
use regex::Regex;

use super::is_debug;
use crate::run::command;

/// How a check is run.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// One behaviour test, by its whole name.
    Behaviour(&'static str),
    /// `tests` with these arguments.
    Command(&'static [&'static str]),
}

/// What a check came to.
pub struct Said {
    has_run: bool,
    succeeded: bool,
    words: String,
}

impl How {
    /// Runs it against a binary, with a fault or none.
    pub fn run(self, binary: &Path, fault: Option<&str>) -> Result<Said> {
        let mut words = match self {
            Self::Behaviour(_) => vec!["test", "--quiet", "--locked", "--package", "tests", "--test", "behaviour"],
            Self::Command(_) => vec!["run", "--quiet", "--locked", "--package", "tests"],
        };
        if !is_debug() {
            words.push("--release");
        }
        words.push("--");
        match self {
            Self::Behaviour(name) => words.extend(["--exact", name]),
            Self::Command(arguments) => words.extend(arguments),
        }
        let mut cargo = command("cargo", &words);
        cargo.env("CAUSERIE_BIN", binary).env("RUST_BACKTRACE", "0").env_remove("CAUSERIE_PLANTED");
        if let Some(fault) = fault {
            cargo.env("CAUSERIE_PLANTED", fault);
        }
        println!("$ {}{self}", fault.map(|fault| format!("CAUSERIE_PLANTED={fault} ")).unwrap_or_default());
        let output = cargo.output().context("cargo can be started")?;
        let words = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        // A name that fits no test passes with none.
        let has_run = matches!(self, Self::Command(_)) || words.contains("running 1 test");
        Ok(Said { has_run, succeeded: output.status.success(), words })
    }
}

impl Said {
    pub fn has_passed(&self) -> bool {
        self.has_run && self.succeeded
    }

    /// The line of its complaint, when it failed, and by a complaint of this form.
    pub fn complaint(&self, form: &str) -> Option<String> {
        let form = Regex::new(form).expect("the table's expressions are right");
        let line = self.words.lines().find(|line| form.is_match(line)).filter(|_| self.has_run && !self.succeeded)?;
        Some(line.trim().chars().take(160).collect())
    }

    /// Its last lines.
    pub fn tail(&self) -> String {
        let lines: Vec<&str> = self.words.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }
}

impl fmt::Display for How {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Behaviour(name) => out.write_str(name),
            Self::Command(arguments) => out.write_str(&arguments.join(" ")),
        }
    }
}
