//! A fresh server for a check: its own data in a temporary folder, stopped and swept away at the end.

use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::run::command;

/// A server that runs for as long as this lives.
pub struct Server {
    child: Child,
    folder: PathBuf,
}

impl Server {
    /// Starts the server with the shell command `start` on an empty data folder and waits until it listens at `address`.
    pub fn start(start: &str, address: SocketAddr) -> Result<Self> {
        if TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_ok() {
            bail!("something listens at {address} already; stop it first");
        }
        let folder = std::env::temp_dir().join(format!("causerie-ci-{}-{}", std::process::id(), address.port()));
        std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let log = std::fs::File::create(folder.join("server.log"))?;
        println!("$ {start}");
        let child = command("bash", &["-c", &format!("exec {start}")])
            .env("CAUSERIE_DATA_DIR", folder.join("data"))
            .env("CAUSERIE_LISTEN", address.to_string())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()
            .context("cannot start bash")?;
        let mut server = Self { child, folder };
        server.wait_until_open(address)?;
        Ok(server)
    }

    fn wait_until_open(&mut self, address: SocketAddr) -> Result<()> {
        let begun = Instant::now();
        while TcpStream::connect_timeout(&address, Duration::from_secs(1)).is_err() {
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}; its log:\n{}", self.log());
            }
            if begun.elapsed() > Duration::from_secs(900) {
                bail!("the server does not listen at {address}; its log:\n{}", self.log());
            }
            std::thread::sleep(Duration::from_millis(100));
        }
        Ok(())
    }

    /// The last lines that the server wrote.
    pub fn log(&self) -> String {
        let text = std::fs::read_to_string(self.folder.join("server.log")).unwrap_or_default();
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(40)..].join("\n")
    }

    /// The folder that is swept away at the end.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // SIGTERM first, so that the server drains as it does in service.
        let asked = Command::new("kill").arg(self.child.id().to_string()).status();
        let begun = Instant::now();
        while asked.is_ok() && begun.elapsed() < Duration::from_secs(15) && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(100));
        }
        if matches!(self.child.try_wait(), Ok(None)) {
            println!("the server did not end within 15 s of SIGTERM; its log:\n{}", self.log());
            self.child.kill().ok();
            self.child.wait().ok();
        }
        std::fs::remove_dir_all(&self.folder).ok();
    }
}

/// An address of this machine at which nothing listens.
pub fn free_address() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}
