//! The Postman collection and its environments.

use std::path::Path;

use anyhow::Result;

use super::Artefact;
use crate::npm;
use crate::run::{command, root, run};

pub const ARTEFACT: Artefact =
    Artefact { name: "the Postman collection", claims: &["postman/*.postman_collection.json", "postman/*.postman_environment.json"], make };

fn make(out: &Path) -> Result<()> {
    npm::install(&root().join("postman"))?;
    let folder = out.join("postman");
    std::fs::create_dir_all(&folder)?;
    run(&mut command("node", &["postman/build.mjs", &folder.to_string_lossy()]))
}
