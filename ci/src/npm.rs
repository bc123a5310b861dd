//! Packages of npm, as their lock files pin them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::run::{command, run};

/// Installs what the lock file of a folder names, when something else or nothing is there.
pub fn install(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    let wanted = std::fs::read(&lock).with_context(|| format!("{} cannot be read", lock.display()))?;
    let stamp = folder.join("node_modules").join(".installed");
    if std::fs::read(&stamp).ok().as_ref() != Some(&wanted) {
        run(command("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(folder))?;
        std::fs::write(&stamp, &wanted)?;
    }
    Ok(())
}
