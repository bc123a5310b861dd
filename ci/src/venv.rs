//! Programs of Python, as a requirements file pins them: each set in a folder of its own below `target`.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::run::{command, root, run, target};

/// The programs that `tests/NAME/requirements.txt` names.
pub struct Venv {
    folder: PathBuf,
}

impl Venv {
    /// Installs what the requirements file names, when something else or nothing is there.
    pub fn install(name: &str) -> Result<Self> {
        let list = root().join("tests").join(name).join("requirements.txt");
        let wanted = std::fs::read(&list).with_context(|| format!("{} cannot be read", list.display()))?;
        let venv = Self { folder: target().join("venv").join(name) };
        let stamp = venv.folder.join(".installed");
        if std::fs::read(&stamp).ok().as_ref() != Some(&wanted) {
            run(&mut command("python3", &["-m", "venv", "--clear", &venv.folder.to_string_lossy()]))?;
            let arguments = ["-m", "pip", "--quiet", "--disable-pip-version-check", "install", "--no-deps", "--requirement"];
            run(venv.command("python", &arguments).arg(&list))?;
            // The file is to name all that is needed.
            run(&mut venv.command("python", &["-m", "pip", "--disable-pip-version-check", "check"]))?;
            std::fs::write(&stamp, &wanted)?;
        }
        Ok(venv)
    }

    /// One of the programs; it finds the others.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let programs = self.folder.join("bin");
        let mut command = command(&programs.join(program).to_string_lossy(), arguments);
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::iter::once(programs).chain(std::env::split_paths(&path));
        command.env("PATH", std::env::join_paths(path).unwrap_or_default()).env("PYTHONDONTWRITEBYTECODE", "1");
        command
    }

    /// Where they are installed.
    pub fn folder(&self) -> &Path {
        &self.folder
    }
}
