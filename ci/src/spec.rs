//! What the handlers declare is what `openapi.yaml` says, both ways.

mod difference;
pub mod normal;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{Check, command, output, root};

pub const CHECK: Check = Check {
    name: "spec",
    about: "the handlers declare what openapi.yaml says, and the other way round",
    repair: "edit openapi.yaml first, then the handler; `cargo run --release -- openapi` prints what the handlers declare",
    run: spec,
};

/// Reads `openapi.yaml`.
pub fn contract() -> Result<Value> {
    read("openapi.yaml")
}

/// Reads a specification of the repository.
pub fn read(path: &str) -> Result<Value> {
    let text = std::fs::read_to_string(root().join(path)).with_context(|| format!("{path} cannot be read"))?;
    serde_yaml::from_str(&text).with_context(|| format!("{path} is not YAML"))
}

/// What the handlers declare: everything below it.
const DECLARED: &str = "/api/v1";

fn spec() -> Result<()> {
    let declared = output(&mut command("cargo", &["run", "--quiet", "--locked", "--release", "--", "openapi"]))?;
    let declared: Value = serde_json::from_str(&declared).context("`causerie openapi` does not print JSON")?;
    let contract = normal::normal(&contract()?, DECLARED).context("openapi.yaml")?;
    let code = normal::normal(&declared, DECLARED).context("the handlers' declaration")?;
    let differences = difference::between(&contract, &code);
    for line in &differences {
        println!("{line}");
    }
    let count = |section: &str| contract[section].as_object().map_or(0, serde_json::Map::len);
    println!("{} paths and {} schemas compared, {} differences", count("paths"), count("schemas"), differences.len());
    if !differences.is_empty() {
        bail!("openapi.yaml and the handlers differ in {} places", differences.len());
    }
    Ok(())
}
