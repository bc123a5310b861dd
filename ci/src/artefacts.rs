//! Everything that is generated and checked in: `cargo ci write` makes it anew, `cargo ci drift` holds what is kept to what
//! is made.

mod assets;
mod compare;
mod events;
mod postman;
mod problems;
mod rust;
mod schema;
mod settings;
mod typescript;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};

use crate::run::{Check, command, output, root};

pub const CHECK: Check = Check {
    name: "drift",
    about: "what is generated is what its sources give: no difference, no edit by hand, no orphan",
    repair: "mend the source (openapi.yaml, problems.rs, …), then cargo ci write",
    run: drift,
};

/// Files that something makes.
struct Artefact {
    name: &'static str,
    /// Pathspecs of git: the places that only this fills. A file there that it does not make is an orphan.
    claims: &'static [&'static str],
    /// Makes the files below another folder, at the paths that they have in the repository.
    make: fn(&Path) -> Result<()>,
}

/// Later ones may read what earlier ones have made.
const ALL: &[Artefact] = &[
    typescript::ARTEFACT,
    rust::ARTEFACT,
    postman::ARTEFACT,
    events::ARTEFACT,
    problems::ARTEFACT,
    assets::ARTEFACT,
    schema::ARTEFACT,
    settings::ARTEFACT,
];

/// Files by their paths in the repository.
type Files = BTreeMap<String, Vec<u8>>;

/// Makes everything anew, in place, and takes orphans away.
pub fn write() -> Result<()> {
    let mut changed = 0;
    for (artefact, made) in make_all()? {
        let kept = kept(artefact)?;
        for (path, content) in made.iter().filter(|(path, content)| kept.get(*path) != Some(*content)) {
            let place = root().join(path);
            std::fs::create_dir_all(place.parent().unwrap_or(&root()))?;
            std::fs::write(&place, content).with_context(|| format!("{path} cannot be written"))?;
            println!("written: {path}");
            changed += 1;
        }
        for path in kept.keys().filter(|path| !made.contains_key(*path)) {
            std::fs::remove_file(root().join(path)).with_context(|| format!("{path} cannot be removed"))?;
            println!("removed: {path}, which nothing makes");
            changed += 1;
        }
    }
    println!("{changed} files changed");
    Ok(())
}

fn drift() -> Result<()> {
    let mut faults = Vec::new();
    for (artefact, made) in make_all()? {
        println!("{:>4} files of {} compared", made.len(), artefact.name);
        faults.extend(compare::differences(&made, &kept(artefact)?));
    }
    for fault in &faults {
        println!("{fault}");
    }
    if !faults.is_empty() {
        bail!("what is kept is not what its sources give, in {} files", faults.len());
    }
    Ok(())
}

/// What each artefact is by its sources.
fn make_all() -> Result<Vec<(&'static Artefact, Files)>> {
    let folder = std::env::temp_dir().join(format!("causerie-artefacts-{}", std::process::id()));
    let made = ALL.iter().map(|artefact| Ok((artefact, make(artefact, &folder)?))).collect();
    std::fs::remove_dir_all(&folder).ok();
    made
}

fn make(artefact: &Artefact, folder: &Path) -> Result<Files> {
    let before = below(folder)?;
    std::fs::create_dir_all(folder)?;
    (artefact.make)(folder).with_context(|| format!("{} cannot be made", artefact.name))?;
    let mut made = below(folder)?;
    made.retain(|path, _| !before.contains_key(path));
    if made.is_empty() {
        bail!("{} has made no file", artefact.name);
    }
    Ok(made)
}

/// What the repository has in the places of an artefact; what git ignores is not looked at.
fn kept(artefact: &Artefact) -> Result<Files> {
    let arguments = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--"];
    let listed = output(&mut command("git", &[&arguments[..], artefact.claims].concat()))?;
    let paths = listed.split('\0').filter(|path| !path.is_empty() && root().join(path).is_file());
    paths.map(|path| Ok((path.to_owned(), std::fs::read(root().join(path))?))).collect()
}

/// All files below a folder.
fn below(top: &Path) -> Result<Files> {
    let mut found = Files::new();
    let mut folders: Vec<PathBuf> = if top.is_dir() { vec![top.to_path_buf()] } else { Vec::new() };
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(top)?.to_string_lossy().into_owned(), std::fs::read(&path)?);
            }
        }
    }
    Ok(found)
}
