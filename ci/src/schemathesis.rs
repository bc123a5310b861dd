//! Cases that are drawn from the specification, good ones and bad ones, against a fresh server: each answer must be one that
//! the specification promises.

use anyhow::Result;

use crate::build;
use crate::run::{Check, run};
use crate::server::{Server, free_address};
use crate::venv::Venv;

pub const CHECK: Check = Check {
    name: "schemathesis",
    about: "the server answers as the specification promises to what schemathesis draws from it",
    repair: "mend openapi.yaml or the server; SCHEMATHESIS_EXAMPLES=200 SCHEMATHESIS_SECONDS=300 draw more",
    run: schemathesis,
};

/// The phases that draw for each operation by itself.
const SINGLY: &str = "examples,coverage,fuzzing";
/// How long sequences of calls are drawn, in seconds: what they come to hangs on the answers, so no number of them would do.
const SEQUENCES: &str = "45";

fn schemathesis() -> Result<()> {
    let venv = Venv::install("schemathesis")?;
    let binary = build::binary()?;
    let address = free_address()?;
    // So that the hooks may call from an address of their own.
    let settings = "env CAUSERIE_RATE_LIMITS=off CAUSERIE_TRUSTED_PROXIES=127.0.0.0/8";
    let server = Server::start(&format!("{settings} {}", binary.display()), address)?;
    let url = format!("http://{address}");
    let draw = |arguments: &[&str]| {
        let mut draw = venv.command("schemathesis", &["--config-file", "tests/schemathesis/schemathesis.toml"]);
        draw.args(["run", "openapi.yaml", "--url", &url]).args(arguments);
        // For the one role that only the command line gives.
        run(draw.env("CAUSERIE_BIN", &binary).env("CAUSERIE_DATA_DIR", server.folder().join("data")))
    };
    // Both are run, also when the first finds something.
    let singly = match std::env::var("SCHEMATHESIS_EXAMPLES") {
        Ok(examples) => draw(&["--phases", SINGLY, "--max-examples", &examples]),
        Err(_) => draw(&["--phases", SINGLY]),
    };
    let seconds = std::env::var("SCHEMATHESIS_SECONDS").unwrap_or_else(|_| SEQUENCES.to_owned());
    draw(&["--phases", "stateful", "--max-time", &seconds]).and(singly)
}
