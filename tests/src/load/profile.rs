//! Where the servers' time goes: samples that `perf` takes of their processes while they are measured, by thread and by library.

use std::collections::BTreeMap;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use tempfile::TempDir;
use tokio::process::Child;

use crate::server::signal;

/// Samples a second. Not a round number, so that what is done by the clock is not met each time.
const SAMPLES: &str = "997";
/// What has less than so much of the time is summed up.
const LEAST_SHARE: f64 = 0.01;
const REST: &str = "all others";

/// Where the time of one run went.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Profile {
    pub run: String,
    pub cpu_us_per_message: f64,
    pub parts: Vec<Part>,
}

/// What one library used in threads of one name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Part {
    pub thread: String,
    pub code: String,
    /// Of all samples, from 0 to 1.
    pub share: f64,
    /// The function that was met most often.
    pub most_in: String,
}

/// `perf`, at work.
pub struct Sampler {
    perf: Child,
    folder: TempDir,
    /// The ids of the processes, as perf reads them.
    processes: String,
}

impl Sampler {
    pub fn start(processes: &[u32]) -> Result<Self> {
        let folder = tempfile::tempdir()?;
        let ids: Vec<String> = processes.iter().map(u32::to_string).collect();
        let mut command = tokio::process::Command::new("perf");
        // Of everything that runs: sampled by process, a lone message took the servers twice as long.
        command.args(["record", "--quiet", "--freq", SAMPLES, "--all-cpus", "--output"]).arg(folder.path().join("samples"));
        let perf = command.stderr(Stdio::null()).kill_on_drop(true).spawn();
        Ok(Self { perf: perf.context("perf (of linux-perf) can be started")?, folder, processes: ids.join(",") })
    }

    /// Ends the sampling, and tells where the time went.
    pub async fn stop(mut self) -> Result<Vec<Part>> {
        signal(self.perf.id().context("perf has ended by itself; may this user sample?")?, "INT");
        self.perf.wait().await?;
        let mut command = Command::new("perf");
        command.args(["report", "--stdio", "--no-children", "--fields", "overhead,comm,dso,sym", "--field-separator", ";"]);
        command.args(["--pid", &self.processes, "--percentage", "relative", "--input"]).arg(self.folder.path().join("samples"));
        let output = command.output()?;
        ensure!(output.status.success(), "perf report: {}", String::from_utf8_lossy(&output.stderr));
        let parts = fold(&String::from_utf8_lossy(&output.stdout));
        ensure!(!parts.is_empty(), "perf has no samples");
        Ok(parts)
    }
}

/// Sums the lines of a report up: `3.13%;thread;binary;[.] function`.
fn fold(report: &str) -> Vec<Part> {
    let mut found: BTreeMap<(String, String), Vec<(f64, &str)>> = BTreeMap::new();
    for line in report.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.splitn(4, ';').map(str::trim).collect();
        let &[share, thread, binary, symbol] = fields.as_slice() else { continue };
        let Ok(percent) = share.trim_end_matches('%').parse::<f64>() else { continue };
        let function = symbol.split_once("] ").map_or(symbol, |(_, function)| function);
        found.entry((thread.to_owned(), code(binary, function))).or_default().push((percent / 100.0, function));
    }
    let part = |((thread, code), lines): ((String, String), Vec<(f64, &str)>)| {
        let most_in = lines.iter().max_by(|one, other| one.0.total_cmp(&other.0)).map_or("", |line| line.1).to_owned();
        Part { thread, code, share: lines.iter().map(|line| line.0).sum(), most_in }
    };
    let (mut parts, small): (Vec<Part>, Vec<Part>) = found.into_iter().map(part).partition(|part| part.share >= LEAST_SHARE);
    parts.sort_by(|one, other| other.share.total_cmp(&one.share));
    if !small.is_empty() {
        let share = small.iter().map(|part| part.share).sum();
        parts.push(Part { thread: REST.to_owned(), code: String::new(), share, most_in: String::new() });
    }
    parts
}

/// The library that a function is of; of the server's own code the module.
fn code(binary: &str, function: &str) -> String {
    if binary.starts_with('[') {
        return "kernel".to_owned();
    }
    if !binary.starts_with("causerie") {
        return binary.to_owned();
    }
    let path = function.trim_start_matches(|letter: char| !letter.is_alphanumeric() && letter != '_');
    let mut names = path.split("::");
    let krate = names.next().unwrap_or_default();
    match names.next() {
        // What has no path is C: the database, the cryptography, and what gives out memory.
        None if function.contains("aws_lc") => "aws-lc".to_owned(),
        None if path.trim_start_matches('_').starts_with("mi_") => "mimalloc".to_owned(),
        None if function.starts_with("0x") => "code without names".to_owned(),
        None => "SQLite".to_owned(),
        Some(module) if krate == "causerie" => format!("causerie::{module}"),
        Some(_) => krate.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn samples_are_summed_by_thread_and_library() {
        let report = "# a comment\n\
            40.00%;worker;causerie-symbols;[.] causerie::api::schema::Spec::at\n\
            2.00%;worker;causerie-symbols;[.] <causerie::api::House as poem::Endpoint>::call\n\
            20.00%;worker;[kernel.kallsyms];[k] finish_task_switch.isra.0\n\
            10.00%;database;causerie-symbols;[.] sqlite3VdbeExec\n\
            15.00%;database;causerie-symbols;[.] balance;nonroot\n\
            12.00%;database;libc.so.6;[.] memmove\n\
            0.60%;database;causerie-symbols;[.] <flume::IntoIter<T> as core::iter::Iterator>::next\n\
            0.40%;worker;causerie-symbols;[.] aws_lc_0_1_sha512\n\
            1.50%;worker;causerie-symbols;[.] _mi_page_malloc_zero\n\
            3.00%;worker;causerie;[.] 0x00000000001f2a40\n\n";
        let told: Vec<_> = fold(report).into_iter().map(|part| (part.code, (part.share * 1000.0).round(), part.most_in)).collect();
        let told: Vec<_> = told.iter().map(|(code, share, most_in)| (code.as_str(), *share, most_in.as_str())).collect();
        let expected = [
            ("causerie::api", 420.0, "causerie::api::schema::Spec::at"),
            ("SQLite", 250.0, "balance;nonroot"),
            ("kernel", 200.0, "finish_task_switch.isra.0"),
            ("libc.so.6", 120.0, "memmove"),
            ("code without names", 30.0, "0x00000000001f2a40"),
            ("mimalloc", 15.0, "_mi_page_malloc_zero"),
            ("", 10.0, ""),
        ];
        assert_eq!(told, expected);
    }
}
