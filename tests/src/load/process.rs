//! Processes as the kernel tells of them: processor time, memory, which cores they may use, how many files they may open.

use std::collections::HashMap;
use std::process::Command;
use std::sync::LazyLock;

use anyhow::{Context, Result, bail, ensure};

/// Ticks of the kernel's clock in a second.
static TICKS: LazyLock<f64> = LazyLock::new(|| {
    let told = Command::new("getconf").arg("CLK_TCK").output().expect("getconf (of the C library) can be started");
    String::from_utf8_lossy(&told.stdout).trim().parse().expect("it tells how long a tick is")
});

/// What a process and all that it has started use.
#[derive(Clone, Copy, Debug, Default)]
pub struct Usage {
    pub cpu_secs: f64,
    /// Memory of its own, and its share of what is shared.
    pub pss_kib: u64,
    pub resident_kib: u64,
}

impl Usage {
    /// Of these processes and all that they have started.
    pub fn of(roots: &[u32]) -> Self {
        let table = Table::read();
        let mut usage = Self::default();
        for id in table.tree(roots) {
            usage.cpu_secs += table.0.get(&id).map_or(0.0, |line| line.cpu_secs);
            // One that has ended meanwhile uses nothing any more.
            let rollup = std::fs::read_to_string(format!("/proc/{id}/smaps_rollup")).unwrap_or_default();
            usage.pss_kib += kib(&rollup, "Pss:");
            usage.resident_kib += kib(&rollup, "Rss:");
        }
        usage
    }

    /// Of this process alone.
    pub fn own_cpu_secs() -> f64 {
        Table::read().0.get(&std::process::id()).map_or(0.0, |line| line.cpu_secs)
    }
}

fn kib(text: &str, name: &str) -> u64 {
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse().ok()).unwrap_or_default()
}

struct Line {
    parent: u32,
    /// With that of the children it has waited for, which a database has many of.
    cpu_secs: f64,
}

struct Table(HashMap<u32, Line>);

impl Table {
    fn read() -> Self {
        let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
        let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
        Self(ids.filter_map(|id| Some((id, line(&std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?)?))).collect())
    }

    fn tree(&self, roots: &[u32]) -> Vec<u32> {
        let mut found = roots.to_vec();
        let mut at = 0;
        while at < found.len() {
            let parent = found[at];
            found.extend(self.0.iter().filter(|(_, line)| line.parent == parent).map(|(id, _)| *id));
            at += 1;
        }
        found
    }
}

fn line(stat: &str) -> Option<Line> {
    // The name, in parentheses, may hold anything. After it: state, parent, …; the times are the 12th to the 15th.
    let fields: Vec<&str> = stat.rsplit_once(") ")?.1.split(' ').collect();
    let ticks: u64 = fields.get(11..15)?.iter().filter_map(|field| field.parse::<u64>().ok()).sum();
    Some(Line { parent: fields.get(1)?.parse().ok()?, cpu_secs: ticks as f64 / *TICKS })
}

/// How long all cores together have been busy, by whatever it was.
pub fn busy_secs() -> f64 {
    let stat = std::fs::read_to_string("/proc/stat").unwrap_or_default();
    let all = stat.lines().next().unwrap_or_default();
    let fields: Vec<u64> = all.split_whitespace().skip(1).take(8).filter_map(|field| field.parse().ok()).collect();
    let idle: u64 = fields.iter().skip(3).take(2).sum();
    (fields.iter().sum::<u64>() - idle) as f64 / *TICKS
}

/// Lets processes, with all that they have started and will start, use these cores only: `0`.
pub fn pin(roots: &[u32], cores: &str) -> Result<()> {
    for id in Table::read().tree(roots) {
        let set = Command::new("taskset").args(["-a", "-c", "-p", cores, &id.to_string()]).output();
        let set = set.context("taskset (of util-linux) can be started")?;
        let is_gone = || !std::path::Path::new(&format!("/proc/{id}")).exists();
        ensure!(set.status.success() || is_gone(), "taskset: {}", String::from_utf8_lossy(&set.stderr));
    }
    Ok(())
}

/// Lets this process, and those that it starts, have so many files open.
pub fn raise_file_limit(files: usize) -> Result<()> {
    let own = std::process::id().to_string();
    let set = |limit: String| Command::new("prlimit").args(["--pid", &own, &limit]).output();
    // The soft limit first, which everybody may raise up to the hard one.
    let is_set = set(format!("--nofile={files}:")).context("prlimit (of util-linux) can be started")?.status.success();
    if !is_set && !set(format!("--nofile={files}:{files}"))?.status.success() {
        bail!("{files} open files are needed; raise the hard limit (ulimit -Hn {files})");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_of_the_kernel_is_read_whatever_the_program_is_called() {
        let stat = "42 (a) b (c) S 7 42 42 0 -1 4194560 1 2 3 4 100 50 20 30 20 0 1 0 5 6 7";
        let line = line(stat).expect("it is a line");
        assert_eq!((line.parent, (line.cpu_secs * *TICKS).round()), (7, 200.0));
    }

    #[test]
    fn this_process_uses_memory() {
        let usage = Usage::of(&[std::process::id()]);
        assert!(usage.pss_kib > 100 && usage.resident_kib >= usage.pss_kib, "{usage:?}");
    }
}
