//! What the server's pages load and others have written: Swagger UI, out of its npm package.

use std::path::Path;

use anyhow::{Context, Result, bail};

use super::Artefact;
use crate::npm;
use crate::run::root;

pub const ARTEFACT: Artefact = Artefact {
    name: "Swagger UI",
    claims: &["server/assets/swagger-ui/", ":!server/assets/swagger-ui/README.md", ":!server/assets/swagger-ui/start.js"],
    make,
};

const FILES: [&str; 5] = ["LICENSE", "NOTICE", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "swagger-ui.css"];

/// As they are in the package, but for the line that names a source map: nobody serves one.
fn make(out: &Path) -> Result<()> {
    let assets = root().join("server/assets");
    npm::install(&assets)?;
    let (package, folder) = (assets.join("node_modules/swagger-ui-dist"), out.join("server/assets/swagger-ui"));
    std::fs::create_dir_all(&folder)?;
    for file in FILES {
        let content = std::fs::read_to_string(package.join(file)).with_context(|| format!("swagger-ui-dist has no {file}"))?;
        let content = content.split("/*# sourceMappingURL=").next().unwrap_or_default();
        if content.contains("sourceMappingURL=") {
            bail!("{file} names a source map in another way");
        }
        std::fs::write(folder.join(file), content)?;
    }
    Ok(())
}
