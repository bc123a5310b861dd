//! Redocly's linter, at the version that `ci/package-lock.json` pins.

use anyhow::Result;

use crate::npm;
use crate::run::{command, root, run};

/// Installs the linter when it is absent or of another version, and runs it.
pub fn lint() -> Result<()> {
    npm::install(&root().join("ci"))?;
    let program = "ci/node_modules/.bin/redocly";
    run(command(program, &["lint", "--config", "redocly.yaml", "openapi.yaml"])
        .env("REDOCLY_TELEMETRY", "off")
        .env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true"))
}
