//! The contract breaks nobody unsaid: `openapi.yaml` against the last released one, with CHANGELOG.md as the list of what
//! breaks on purpose.

mod operations;
mod places;
mod schemas;

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::{Check, root};
use crate::spec::{contract, normal, read};

pub const CHECK: Check = Check {
    name: "breaking",
    about: "no client of the last released openapi.yaml is broken, unless CHANGELOG.md says so",
    repair: "take the change back, or write its place into CHANGELOG.md under Unreleased, Breaking, and raise the major version",
    run: breaking,
};

const RELEASED: &str = "ci/released/openapi.yaml";

fn breaking() -> Result<()> {
    let (released, current) = (read(RELEASED)?, contract()?);
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md")).context("CHANGELOG.md cannot be read")?;
    let (was, is) = (version(&released)?, version(&current)?);
    if last_release(&changelog) != Some(was) {
        bail!("{RELEASED} has version {was}, which is not the last release of CHANGELOG.md");
    }
    let found = between(&released, &current)?;
    let faults = judge(&found, &declared(&changelog), major(was) < major(is));
    for fault in &faults {
        println!("{fault}");
    }
    println!("{} breaking changes since {was}, {} faults", found.len(), faults.len());
    if !faults.is_empty() {
        bail!("openapi.yaml breaks clients of {was} unsaid");
    }
    Ok(())
}

/// Each breaking change as `place: what changed`, in order.
fn between(old: &Value, new: &Value) -> Result<Vec<String>> {
    let (old, new) = (normal::normal(old, "/")?, normal::normal(new, "/")?);
    Ok(operations::breaking(&old, &new).into_iter().collect())
}

/// What is wrong with the changes found, given the places that CHANGELOG.md declares.
fn judge(found: &[String], declared: &BTreeSet<String>, is_major: bool) -> Vec<String> {
    let places: BTreeSet<&str> = found.iter().filter_map(|change| change.split_once(": ")).map(|(place, _)| place).collect();
    let unsaid = found.iter().filter(|change| change.split_once(": ").is_none_or(|(place, _)| !declared.contains(place)));
    let mut faults: Vec<String> = unsaid.map(|change| format!("breaks clients: {change}")).collect();
    let stale = declared.iter().filter(|place| !places.contains(place.as_str()));
    faults.extend(stale.map(|place| format!("CHANGELOG.md declares `{place}`, where nothing breaks")));
    if !found.is_empty() && !is_major {
        faults.push("a breaking change needs a higher major version of openapi.yaml".to_owned());
    }
    faults
}

/// The places in backticks that begin the items of "Breaking" under "Unreleased".
fn declared(changelog: &str) -> BTreeSet<String> {
    let unreleased = changelog.lines().skip_while(|line| *line != "## Unreleased").skip(1).take_while(|line| !line.starts_with("## "));
    let breaking = unreleased.skip_while(|line| *line != "### Breaking").skip(1).take_while(|line| !line.starts_with("### "));
    breaking.filter_map(|line| line.strip_prefix("- `")?.split_once('`')).map(|(place, _)| place.to_owned()).collect()
}

/// The version of the newest release: its heading is `## VERSION, DATE`.
fn last_release(changelog: &str) -> Option<&str> {
    let mut headings = changelog.lines().filter_map(|line| line.strip_prefix("## ")).filter(|heading| *heading != "Unreleased");
    headings.next().map(|heading| heading.split(',').next().unwrap_or(heading).trim())
}

fn version(document: &Value) -> Result<&str> {
    document["info"]["version"].as_str().context("the specification has no version")
}

fn major(version: &str) -> u32 {
    version.split('.').next().and_then(|major| major.parse().ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const CHANGELOG: &str = "# Changes\n\n## Unreleased\n\n### Breaking\n\n- `schemas/Room/properties/name`: it is `title` now.\n\n### Added\n\n- `x`: y\n\n## 1.2.0, 2026-11-27\n\n### Breaking\n\n- `old`: z\n";

    #[test]
    fn the_changelog_is_read() {
        assert_eq!(declared(CHANGELOG).into_iter().collect::<Vec<_>>(), ["schemas/Room/properties/name"]);
        assert_eq!(last_release(CHANGELOG), Some("1.2.0"));
    }

    #[test]
    fn a_break_is_declared_and_of_a_new_major_version_or_a_fault() {
        let found = ["schemas/Room/properties/name: removed".to_owned()];
        let said = declared(CHANGELOG);
        assert!(judge(&found, &said, true).is_empty());
        assert_eq!(judge(&found, &said, false).len(), 1);
        assert_eq!(judge(&found, &BTreeSet::new(), true), ["breaks clients: schemas/Room/properties/name: removed"]);
        assert_eq!(judge(&[], &said, true), ["CHANGELOG.md declares `schemas/Room/properties/name`, where nothing breaks"]);
    }
}
