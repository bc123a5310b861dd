//! The TypeScript SDK: its packages build, hold and stay small.

use std::path::PathBuf;

use anyhow::Result;

use crate::run::{Check, command, root, run};
use crate::{build, npm};

pub const CHECK: Check = Check {
    name: "typescript",
    about: "the TypeScript SDK passes its tests, also in a browser, and is small",
    repair: "npm test or npm run size in sdk/typescript, whichever failed",
    run: typescript,
};

fn typescript() -> Result<()> {
    npm::install(&folder())?;
    let server = build::binary()?;
    // Builds the packages first.
    run(script(&["test"]).env("CAUSERIE_BIN", server))?;
    run(&mut script(&["size"]))
}

/// Installs what the packages need and builds them; gives the folder that they are found from.
pub fn packages() -> Result<PathBuf> {
    npm::install(&folder())?;
    run(&mut script(&["build"]))?;
    Ok(folder().join("node_modules"))
}

/// The workspace of the packages.
pub fn folder() -> PathBuf {
    root().join("sdk/typescript")
}

/// One of the workspace's scripts.
pub fn script(arguments: &[&str]) -> std::process::Command {
    let mut command = command("npm", &[&["run", "--silent"], arguments].concat());
    command.current_dir(folder());
    command
}
