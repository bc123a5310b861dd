//! The programs that the checks need: the servers of PostgreSQL and Redis, strace, libfaketime, ip, curl, jq, openssl, HAProxy, Chromium
//! and Python. Installed where that is allowed.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::run::{Check, command, is_installed, run};

pub const CHECK: Check = Check {
    name: "engines",
    about: "PostgreSQL, Redis, strace, libfaketime, ip, curl, jq, openssl, HAProxy, Chromium, Python and Node.js are installed",
    repair: "apt-get install postgresql-15 redis-server strace libfaketime iproute2 curl jq openssl haproxy chromium python3-venv nodejs npm (Debian), or put their programs into PATH",
    run: engines,
};

fn engines() -> Result<()> {
    let lacking = missing();
    let packages: Vec<&str> = lacking.iter().filter_map(|(_, package)| *package).collect();
    if !packages.is_empty() && may_install() {
        run(&mut command("apt-get", &["update", "--quiet"]))?;
        let arguments = [&["install", "--yes", "--quiet", "--no-install-recommends"], &packages[..]].concat();
        run(command("apt-get", &arguments).env("DEBIAN_FRONTEND", "noninteractive"))?;
    }
    let lacking: Vec<&str> = missing().iter().map(|(program, _)| *program).collect();
    if !lacking.is_empty() {
        bail!("missing: {}", lacking.join(", "));
    }
    println!("PostgreSQL: {}", postgres().unwrap_or_default().display());
    Ok(())
}

/// Each missing program, and the Debian package that brings it.
fn missing() -> Vec<(&'static str, Option<&'static str>)> {
    let mut lacking = Vec::new();
    if postgres().is_none() {
        lacking.push(("PostgreSQL (initdb and postgres)", Some("postgresql-15")));
    }
    // The tests start Redis at ports of their own, so that the one that Debian starts is in nobody's way.
    for program in ["redis-server", "strace", "curl", "jq", "haproxy", "chromium"] {
        if !is_installed(program) {
            lacking.push((program, Some(program)));
        }
    }
    if !has_faketime() {
        lacking.push(("libfaketime", Some("libfaketime")));
    }
    if !is_installed("ip") {
        lacking.push(("ip", Some("iproute2")));
    }
    if !has_venv() {
        lacking.push(("python3 with venv", Some("python3-venv")));
    }
    // Debian's Node.js may be older than the linter takes, so it is left to whoever runs this.
    for program in ["node", "npm"] {
        if !is_installed(program) {
            lacking.push((program, None));
        }
    }
    lacking
}

/// Whether a library is there that lets a process have a clock of its own.
fn has_faketime() -> bool {
    let entries = std::fs::read_dir("/usr/lib").into_iter().flatten().flatten().map(|entry| entry.path());
    let mut folders = entries.chain([PathBuf::from("/usr/lib")]);
    folders.any(|folder| folder.join("faketime/libfaketimeMT.so.1").is_file())
}

/// Whether Python can make an environment with pip in it, which Debian has in a package of its own.
fn has_venv() -> bool {
    is_installed("python3") && command("python3", &["-c", "import ensurepip, venv"]).status().is_ok_and(|status| status.success())
}

/// The folder of PostgreSQL's programs: the newest of Debian's, or one of the search path.
fn postgres() -> Option<PathBuf> {
    let mut folders: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|versions| versions.filter_map(|entry| Some(entry.ok()?.path().join("bin"))).collect())
        .unwrap_or_default();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("postgres").is_file())
}

fn may_install() -> bool {
    is_installed("apt-get") && std::fs::read_to_string("/proc/self/status").is_ok_and(|status| status.contains("\nUid:\t0\t0\t"))
}
