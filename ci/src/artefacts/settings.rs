//! The sample of a settings file, as the server itself prints it.

use std::path::Path;

use anyhow::Result;

use super::Artefact;
use crate::run::{command, output};

pub const ARTEFACT: Artefact = Artefact { name: "the sample of the settings", claims: &["deploy/causerie.sample.toml"], make };

fn make(out: &Path) -> Result<()> {
    let sample = output(&mut command("cargo", &["run", "--quiet", "--locked", "--release", "--", "config", "sample"]))?;
    std::fs::create_dir_all(out.join("deploy"))?;
    Ok(std::fs::write(out.join("deploy/causerie.sample.toml"), sample)?)
}
