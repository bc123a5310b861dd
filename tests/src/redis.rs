//! Redis for tests: one of the installed program that keeps nothing on disk, to be killed, frozen, emptied and started again.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::PathBuf;
use std::time::{Duration, Instant};

use crate::guard::{Guard, search_path};
use crate::server::{free_port, signal};

/// What the guard runs: it starts Redis whenever it does not run, unless it is to stay down, and ends it when its standard
/// input is closed. Its arguments: the addresses and the port.
const GUARD: &str = r#"
set -eu
folder=$(mktemp -d "${TMPDIR:-/tmp}/causerie-redis-XXXXXX")
trap 'rm -rf "$folder"' EXIT
command -v redis-server >/dev/null || { echo "redis-server is not installed (Debian: apt-get install redis-server)" >&2; exit 1; }
supervise() {
  while [ ! -e "$folder/ended" ]; do
    if [ ! -e "$folder/down" ]; then
      redis-server --bind $1 --port "$2" --protected-mode no --save "" --appendonly no --dir "$folder" --pidfile "$folder/pid" --daemonize no >>"$folder/log" 2>&1 &
      echo $! >"$folder/redis"
      wait $! || true
    fi
    sleep 0.05
  done
}
# That Redis was killed is no news.
supervise "$1" "$2" 2>/dev/null &
echo "$folder"
cat >/dev/null
touch "$folder/ended"
kill -KILL "$(cat "$folder/redis" 2>/dev/null)" 2>/dev/null || true
wait
"#;

const LOCAL: &str = "127.0.0.1";
/// How long an answer, or a start, may take.
const PATIENCE: Duration = Duration::from_secs(10);

/// A running Redis.
pub struct Redis {
    folder: PathBuf,
    address: SocketAddr,
    /// Keeps it running.
    _guard: Guard,
}

impl Redis {
    /// Starts one on a free port.
    ///
    /// # Panics
    /// When Redis is not installed or does not start.
    pub fn start() -> Self {
        Self::start_at(&[])
    }

    /// Starts one that listens on further addresses of this machine too.
    pub fn start_at(hosts: &[&str]) -> Self {
        let port = free_port(LOCAL);
        let all = [&[LOCAL], hosts].concat().join(" ");
        let guard = Guard::start(GUARD, &[&all, &port.to_string()], &search_path(), None);
        let address = format!("{LOCAL}:{port}").parse().expect("it is an address");
        let redis = Self { folder: guard.said().into(), address, _guard: guard };
        redis.wait_until_up();
        redis
    }

    /// What the setting `redis_url` must be.
    pub fn url(&self) -> String {
        self.url_at(LOCAL)
    }

    /// The same for who comes by another address.
    pub fn url_at(&self, host: &str) -> String {
        format!("redis://{host}:{}/", self.address.port())
    }

    /// Kills it at once (SIGKILL), until [`Redis::let_up`].
    pub fn put_down(&self) {
        std::fs::write(self.folder.join("down"), "").expect("its folder can be written to");
        signal(self.id(), "KILL");
    }

    /// Lets it start again, at the same address and empty, and waits until it answers.
    pub fn let_up(&self) {
        std::fs::remove_file(self.folder.join("down")).expect("it was put down");
        self.wait_until_up();
    }

    /// Ends it in good order, which its clients are told, and waits until it is up again.
    pub fn restart(&self) {
        signal(self.id(), "TERM");
        let begun = Instant::now();
        while TcpStream::connect(self.address).is_ok() && begun.elapsed() < PATIENCE {
            std::thread::sleep(Duration::from_millis(1));
        }
        self.wait_until_up();
    }

    /// Freezes it (SIGSTOP): connections stay open, and nothing is answered.
    pub fn freeze(&self) {
        signal(self.id(), "STOP");
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        signal(self.id(), "CONT");
    }

    /// Throws away all that it holds.
    pub fn flush(&self) {
        let answer = self.ask("FLUSHALL").expect("Redis answers");
        assert_eq!(answer, "+OK\r\n", "FLUSHALL");
    }

    /// From where it has connections, but for the one that asks.
    pub fn clients(&self) -> Vec<String> {
        let list = self.ask("CLIENT LIST").expect("Redis answers");
        let others = list.lines().filter(|line| !line.contains(" cmd=client"));
        others.filter_map(|line| Some(line.split_once(" addr=")?.1.split(' ').next()?.to_owned())).collect()
    }

    /// The process's id.
    pub fn id(&self) -> u32 {
        let text = std::fs::read_to_string(self.folder.join("redis")).expect("Redis was started");
        text.trim().parse().expect("it is a process id")
    }

    fn wait_until_up(&self) {
        let begun = Instant::now();
        while self.ask("PING").ok().as_deref() != Some("+PONG\r\n") {
            let log = || std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            assert!(begun.elapsed() < PATIENCE, "Redis did not come up: {}", log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks for something, on a connection of its own; gives all that comes.
    fn ask(&self, words: &str) -> std::io::Result<String> {
        let mut connection = TcpStream::connect_timeout(&self.address, PATIENCE)?;
        connection.set_read_timeout(Some(PATIENCE))?;
        connection.write_all(format!("{words}\r\nQUIT\r\n").as_bytes())?;
        let mut answer = String::new();
        connection.read_to_string(&mut answer)?;
        Ok(answer.strip_suffix("+OK\r\n").unwrap_or(&answer).to_owned())
    }
}
