//! The proof of the specification by a third language: a Python client is generated from it, its types hold, and a program that
//! uses it meets what the specification says. The client is thrown away.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::build;
use crate::run::{Check, run};
use crate::server::{Server, free_address};
use crate::venv::Venv;

pub const CHECK: Check = Check {
    name: "python",
    about: "a Python client is generated from the specification without a warning, and walks through the API",
    repair: "mend openapi.yaml where the generator warns, or tests/python/walk.py",
    run: python,
};

fn python() -> Result<()> {
    let venv = Venv::install("python")?;
    let client = generate(&venv)?;
    let arguments = ["--config-file", "tests/python/mypy.ini", "--cache-dir", "/dev/null", "tests/python/walk.py"];
    run(venv.command("mypy", &arguments).arg(&client).env("MYPYPATH", &client))?;
    let address = free_address()?;
    let _server = Server::start(&format!("env CAUSERIE_RATE_LIMITS=off {}", build::binary()?.display()), address)?;
    run(venv.command("python", &["tests/python/walk.py", &format!("http://{address}")]).env("PYTHONPATH", &client))
}

/// Generates the client; gives the folder from which it is imported.
fn generate(venv: &Venv) -> Result<PathBuf> {
    let folder = venv.folder().join("client");
    // Nothing of an earlier one may stay.
    std::fs::remove_dir_all(&folder).ok();
    std::fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
    let package = folder.join("causerie_client");
    let arguments = ["generate", "--path", "openapi.yaml", "--config", "tests/python/generator.yaml", "--meta", "none"];
    let mut generate = venv.command("openapi-python-client", &arguments);
    run(generate.arg("--fail-on-warning").arg("--output-path").arg(&package))?;
    Ok(folder)
}
