//! Redocly's linter, at the version that `ci/package-lock.json` pins.

use anyhow::{Context, Result};

use crate::run::{command, root, run};

/// Installs the linter when it is absent or of another version, and runs it.
pub fn lint() -> Result<()> {
    let folder = root().join("ci");
    let wanted = std::fs::read(folder.join("package-lock.json")).context("ci/package-lock.json cannot be read")?;
    let stamp = folder.join("node_modules").join(".installed");
    if std::fs::read(&stamp).ok().as_ref() != Some(&wanted) {
        run(command("npm", &["ci", "--ignore-scripts", "--no-audit", "--no-fund"]).current_dir(&folder))?;
        std::fs::write(&stamp, &wanted)?;
    }
    let program = "ci/node_modules/.bin/redocly";
    run(command(program, &["lint", "--config", "redocly.yaml", "openapi.yaml"])
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"))
}
