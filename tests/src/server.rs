//! A Causerie of one's own: the real binary, on a fresh database, stopped and swept away with the test.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{ExitStatus, Stdio};
use std::sync::OnceLock;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::Mutex;

use crate::client::Client;
use crate::doors::Doors;
use crate::engine::{Database, Engine};

/// The signing key of servers on PostgreSQL, where every node must be given the same one.
pub const KEY: &str = "0b5e9f6c1d8a47e2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d5e6f7081920";

/// A server process.
pub struct Server {
    pub engine: Engine,
    database: Database,
    address: String,
    settings: Vec<(String, String)>,
    /// A command that the server runs under, such as strace.
    wrapper: Vec<String>,
    process: Mutex<Option<Child>>,
    doors: Doors,
}

impl Server {
    /// Starts a server on a fresh database, without rate limits.
    pub async fn start(engine: Engine) -> Self {
        Self::with(engine, &[("CAUSERIE_RATE_LIMITS", "off")]).await
    }

    /// Starts a server on a fresh database with these settings.
    pub async fn with(engine: Engine, settings: &[(&str, &str)]) -> Self {
        Self::of(engine, Database::new(engine), settings, &[]).await
    }

    /// Starts a server on a database, under a command such as strace.
    pub async fn of(engine: Engine, database: Database, settings: &[(&str, &str)], wrapper: &[&str]) -> Self {
        let server = Self::idle(engine, database, settings, wrapper);
        server.run().await;
        server
    }

    /// A server that does not run yet: for [`Server::command`], and for [`Server::run`] later on.
    pub fn idle(engine: Engine, database: Database, settings: &[(&str, &str)], wrapper: &[&str]) -> Self {
        Self::idle_at("127.0.0.1", engine, database, settings, wrapper)
    }

    /// Like [`Server::idle`], at another address than usual.
    pub fn idle_at(host: &str, engine: Engine, database: Database, settings: &[(&str, &str)], wrapper: &[&str]) -> Self {
        let address = format!("{host}:{}", free_port("127.0.0.1"));
        Self {
            engine,
            database,
            doors: Doors::new([address.clone()]),
            address,
            settings: settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
            wrapper: wrapper.iter().map(|word| (*word).to_owned()).collect(),
            process: Mutex::default(),
        }
    }

    /// Starts the process again, at the same address and on the same database, and waits until it listens.
    pub async fn run(&self) {
        self.run_with(&[]).await;
    }

    /// Like [`Server::run`], with further variables of the environment for this life of it alone.
    pub async fn run_with(&self, variables: &[(&str, &str)]) {
        let mut process = self.process.lock().await;
        let mut command = self.command(&["serve"]);
        command.envs(variables.iter().copied());
        let log = std::fs::File::options().create(true).append(true).open(self.log_path()).expect("the log can be opened");
        let mut child = command.stdout(Stdio::piped()).stderr(log).kill_on_drop(true).spawn().expect("the server can be started");
        let mut lines = BufReader::new(child.stdout.take().expect("its output is piped")).lines();
        let listening = async {
            while let Ok(Some(line)) = lines.next_line().await {
                if line.starts_with("listening on ") {
                    return true;
                }
            }
            false
        };
        let is_up = tokio::time::timeout(Duration::from_secs(60), listening).await.unwrap_or(false);
        assert!(is_up, "the server did not come up; its log ends:\n{}", self.log_tail());
        // Its output goes on being read, so that the pipe never fills.
        tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
        *process = Some(child);
    }

    /// A command of the binary with this server's settings: `&["migrate", "status"]`.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut words: Vec<&std::ffi::OsStr> = self.wrapper.iter().map(AsRef::as_ref).collect();
        words.push(binary().as_os_str());
        let mut command = Command::new(words[0]);
        command.args(&words[1..]).args(arguments).env("CAUSERIE_LISTEN", &self.address).env("CAUSERIE_DATA_DIR", self.database.folder());
        if let Some(url) = self.database.url() {
            command.env("CAUSERIE_DATABASE_URL", url).env("CAUSERIE_JWT_KEY", KEY);
        }
        command.envs(self.settings.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Kills the process at once (SIGKILL).
    pub async fn kill(&self) {
        if let Some(mut process) = self.process.lock().await.take() {
            process.kill().await.expect("it can be killed");
        }
    }

    /// Asks the process to end (SIGTERM) and waits until it has.
    pub async fn terminate(&self) -> ExitStatus {
        let mut process = self.process.lock().await.take().expect("the server runs");
        signal(process.id().expect("it has not ended"), "TERM");
        tokio::time::timeout(Duration::from_secs(30), process.wait()).await.expect("it ends within 30 s").expect("it can be waited for")
    }

    /// Waits until the process has ended by itself; `None` when it has not in this time.
    pub async fn ended(&self, patience: Duration) -> Option<ExitStatus> {
        let mut process = self.process.lock().await;
        let status = tokio::time::timeout(patience, process.as_mut()?.wait()).await.ok()?.expect("it can be waited for");
        process.take();
        Some(status)
    }

    /// Sends the process a signal, such as `STOP`.
    pub async fn signal(&self, name: &str) {
        let process = self.process.lock().await;
        signal(process.as_ref().and_then(Child::id).expect("the server runs"), name);
    }

    /// The process's id.
    pub async fn id(&self) -> u32 {
        self.process.lock().await.as_ref().and_then(Child::id).expect("the server runs")
    }

    /// `127.0.0.1:port`.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A client without an account.
    pub fn client(&self) -> Client {
        Client::new(self.into())
    }

    /// The folder of the server's own files.
    pub fn folder(&self) -> PathBuf {
        self.database.folder()
    }

    /// The URL of the server's database.
    pub fn database_url(&self) -> String {
        let file = || format!("sqlite://{}", self.folder().join("causerie.db").display());
        self.database.url().map_or_else(file, str::to_owned)
    }

    /// Everything that the server has logged.
    pub fn log(&self) -> String {
        std::fs::read_to_string(self.log_path()).unwrap_or_default()
    }

    fn log_tail(&self) -> String {
        let log = self.log();
        let lines: Vec<&str> = log.lines().collect();
        lines[lines.len().saturating_sub(30)..].join("\n")
    }

    fn log_path(&self) -> PathBuf {
        self.database.folder().join("server.log")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if std::thread::panicking() {
            eprintln!("the server's log ends:\n{}", self.log_tail());
        }
    }
}

/// Sends a process a signal.
pub fn signal(id: u32, name: &str) {
    let sent = std::process::Command::new("kill").args(["-s", name, &id.to_string()]).status().expect("kill can be started");
    assert!(sent.success(), "no process {id} to send {name}");
}

impl From<&Server> for Doors {
    fn from(server: &Server) -> Self {
        server.doors.clone()
    }
}

/// A port that nobody listens on at an address of this machine.
pub fn free_port(host: &str) -> u16 {
    let listener = TcpListener::bind((host, 0)).expect("a port is free");
    listener.local_addr().expect("it has an address").port()
}

static BINARY: OnceLock<PathBuf> = OnceLock::new();

/// The server's binary: the one that `CAUSERIE_BIN` names, or the one of this build's profile, brought up to date first, so that no
/// test runs an old one.
pub fn binary() -> &'static Path {
    BINARY.get_or_init(|| named().unwrap_or_else(|| build("build", !cfg!(debug_assertions), &[])))
}

/// Lets every server of this process be one in which faults can be planted: the one that `CAUSERIE_BIN` names, or a debug build.
pub fn plant() {
    BINARY.get_or_init(|| named().unwrap_or_else(|| put_away(&build("build", false, &["--features", "planted"]), "causerie-planted")));
}

/// Lets every server of this process be one whose functions have their names still, so that it can be profiled.
pub fn keep_symbols() {
    BINARY.get_or_init(|| {
        named().unwrap_or_else(|| {
            let arguments = ["--bin", "causerie", "--", "-C", "strip=none"];
            put_away(&build("rustc", !cfg!(debug_assertions), &arguments), "causerie-symbols")
        })
    });
}

/// Away from its place, so that nothing else runs it; the next build puts the usual server there.
fn put_away(built: &Path, name: &str) -> PathBuf {
    let kept = built.with_file_name(name);
    std::fs::rename(built, &kept).expect("the target folder can be written to");
    kept
}

/// The binary that `CAUSERIE_BIN` names, which is used as it is.
pub fn named() -> Option<PathBuf> {
    std::env::var_os("CAUSERIE_BIN").map(PathBuf::from)
}

fn build(command: &str, is_release: bool, arguments: &[&str]) -> PathBuf {
    let mut cargo = std::process::Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args([command, "--quiet", "--locked", "--package", "causerie"]).args(is_release.then_some("--release"));
    cargo.args(arguments).current_dir(root());
    assert!(cargo.status().expect("cargo can be started").success(), "the server does not build");
    let own = std::env::current_exe().expect("this program has a path");
    let own_profile = if cfg!(debug_assertions) { "debug" } else { "release" };
    let folder = own.ancestors().find(|folder| folder.ends_with(own_profile)).expect("it stands below the profile's folder");
    folder.with_file_name(if is_release { "release" } else { "debug" }).join("causerie")
}

/// The top of the repository.
pub fn root() -> &'static Path {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own)
}
