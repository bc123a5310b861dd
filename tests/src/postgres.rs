//! PostgreSQL for tests: a cluster of the installed programs in a temporary folder, with the durability of production.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use crate::guard::{Guard, search_path};
use crate::server::{free_port, signal};

/// What the guard runs: it makes the cluster, or copies another one, whose replica it then is; starts it again whenever it dies
/// unless it is to stay down, and ends it when its standard input is closed, which happens also when the tests are killed. Its
/// arguments: an address to listen on besides the socket, or nothing, the port, and for a replica the folder and port of what it
/// copies, and its delay.
const GUARD: &str = r#"
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/causerie-postgres-XXXXXX")
trap 'rm -rf "$folder"' EXIT
if [ -n "${3-}" ]; then
  pg_basebackup --pgdata "$folder/data" --host "$3" --port "$4" --username postgres --checkpoint fast --write-recovery-conf >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
  echo "recovery_min_apply_delay = $5" >>"$folder/data/postgresql.auto.conf"
else
  initdb --pgdata "$folder/data" --username postgres --auth trust --encoding UTF8 --locale C --no-sync >"$folder/log" 2>&1 || { cat "$folder/log" >&2; exit 1; }
fi
if [ -n "$1" ]; then echo "host all all 0.0.0.0/0 trust" >>"$folder/data/pg_hba.conf"; fi
supervise() {
  while [ ! -e "$folder/ended" ]; do
    if [ ! -e "$folder/down" ]; then
      postgres -D "$folder/data" -c listen_addresses="$1" -c port="$2" -c unix_socket_directories="$folder" -c max_connections=400 >>"$folder/log" 2>&1 || true
    fi
    sleep 0.2
  done
}
supervise "$1" "$2" &
for _ in $(seq 300); do pg_isready --quiet --host "$folder" --port "$2" --username postgres && break; sleep 0.1; done
pg_isready --quiet --host "$folder" --port "$2" --username postgres || { cat "$folder/log" >&2; kill %1; exit 1; }
echo "$folder"
cat >/dev/null
touch "$folder/ended"
# At once: what it would still write to disk is thrown away.
kill -QUIT "$(head -n 1 "$folder/data/postmaster.pid" 2>/dev/null)" 2>/dev/null || true
wait
"#;

/// A running cluster.
pub struct Postgres {
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
    databases: AtomicU32,
    /// Keeps it running.
    _guard: Guard,
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
        Self::guarded(&["", "5432"], 5432)
    }

    /// Starts a cluster of its own that listens on an address of this machine too.
    pub fn start_at(address: &str) -> Self {
        let port = free_port(address);
        Self::guarded(&[address, &port.to_string()], port)
    }

    /// Starts a replica of this cluster that streams what is written here, and shows it so much later.
    pub fn replicate(&self, delay: Duration) -> Self {
        let (folder, port, delay) = (self.folder.display().to_string(), self.port.to_string(), format!("{}ms", delay.as_millis()));
        Self::guarded(&["", "5432", &folder, &port, &delay], 5432)
    }

    fn guarded(arguments: &[&str], port: u16) -> Self {
        let programs = programs().expect("PostgreSQL is installed (Debian: apt-get install postgresql-15); `cargo ci engines` does it");
        let path = format!("{}:{}", programs.display(), search_path());
        let guard = Guard::start(GUARD, arguments, &path, unprivileged());
        Self { folder: guard.said().into(), programs, port, databases: AtomicU32::default(), _guard: guard }
    }

    /// An empty database; gives its URL.
    pub fn create_database(&self) -> String {
        self.url(&self.create())
    }

    /// An empty database; gives its name.
    pub fn create(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let made = self.program("createdb").arg(&name).status().expect("createdb can be started");
        assert!(made.success(), "createdb {name} failed");
        name
    }

    /// An empty database whose tables lie in a folder of their own; gives its name.
    pub fn create_in(&self, folder: &Path) -> String {
        let place = format!("CREATE TABLESPACE small LOCATION '{}'", folder.display());
        let made = self.program("psql").args(["--quiet", "--command", &place, "postgres"]).status().expect("psql can be started");
        assert!(made.success(), "no tablespace in {}", folder.display());
        let made = self.program("createdb").args(["--tablespace", "small", "small"]).status().expect("createdb can be started");
        assert!(made.success(), "createdb failed");
        "small".to_owned()
    }

    /// The URL of a database, over the socket.
    pub fn url(&self, name: &str) -> String {
        format!("postgres://postgres@localhost:{}/{name}?host={}", self.port, self.folder.display().to_string().replace('/', "%2F"))
    }

    /// The same for who comes by the address that it listens on.
    pub fn url_at(&self, host: &str, name: &str) -> String {
        format!("postgres://postgres@{host}:{}/{name}", self.port)
    }

    /// What prints a database of this cluster as SQL.
    pub fn dump(&self, url: &str) -> Command {
        let mut command = Command::new(self.programs.join("pg_dump"));
        command.args(["--inserts", "--dbname", url]);
        command
    }

    /// One of the programs, told where this cluster is.
    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        command.args(["--username", "postgres", "--port", &self.port.to_string(), "--host"]).arg(&self.folder);
        command
    }

    /// The process id of the postmaster, which changes with each start.
    pub fn postmaster(&self) -> Option<u32> {
        let text = std::fs::read_to_string(self.folder.join("data/postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok()
    }

    /// Whether it takes connections.
    pub fn takes_connections(&self) -> bool {
        self.program("pg_isready").arg("--quiet").status().is_ok_and(|status| status.success())
    }

    /// Stops it (SIGINT: sessions are ended), until [`Postgres::let_up`].
    pub fn put_down(&self) {
        std::fs::write(self.down(), "").expect("the cluster's folder can be written to");
        signal(self.postmaster().expect("PostgreSQL runs"), "INT");
    }

    /// Lets it start again.
    pub fn let_up(&self) {
        std::fs::remove_file(self.down()).expect("it was put down");
    }

    /// Sends all its processes a signal, such as `STOP`.
    pub fn signal(&self, name: &str) {
        let postmaster = self.postmaster().expect("PostgreSQL runs");
        // The postmaster first, so that it starts no others meanwhile.
        signal(postmaster, name);
        for id in children(postmaster) {
            // One of them may have ended by itself meanwhile.
            let _ = Command::new("kill").args(["-s", name, &id.to_string()]).stderr(Stdio::null()).status();
        }
    }

    fn down(&self) -> PathBuf {
        self.folder.join("down")
    }

    /// The folder with the socket, the data and the log.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

/// What the installed PostgreSQL says that it is.
pub fn version() -> String {
    let program = programs().map(|folder| folder.join("postgres")).unwrap_or_else(|| "postgres".into());
    let said = Command::new(program).arg("--version").output().map(|output| output.stdout).unwrap_or_default();
    String::from_utf8_lossy(&said).trim().to_owned()
}

/// The processes that one has started.
pub fn children(parent: u32) -> Vec<u32> {
    let entries = std::fs::read_dir("/proc").into_iter().flatten().flatten();
    let ids = entries.filter_map(|entry| entry.file_name().to_str()?.parse::<u32>().ok());
    ids.filter(|id| {
        let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).unwrap_or_default();
        // The name, in parentheses, may hold anything.
        let rest = stat.rsplit(") ").next().unwrap_or_default();
        rest.split(' ').nth(1) == Some(parent.to_string().as_str())
    })
    .collect()
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

/// Whose processes PostgreSQL's are, when this runs as root.
pub fn user() -> (u32, u32) {
    unprivileged().unwrap_or_default()
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
