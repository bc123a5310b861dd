//! The Postman collection, run by newman against a fresh server.

use anyhow::Result;

use crate::npm;
use crate::run::{Check, command, root, run};
use crate::server::{Server, free_address};

pub const CHECK: Check = Check {
    name: "postman",
    about: "the Postman collection passes and covers the specification",
    repair: "mend postman/overlay, then cargo ci write",
    run: postman,
};

fn postman() -> Result<()> {
    npm::install(&root().join("postman"))?;
    let address = free_address()?;
    let _server = Server::start("env CAUSERIE_RATE_LIMITS=off cargo run --quiet --locked --release", address)?;
    run(&mut command("node", &["postman/run.mjs", &format!("http://{address}")]))
}
