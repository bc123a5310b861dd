//! A script beside the tests that keeps a program running, and sweeps it away when the tests end, even if they are killed.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::process::{Child, ChildStdin, Command, Stdio};

/// A running script. It says one line when all is ready, and ends when its standard input is closed.
pub struct Guard {
    process: Child,
    /// Closing it ends the script.
    leash: Option<ChildStdin>,
    said: String,
}

impl Guard {
    /// Starts a script of bash with these arguments, as that user and group when given.
    ///
    /// # Panics
    /// When it ends without a word: a missing program is a failure, not a skipped test.
    pub fn start(script: &str, arguments: &[&str], path: &str, user: Option<(u32, u32)>) -> Self {
        let mut command = Command::new("bash");
        command.args(["-c", script, "guard"]).args(arguments).env("PATH", path).current_dir("/");
        if let Some((uid, gid)) = user {
            command.uid(uid).gid(gid);
        }
        let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("bash can be started");
        let leash = process.stdin.take().expect("its input is piped");
        let mut said = String::new();
        BufReader::new(process.stdout.take().expect("its output is piped")).read_line(&mut said).expect("it can be read");
        assert!(!said.trim().is_empty(), "the guard did not come up; its words are above");
        Self { process, leash: Some(leash), said: said.trim().to_owned() }
    }

    /// What it said when all was ready.
    pub fn said(&self) -> &str {
        &self.said
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        drop(self.leash.take());
        // A script that cannot be waited for has ended already.
        let _ = self.process.wait();
    }
}

/// The search path of this process.
pub fn search_path() -> String {
    std::env::var("PATH").unwrap_or_default()
}
