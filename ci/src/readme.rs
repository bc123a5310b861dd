//! The README does what it says: its walk-through and its quick start are run as written, against a server that its own
//! command starts.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use crate::build;
use crate::run::{Check, command, root, run};
use crate::server::Server;
use crate::typescript;

pub const CHECK: Check = Check {
    name: "readme",
    about: "the walk-through and the quick start of README.md run as written",
    repair: "mend the block of README.md that failed, or the server",
    run: readme,
};

fn readme() -> Result<()> {
    let text = std::fs::read_to_string(root().join("README.md")).context("README.md cannot be read")?;
    let start = blocks(&text, "sh").into_iter().flat_map(|block| block.lines().map(str::to_owned).collect::<Vec<_>>());
    let start = start.map(|line| line.split('#').next().unwrap_or_default().trim().to_owned());
    let start =
        start.into_iter().find(|line| line.starts_with("cargo run")).context("README.md names no command that starts the server")?;
    let walk = blocks(&text, "bash");
    let quick = blocks(&text, "ts");
    let rust = blocks(&text, "rust");
    if walk.is_empty() || quick.is_empty() || rust.is_empty() {
        bail!("README.md lacks a bash block, a ts block or a rust block");
    }
    build::server()?;
    let packages = typescript::packages()?;
    // The address that the walk-through names, which is the default.
    let server = Server::start(&start, SocketAddr::from(([127, 0, 0, 1], 8080)))?;
    let script = server.folder().join("walk.sh");
    std::fs::write(&script, format!("set -euo pipefail\n{}", walk.join("\n")))?;
    let told = |error| anyhow!("{error:#}; the server's log ends:\n{}", server.log());
    run(&mut command("bash", &["-x", &script.to_string_lossy()])).map_err(told)?;
    // It goes on where the walk-through ends. Its types are checked with the SDK.
    std::os::unix::fs::symlink(packages, server.folder().join("node_modules"))?;
    for (number, block) in quick.iter().enumerate() {
        let program = server.folder().join(format!("quick-{number}.mjs"));
        std::fs::write(&program, block)?;
        run(&mut command("node", &["--experimental-websocket", &program.to_string_lossy()])).map_err(told)?;
    }
    for block in &rust {
        run(&mut quick_start(block, server.folder())?).map_err(told)?;
    }
    Ok(())
}

/// A crate of a rust block, which depends on the SDK and is built where the workspace is.
fn quick_start(block: &str, folder: &Path) -> Result<Command> {
    let folder = folder.join("quick-rust");
    std::fs::create_dir_all(folder.join("src"))?;
    let sdk = root().join("sdk/rust");
    let manifest = format!(
        "[workspace]\n[package]\nname = \"quick-start\"\nversion = \"0.0.0\"\nedition = \"2024\"\n[dependencies]\n\
         causerie-sdk = {{ path = {sdk:?} }}\ntokio = {{ version = \"1\", features = [\"full\"] }}\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest)?;
    std::fs::write(folder.join("src/main.rs"), block)?;
    // The versions of the workspace.
    std::fs::copy(root().join("Cargo.lock"), folder.join("Cargo.lock"))?;
    let mut cargo = command("cargo", &["run", "--quiet"]);
    cargo.current_dir(&folder).env("CARGO_TARGET_DIR", target());
    Ok(cargo)
}

/// Where the workspace is built.
fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), |folder| root().join(folder))
}

/// The texts of the fenced blocks in this language, in order.
fn blocks(text: &str, language: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let Some(opened) = line.strip_prefix("```") else { continue };
        let block: Vec<&str> = lines.by_ref().take_while(|line| !line.starts_with("```")).collect();
        if opened.trim() == language {
            found.push(block.join("\n"));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_told_apart_by_their_language() {
        let text = "a\n```sh\none\n```\n```bash\ntwo\nthree\n```\n```\nfour\n```\n";
        assert_eq!(blocks(text, "bash"), ["two\nthree"]);
        assert_eq!(blocks(text, "sh"), ["one"]);
    }
}
