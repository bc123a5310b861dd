//! The server's pages in a real browser: complete by themselves, without faults or barriers, and good for trying things out.

use anyhow::Result;

use crate::npm;
use crate::run::{Check, command, root, run};
use crate::server::{Server, free_address};

pub const CHECK: Check = Check {
    name: "pages",
    about: "the pages for explorers work in Chromium: nothing from elsewhere, no fault, no barrier, trying out",
    repair: "mend server/assets or server/src/api/operations/pages.rs; target/pages has pictures of what the browser saw",
    run: pages,
};

fn pages() -> Result<()> {
    let folder = root().join("tests/pages");
    npm::install(&folder)?;
    let address = free_address()?;
    let _server = Server::start("env CAUSERIE_RATE_LIMITS=off cargo run --quiet --locked --release", address)?;
    let mut test = command("npm", &["test", "--silent"]);
    run(test.current_dir(folder).env("CAUSERIE_URL", format!("http://{address}")).env("CAUSERIE_PICTURES", root().join("target/pages")))
}
