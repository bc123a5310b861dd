//! One day of a real channel is played against a server; every member's received list, the history and the
//! transcript must agree.

use anyhow::{Result, anyhow};

use crate::build;
use crate::run::{Check, cargo};
use crate::server::{Server, free_address};

pub const CHECK: Check = Check {
    name: "replay",
    about: "a day of a real channel arrives whole, once and in order",
    repair: "mend what it names; alone: cargo run -p tests --release -- replay tests/data/2004-11-15_03.raw.txt",
    run: replay,
};

const DAY: &str = "tests/data/2004-11-15_03.raw.txt";

fn replay() -> Result<()> {
    build::server()?;
    let address = free_address()?;
    let server = Server::start("env CAUSERIE_RATE_LIMITS=off cargo run --quiet --locked --release", address)?;
    let url = format!("http://{address}");
    cargo(&["run", "--quiet", "--locked", "--release", "--package", "tests", "--", "replay", "--url", &url, DAY])
        .map_err(|error| anyhow!("{error:#}; the server's log ends:\n{}", server.log()))
}
