//! On what a record was taken: the machine, the versions, the commit, and how it was called.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::report::number;
use super::stage::Cores;
use crate::Engine;
use crate::server::root;

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct About {
    pub date: String,
    pub commit: String,
    /// Whether files differed from the commit.
    pub is_changed: bool,
    pub is_release: bool,
    pub engine: String,
    pub nodes: usize,
    pub command: String,
    /// Whether the server was not this tree's: then the commit is that of the tree in which its binary lies.
    #[serde(skip_serializing_if = "is_false", default)]
    pub is_other: bool,
    pub processor: String,
    pub cores: usize,
    pub memory_mib: u64,
    pub kernel: String,
    /// Of the folder in which the databases lay.
    pub file_system: String,
    pub versions: Vec<String>,
    /// Which cores the servers, with their database and Redis, and the generator were kept to.
    pub pinned: Option<(String, String)>,
}

impl About {
    pub fn read(engine: Engine, nodes: usize, cores: Option<Cores>, command: String) -> Self {
        let file = |path: &str| std::fs::read_to_string(path).unwrap_or_default();
        let field = |text: &str, name: &str| {
            let line = text.lines().find_map(|line| line.strip_prefix(name));
            line.map(|line| line.trim_start_matches([' ', '\t', ':']).trim_end_matches(" kB").to_owned()).unwrap_or_default()
        };
        let folder = std::env::temp_dir().display().to_string();
        let mut versions = vec![say("rustc", &["--version"]), format!("causerie {}", env!("CARGO_PKG_VERSION"))];
        if engine == Engine::Postgres {
            versions.push(crate::postgres::version());
        }
        if nodes > 1 {
            versions.push(say("redis-server", &["--version"]));
        }
        let named = crate::server::named().and_then(|binary| Some(binary.canonicalize().ok()?.parent()?.to_owned()));
        let other = named.filter(|folder| !folder.starts_with(root()));
        let tree = other.as_deref().unwrap_or(root());
        Self {
            date: DateTime::<Utc>::from(SystemTime::now()).format("%Y-%m-%d %H:%M UTC").to_string(),
            commit: say_in(tree, "git", &["rev-parse", "--short=12", "HEAD"]),
            is_changed: !say_in(tree, "git", &["status", "--porcelain", "--untracked-files=no"]).is_empty(),
            is_release: !cfg!(debug_assertions),
            engine: if engine == Engine::Sqlite { "SQLite" } else { "PostgreSQL" }.to_owned(),
            nodes,
            command,
            is_other: other.is_some(),
            processor: field(&file("/proc/cpuinfo"), "model name"),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            memory_mib: field(&file("/proc/meminfo"), "MemTotal").parse::<u64>().unwrap_or_default() / 1024,
            kernel: file("/proc/sys/kernel/osrelease").trim().to_owned(),
            file_system: say("df", &["--output=fstype", &folder]).lines().last().unwrap_or_default().to_owned(),
            versions,
            pinned: cores.map(|cores| (cores.servers.to_owned(), cores.generator.to_owned())),
        }
    }
}

impl About {
    /// When, what and on which machine, in a few sentences.
    pub fn machine(&self) -> String {
        let changed = if self.is_changed { " with changes" } else { "" };
        let build = if self.is_release { "release" } else { "**debug**" };
        format!(
            "{}, {build} build of {}{changed}. {}, {} cores, {} MiB, Linux {}, databases on {}. {}.",
            self.date,
            self.commit,
            self.processor,
            self.cores,
            number(self.memory_mib as f64),
            self.kernel,
            self.file_system,
            self.versions.join(", "),
        )
    }
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What a program says; nothing where it is not there.
fn say(program: &str, arguments: &[&str]) -> String {
    say_in(root(), program, arguments)
}

fn say_in(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).current_dir(folder).output();
    output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default()
}
