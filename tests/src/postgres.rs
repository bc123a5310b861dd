//! PostgreSQL for tests: a cluster of the installed programs in a temporary folder, with the durability of production.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// What the guard runs: it makes the cluster, starts it again whenever it dies, and ends it when its standard input is
/// closed, which happens also when the tests are killed.
const GUARD: &str = r#"
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/causerie-postgres-XXXXXX")
trap 'rm -rf "$folder"' EXIT
initdb --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
supervise() {
  while [ ! -e "$folder/ended" ]; do
    postgres -D "$folder/data" -c listen_addresses= -c unix_socket_directories="$folder" -c max_connections=400 >>"$folder/log" 2>&1 || true
    sleep 0.2
  done
}
supervise &
for _ in $(seq 300); do pg_isready --quiet --host "$folder" --username postgres && break; sleep 0.1; done
pg_isready --quiet --host "$folder" --username postgres || { cat "$folder/log" >&2; kill %1; exit 1; }
echo "$folder"
cat >/dev/null
touch "$folder/ended"
kill -INT "$(head -n 1 "$folder/data/postmaster.pid")"
wait
"#;

/// A running cluster.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    guard: Child,
    /// Closing it ends the cluster.
    leash: Option<ChildStdin>,
    databases: AtomicU32,
}

/// The cluster of this process, started when it is first asked for.
pub fn shared() -> &'static Postgres {
    static SHARED: OnceLock<Postgres> = OnceLock::new();
    SHARED.get_or_init(Postgres::start)
}

impl Postgres {
    /// Starts a cluster of its own.
    ///
    /// # Panics
    /// When PostgreSQL is not installed or does not start: a missing engine is a failure, not a skipped test.
    pub fn start() -> Self {
        let programs = programs().expect("PostgreSQL is installed (Debian: apt-get install postgresql-15); `cargo ci engines` does it");
        let path = std::env::var("PATH").unwrap_or_default();
        let mut command = Command::new("bash");
        command.args(["-c", GUARD]).env("PATH", format!("{}:{path}", programs.display())).current_dir("/");
        if let Some((uid, gid)) = unprivileged() {
            command.uid(uid).gid(gid);
        }
        let mut guard = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("bash can be started");
        let leash = guard.stdin.take().expect("its input is piped");
        let mut folder = String::new();
        BufReader::new(guard.stdout.take().expect("its output is piped")).read_line(&mut folder).expect("it can be read");
        assert!(!folder.trim().is_empty(), "PostgreSQL did not start; its words are above");
        Self { folder: folder.trim().into(), programs, guard, leash: Some(leash), databases: AtomicU32::default() }
    }

    /// An empty database; gives its URL.
    pub fn create_database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let made = Command::new(self.programs.join("createdb"))
            .args(["--username", "postgres", "--host"])
            .arg(&self.folder)
            .arg(&name)
            .status()
            .expect("createdb can be started");
        assert!(made.success(), "createdb {name} failed");
        self.url(&name)
    }

    fn url(&self, name: &str) -> String {
        format!("postgres://postgres@localhost/{name}?host={}", self.folder.display().to_string().replace('/', "%2F"))
    }

    /// The process id of the postmaster, which changes with each start.
    pub fn postmaster(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    /// The programs' folder.
    pub fn programs(&self) -> &std::path::Path {
        &self.programs
    }

    /// The folder with the socket, the data and the log.
    pub fn folder(&self) -> &std::path::Path {
        &self.folder
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        drop(self.leash.take());
        // A guard that cannot be waited for has ended already.
        let _ = self.guard.wait();
    }
}

/// The folder of `initdb` and `postgres`: the newest of Debian's, or one of the search path.
fn programs() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

/// For root, which PostgreSQL refuses to run as: the user `postgres`, or else `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    if !status.contains("\nUid:\t0\t") {
        return None;
    }
    let users = std::fs::read_to_string("/etc/passwd").ok()?;
    let ids = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        let mut fields = line.split(':').skip(2);
        Some((fields.next()?.parse().ok()?, fields.next()?.parse().ok()?))
    };
    ids("postgres").or_else(|| ids("nobody"))
}
