//! Which specification all this is of, and the table of its operations.

use anyhow::{Context, Result};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::{referred, snake};

const METHODS: &[&str] = &["get", "put", "post", "patch", "delete"];

pub fn emit(text: &str, document: &Value) -> Result<String> {
    let hash = hex::encode(Sha256::digest(text.as_bytes()));
    let version = document["info"]["version"].as_str().context("openapi.yaml has no version")?;
    let mut rows = String::new();
    for (path, item) in document["paths"].as_object().context("openapi.yaml has no paths")? {
        for method in METHODS.iter().filter(|method| item[**method].is_object()) {
            rows += &row(path, method, &item[*method]).with_context(|| format!("{method} {path} has no operationId"))?;
        }
    }
    Ok(format!(
        "/// The SHA-256 of the `openapi.yaml` that all this was generated from.\npub const SPEC_SHA256: &str = {hash:?};\n\
         /// Its version.\npub const SPEC_VERSION: &str = {version:?};\n\n\
         /// Every operation of the specification.\npub const OPERATIONS: &[crate::Operation] = &[\n{rows}];\n"
    ))
}

fn row(path: &str, method: &str, operation: &Value) -> Option<String> {
    let id = operation["operationId"].as_str()?;
    let parameters = operation["parameters"].as_array().into_iter().flatten();
    let has_key = parameters.filter_map(referred).any(|name| name == "IdempotencyKey");
    let is_open = operation["security"].as_array().is_none_or(Vec::is_empty);
    let is_socket = operation.get("x-websocket").is_some();
    let (call, method) = (snake(id), method.to_uppercase());
    Some(format!(
        "    crate::Operation {{ id: {id:?}, call: {call:?}, method: {method:?}, path: {path:?}, has_key: {has_key}, is_open: {is_open}, is_socket: {is_socket} }},\n"
    ))
}
