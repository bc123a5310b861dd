//! The records of which `docs/reliability.md` is made, in a folder of their own below the target folder.

use std::path::PathBuf;

use anyhow::{Context, Result};
use serde_json::Value;

use crate::run::{command, run, target};

const PAGE: &str = "docs/reliability.md";

/// The folder of the records of a check, with nothing in it.
pub fn empty(name: &str) -> Result<PathBuf> {
    let folder = target().join("reliability").join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| format!("{} cannot be emptied", folder.display()))?;
    }
    std::fs::create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    Ok(folder)
}

/// Keeps the record of a check that has one alone.
pub fn keep(name: &str, record: &Value) -> Result<()> {
    let path = empty(name)?.join(format!("{name}.json"));
    std::fs::write(&path, format!("{record:#}\n")).with_context(|| format!("{} cannot be written", path.display()))
}

/// Makes the page of all records that there are.
pub fn write_page() -> Result<()> {
    let mut records = Vec::new();
    for name in ["faults", "mutants"] {
        let entries = std::fs::read_dir(target().join("reliability").join(name)).into_iter().flatten().flatten();
        let mut found: Vec<String> = entries.map(|entry| entry.path().display().to_string()).collect();
        found.sort();
        records.extend(found);
    }
    let tests = ["run", "--quiet", "--locked", "--release", "--package", "tests", "--", "faults", "report", "--write", PAGE];
    run(command("cargo", &tests).args(&records))
}
