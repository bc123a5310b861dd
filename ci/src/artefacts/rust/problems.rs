//! The codes of the server's problems, open to those that a later server adds.

use anyhow::{Context, Result};
use serde_json::Value;

use super::pascal;

pub fn emit(vectors: &Value) -> Result<String> {
    let problems = vectors["problems"].as_array().context("the list of problems has none")?;
    let mut codes = String::new();
    let mut known = String::new();
    for problem in problems {
        let said = |key: &str| problem[key].as_str().with_context(|| format!("a problem has no {key}"));
        let (code, title) = (said("code")?, said("title")?);
        let status = problem["status"].as_u64().context("a problem has no status")?;
        codes += &format!("        /// {title}.\n        {} = {code:?},\n", pascal(code));
        known += &format!("    ({code:?}, {status}),\n");
    }
    Ok(format!(
        "crate::open::enumerations! {{\n    /// What kind of problem the server has answered.\n    ProblemCode {{\n{codes}    }}\n}}\n\n\
         /// Every problem that this version knows, with its HTTP status.\npub const PROBLEMS: &[(&str, u16)] = &[\n{known}];\n"
    ))
}
