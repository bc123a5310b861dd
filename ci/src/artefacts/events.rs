//! The reference of the event stream, as the server's page and as a page of the documentation: a section a frame, the close
//! codes, and how to resume.

mod diagram;
mod html;
mod markdown;
mod read;

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use super::Artefact;
use crate::run::root;
use crate::spec::contract;

pub const ARTEFACT: Artefact =
    Artefact { name: "the event reference", claims: &["server/assets/events.html", "docs/event-reference.md"], make };

/// All that the reference tells, in the order of the specification.
struct Reference {
    server: Vec<Frame>,
    client: Vec<Frame>,
    /// The objects that frames carry.
    records: Vec<Record>,
    close_codes: Vec<CloseCode>,
}

struct Frame {
    /// Its `type`.
    kind: String,
    /// The TypeScript type.
    typescript: String,
    /// The variant of Rust's enum.
    rust: String,
    /// When it comes, or what it asks.
    when: String,
    /// Whom it goes to, or what answers it.
    who: String,
    /// Whether it is in the log, and so comes again to those who were away.
    is_durable: bool,
    data: Record,
    example: String,
}

/// An object, field by field.
#[derive(Clone, PartialEq)]
struct Record {
    name: String,
    about: String,
    fields: Vec<Field>,
}

#[derive(Clone, PartialEq)]
struct Field {
    name: String,
    kind: Kind,
    is_required: bool,
    about: String,
}

#[derive(Clone, PartialEq)]
enum Kind {
    Plain(String),
    /// A record, and whether it is a list of them.
    Record(String, bool),
}

struct CloseCode {
    code: u64,
    meaning: String,
    action: String,
    advice: String,
}

fn make(out: &Path) -> Result<()> {
    let reference = read::reference(&contract()?)?;
    agree(&reference.close_codes)?;
    for (path, text) in [("server/assets/events.html", html::write(&reference)), ("docs/event-reference.md", markdown::write(&reference))] {
        let place = out.join(path);
        std::fs::create_dir_all(place.parent().context("it is below a folder")?)?;
        std::fs::write(place, text)?;
    }
    Ok(())
}

/// What the SDKs do on a close code is what the specification says.
fn agree(codes: &[CloseCode]) -> Result<()> {
    const VECTORS: &str = "sdk/vectors/close-codes.json";
    let text = std::fs::read_to_string(root().join(VECTORS)).with_context(|| format!("{VECTORS} cannot be read"))?;
    let vectors: Value = serde_json::from_str(&text).with_context(|| format!("{VECTORS} is not JSON"))?;
    let listed = vectors["codes"].as_array().into_iter().flatten();
    let kept: Vec<_> = listed.map(|row| (row["code"].as_u64(), row["action"].as_str())).collect();
    let said: Vec<_> = codes.iter().map(|row| (Some(row.code), Some(row.action.as_str()))).collect();
    if kept != said {
        bail!("{VECTORS} and x-close-codes of openapi.yaml differ");
    }
    Ok(())
}
