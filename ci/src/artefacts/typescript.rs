//! The generated half of the TypeScript SDK, and the list of problems that the SDKs of all languages are held to.

use std::path::Path;

use anyhow::Result;

use super::Artefact;
use crate::run::run;
use crate::{npm, typescript};

pub const ARTEFACT: Artefact =
    Artefact { name: "the TypeScript SDK", claims: &["sdk/typescript/*.gen.ts", "sdk/vectors/problem-codes.json"], make };

fn make(out: &Path) -> Result<()> {
    npm::install(&typescript::folder())?;
    run(&mut typescript::script(&["generate", "--", "--out", &out.join("sdk").to_string_lossy()]))
}
