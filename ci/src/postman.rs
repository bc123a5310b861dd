//! The Postman collection is what the specification and the overlay give, and newman runs it against a fresh server.

use std::path::Path;

use anyhow::{Context, Result, bail};

use crate::npm;
use crate::run::{Check, command, root, run};
use crate::server::{Server, free_address};

pub const CHECK: Check = Check {
    name: "postman",
    about: "the Postman collection is generated from the specification, passes and covers it",
    repair: "node postman/build.mjs, or mend postman/overlay",
    run: postman,
};

const FILES: [&str; 3] = ["causerie.postman_collection.json", "ci.postman_environment.json", "local.postman_environment.json"];

fn postman() -> Result<()> {
    let folder = root().join("postman");
    npm::install(&folder)?;
    compare(&folder)?;
    let address = free_address()?;
    let _server = Server::start("env CAUSERIE_RATE_LIMITS=off cargo run --quiet --locked --release", address)?;
    run(&mut command("node", &["postman/run.mjs", &format!("http://{address}")]))
}

/// Generates into another folder and names the files that differ.
fn compare(folder: &Path) -> Result<()> {
    let fresh = std::env::temp_dir().join(format!("causerie-postman-{}", std::process::id()));
    std::fs::create_dir_all(&fresh).with_context(|| format!("cannot make {}", fresh.display()))?;
    let made = run(&mut command("node", &["postman/build.mjs", &fresh.to_string_lossy()]));
    let differing = made.map(|()| FILES.into_iter().filter(|name| !is_same(&fresh.join(name), &folder.join(name))).collect::<Vec<_>>());
    std::fs::remove_dir_all(&fresh).ok();
    let differing = differing?;
    if !differing.is_empty() {
        bail!("out of date, or edited by hand, in postman/: {}", differing.join(", "));
    }
    Ok(())
}

fn is_same(made: &Path, kept: &Path) -> bool {
    matches!((std::fs::read(made), std::fs::read(kept)), (Ok(made), Ok(kept)) if made == kept)
}
