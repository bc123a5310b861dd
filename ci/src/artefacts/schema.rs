//! The page on the database's schema, with its diagram.

use std::path::Path;

use anyhow::Result;

use super::Artefact;
use crate::build;
use crate::run::{command, output};

pub const ARTEFACT: Artefact = Artefact { name: "the schema", claims: &["docs/schema.md"], make };

/// From the tables of a database that a server has migrated, so that the page cannot say what the migrations do not.
fn make(out: &Path) -> Result<()> {
    build::server()?;
    let page = output(&mut command("cargo", &["run", "--quiet", "--locked", "--release", "--package", "tests", "--", "schema"]))?;
    std::fs::create_dir_all(out.join("docs"))?;
    Ok(std::fs::write(out.join("docs/schema.md"), page)?)
}
