//! A server of our own for the journey, and what tests share.

use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The binary that `CAUSERIE_BIN` names, on a data folder and a port of its own.
pub struct Server {
    binary: PathBuf,
    folder: tempfile::TempDir,
    port: u16,
    child: Option<Child>,
}

impl Server {
    pub fn start() -> Result<Self> {
        let named = std::env::var_os("CAUSERIE_BIN").context("CAUSERIE_BIN names no server: build one and name it")?;
        let binary = PathBuf::from(named);
        if !binary.is_file() {
            bail!("there is no {}: build the server, or name another one by CAUSERIE_BIN", binary.display());
        }
        let port = std::net::TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let mut server = Self { binary, folder: tempfile::tempdir()?, port, child: None };
        server.begin()?;
        Ok(server)
    }

    pub fn url(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Starts the binary, and waits until it listens.
    pub fn begin(&mut self) -> Result<()> {
        let mut child = Command::new(&self.binary)
            .current_dir(self.folder.path())
            .env("CAUSERIE_LISTEN", format!("127.0.0.1:{}", self.port))
            .env("CAUSERIE_DATA_DIR", self.folder.path())
            .env("CAUSERIE_RATE_LIMITS", "off")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()?;
        let begun = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", self.port)).is_err() {
            if let Some(status) = child.try_wait()? {
                bail!("the server ended with {status}");
            }
            if begun.elapsed() > Duration::from_secs(60) {
                child.kill()?;
                bail!("the server does not listen");
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        self.child = Some(child);
        Ok(())
    }

    /// Ends the server, by a signal, and waits until it is gone.
    pub fn end(&mut self, signal: &str) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            Command::new("kill").args(["-s", signal, &child.id().to_string()]).status()?;
            child.wait()?;
        }
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(mut child) = self.child.take() {
            child.kill().ok();
            child.wait().ok();
        }
    }
}
