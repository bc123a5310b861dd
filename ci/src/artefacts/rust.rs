//! The generated half of the Rust SDK: operations and types by progenitor, and what it cannot make, by emitters of our own.

mod enums;
mod frames;
mod operations;
mod problems;
mod spec;
mod view;

use std::path::Path;

use anyhow::{Context, Result};
use serde_json::Value;

use super::Artefact;
use crate::run::root;

pub const ARTEFACT: Artefact = Artefact { name: "the Rust SDK", claims: &["sdk/rust/src/generated"], make };

const HEADER: &str = "// @generated from openapi.yaml by `cargo ci write`; do not edit.\n";

fn make(out: &Path) -> Result<()> {
    let text = std::fs::read_to_string(root().join("openapi.yaml")).context("openapi.yaml cannot be read")?;
    let document: Value = serde_yaml::from_str(&text).context("openapi.yaml is no YAML")?;
    let vectors = vectors(out)?;
    let files = [
        ("operations.rs", operations::emit(&document)?),
        ("frames.rs", printed(&frames::emit(&document)?)?),
        ("enums.rs", enums::emit(&document)),
        ("problems.rs", problems::emit(&vectors)?),
        ("spec.rs", spec::emit(&text, &document)?),
    ];
    let folder = out.join("sdk/rust/src/generated");
    std::fs::create_dir_all(&folder)?;
    for (name, source) in files {
        std::fs::write(folder.join(name), format!("{HEADER}\n{source}"))?;
    }
    Ok(())
}

/// The list of problems: the one that was made just now, or the one that is kept.
fn vectors(out: &Path) -> Result<Value> {
    const PLACE: &str = "sdk/vectors/problem-codes.json";
    let made = out.join(PLACE);
    let place = if made.is_file() { made } else { root().join(PLACE) };
    let text = std::fs::read_to_string(&place).with_context(|| format!("{} cannot be read", place.display()))?;
    Ok(serde_json::from_str(&text)?)
}

/// Source as a printer would have it.
fn printed(source: &str) -> Result<String> {
    let file = syn::parse_file(source).with_context(|| format!("what was made is no Rust:\n{source}"))?;
    Ok(prettyplease::unparse(&file))
}

/// The schemas of the document, by name.
fn schemas(document: &Value) -> &serde_json::Map<String, Value> {
    static NONE: std::sync::LazyLock<serde_json::Map<String, Value>> = std::sync::LazyLock::new(Default::default);
    document["components"]["schemas"].as_object().unwrap_or(&NONE)
}

/// The name of the schema that something refers to, itself or by a single `allOf`.
fn referred(schema: &Value) -> Option<&str> {
    let reference = schema["$ref"].as_str().or_else(|| match schema["allOf"].as_array().map(Vec::as_slice) {
        Some([only]) => only["$ref"].as_str(),
        _ => None,
    });
    reference?.rsplit('/').next()
}

/// `message.created` or `read_status` as the name of a type.
fn pascal(name: &str) -> String {
    let words = name.split(['.', '_', '-', ' ']).filter(|word| !word.is_empty());
    words.map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

/// `createRoom` as the name of a function.
fn snake(name: &str) -> String {
    let mut made = String::new();
    for letter in name.chars() {
        if letter.is_ascii_uppercase() {
            made.push('_');
        }
        made.push(letter.to_ascii_lowercase());
    }
    made
}

/// A description as the lines of a comment.
fn comment(text: &str, indent: &str) -> String {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let last = lines.last_mut().expect("there is one from the start");
        if last.len() + word.len() > 110 {
            lines.push(word.to_owned());
        } else {
            if !last.is_empty() {
                last.push(' ');
            }
            last.push_str(word);
        }
    }
    lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{indent}/// {line}\n")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_those_of_rust() {
        assert_eq!(pascal("room.read_status"), "RoomReadStatus");
        assert_eq!(snake("listRooms"), "list_rooms");
        assert_eq!(referred(&serde_json::json!({ "allOf": [{ "$ref": "#/components/schemas/Role" }], "description": "x" })), Some("Role"));
    }

    #[test]
    fn what_is_made_is_the_same_each_time() -> Result<()> {
        let folders = [1, 2].map(|number| std::env::temp_dir().join(format!("causerie-rust-{}-{number}", std::process::id())));
        for folder in &folders {
            make(folder)?;
        }
        for name in ["operations.rs", "frames.rs", "enums.rs", "problems.rs", "spec.rs"] {
            let [one, two] = folders.each_ref().map(|folder| std::fs::read_to_string(folder.join("sdk/rust/src/generated").join(name)));
            let one = one?;
            assert!(one.starts_with(HEADER), "{name} says that it is generated");
            assert_eq!(one, two?, "{name}");
        }
        for folder in &folders {
            std::fs::remove_dir_all(folder)?;
        }
        Ok(())
    }
}
