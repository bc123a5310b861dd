//! The page of the documentation on every problem, from the list that the SDKs are held to.

use std::fmt::Write;
use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Artefact;

pub const ARTEFACT: Artefact = Artefact { name: "the page on problems", claims: &["docs/problems.md"], make };

const BEGIN: &str = "<!-- @generated from server/src/domain/problems.rs by `cargo ci write`; do not edit. -->

# Every problem

What the service can answer instead of what was asked ([errors](errors.md)). A server has a page for each: `/problems/CODE`.

";

/// From the list that was made just before, out of the server's own.
fn make(out: &Path) -> Result<()> {
    let text = std::fs::read_to_string(out.join("sdk/vectors/problem-codes.json")).context("the list of problems was not made")?;
    let list: Value = serde_json::from_str(&text)?;
    let problems = list["problems"].as_array().context("the list has no problems")?;
    let mut page = BEGIN.to_owned();
    page.push_str("| code | status | retry | what happened |\n|---|---|---|---|\n");
    for problem in problems {
        let word = |key: &str| problem[key].as_str().unwrap_or_default();
        let retry = if problem["may_succeed_later"] == true { "yes" } else { "no" };
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | {retry} | {2} |", word("code"), problem["status"], word("title"));
    }
    for problem in problems {
        let word = |key: &str| problem[key].as_str().unwrap_or_default();
        let again =
            if problem["may_succeed_later"] == true { "The same request may succeed later." } else { "The same request will fail again." };
        let _ = write!(
            page,
            "\n## <a id=\"{0}\"></a>`{0}`, {1}\n\n**{2}.** {3}\n\n{4} {again}\n",
            word("code"),
            problem["status"],
            word("title"),
            word("why"),
            word("advice")
        );
    }
    std::fs::create_dir_all(out.join("docs"))?;
    Ok(std::fs::write(out.join("docs/problems.md"), page)?)
}
