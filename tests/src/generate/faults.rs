//! Values that a schema forbids, each with one fault, and the place where the answer must name it.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::{Value, json};

use super::{MARK, flat, new_id};
use crate::contract::contract;

/// One fault that can be put into a valid value.
#[derive(Clone, Debug)]
pub struct Fault {
    /// What is wrong, for messages.
    pub name: String,
    /// Where, as a JSON pointer.
    pub pointer: String,
    /// What stands there; `None` when it is missing.
    pub value: Option<Value>,
}

impl Fault {
    fn new(name: &str, pointer: &str, value: Option<Value>) -> Self {
        Self { name: name.to_owned(), pointer: pointer.to_owned(), value }
    }

    /// Puts the fault into a value.
    pub fn put_into(&self, whole: &mut Value) {
        let Some((parent, last)) = self.pointer.rsplit_once('/') else {
            *whole = self.value.clone().unwrap_or_default();
            return;
        };
        let name = last.replace("~1", "/").replace("~0", "~");
        match whole.pointer_mut(parent) {
            Some(Value::Object(fields)) => match &self.value {
                Some(value) => drop(fields.insert(name, value.clone())),
                None => drop(fields.remove(&name)),
            },
            Some(Value::Array(items)) => {
                let at: usize = last.parse().expect("an index");
                items[at] = self.value.clone().unwrap_or_default();
            }
            _ => panic!("there is nothing at {parent}"),
        }
    }
}

/// Every fault that a schema forbids, for a value that fits it.
pub fn faults(schema: &Value, valid: &Value) -> Vec<Fault> {
    let mut found = Vec::new();
    collect(&flat(schema), Some(valid), "", &mut found);
    found
}

fn collect(schema: &Value, valid: Option<&Value>, at: &str, found: &mut Vec<Fault>) {
    for (name, value) in candidates(schema) {
        // U+0000 fits many schemas, and is no text that can be stored.
        let is_nul = name == "U+0000" && (schema["type"] == "string" || !fits(schema, &value));
        if is_nul || !fits(schema, &value) {
            found.push(Fault::new(&name, at, Some(value)));
        }
    }
    let Some(valid) = valid else { return };
    if let Some(Value::Object(properties)) = schema.get("properties") {
        for (name, property) in properties {
            collect(&flat(property), valid.get(name), &format!("{at}/{name}"), found);
        }
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            found.push(Fault::new("missing", &format!("{at}/{name}"), None));
        }
        if schema["additionalProperties"] == false {
            found.push(Fault::new("an unknown property", &format!("{at}/unknown_property"), Some(MARK.into())));
            found.push(Fault::new("an unknown property with a slash", &format!("{at}/a~1b"), Some(json!([MARK]))));
        }
    }
    if let (Some(items), Some(0)) = (schema.get("items"), valid.as_array().map(|all| all.len().saturating_sub(1))) {
        collect(&flat(items), valid.get(0), &format!("{at}/0"), found);
    }
}

fn fits(schema: &Value, value: &Value) -> bool {
    contract().fits(schema, value)
}

/// Values worth trying against a schema; those that fit it are left out by the caller.
fn candidates(schema: &Value) -> Vec<(String, Value)> {
    let kind = schema["type"].as_str().unwrap_or_default();
    let mut all: Vec<(String, Value)> = [
        ("null", Value::Null),
        ("a boolean", json!(true)),
        ("a number", json!(7)),
        ("a fraction", json!(1.5)),
        ("a negative number", json!(-1)),
        ("2^63", json!(1_u64 << 63)),
        ("a string", json!(MARK)),
        ("an array", json!([MARK])),
        ("an array of arrays", json!([[MARK], {}])),
        ("an object", json!({ "sesame": MARK })),
        ("an empty array", json!([])),
        ("an empty object", json!({})),
    ]
    .into_iter()
    // The faults inside of an object or an array are named inside of it, and are made there.
    .filter(|(_, value)| !(kind == "object" && value.is_object() || kind == "array" && value.is_array()))
    .map(|(name, value)| (name.to_owned(), value))
    .collect();
    all.extend(strings(schema).into_iter().map(|(name, text)| (name, text.into())));
    all.extend(numbers(schema));
    all.extend(arrays(schema));
    all
}

/// Strings worth trying against a schema, or against a parameter's.
pub fn strings(schema: &Value) -> Vec<(String, String)> {
    let limit = |key: &str| schema[key].as_u64().map(|limit| limit as usize);
    let mut all = vec![("empty".to_owned(), String::new()), ("U+0000".to_owned(), format!("{MARK}\0x"))];
    let mut add = |name: &str, text: String| all.push((name.to_owned(), text));
    if let Some(least) = limit("minLength").filter(|least| *least > 1) {
        add("too short", "x".repeat(least - 1));
        // Four bytes and two UTF-16 units each, but one character.
        add("too short, counted in characters", "🦀".repeat(least - 1));
    }
    if let Some(most) = limit("maxLength") {
        add("too long", format!("{MARK}{}", "x".repeat((most + 1).saturating_sub(MARK.len()))));
        add("too long, in other letters", "é".repeat(most + 1));
        add("much too long", format!("{MARK}{}", "x".repeat(most + 20_000)));
    }
    if let Some(pattern) = schema["pattern"].as_str() {
        let pattern = Regex::new(pattern).expect("the patterns of openapi.yaml are expressions");
        for text in [MARK.to_owned(), format!("{MARK} é"), format!("{MARK}\n"), format!("{MARK}\u{7f}"), format!("\u{202e}{MARK}")] {
            if !pattern.is_match(&text) {
                add("against the pattern", text);
            }
        }
    }
    match schema["format"].as_str() {
        Some("uuid") => {
            let id = new_id();
            add("a short id", id[..35].to_owned());
            add("an id in braces", format!("{{{id}}}"));
            add("an id without hyphens", id.replace('-', ""));
            add("an id as a URN", format!("urn:uuid:{id}"));
            add("an id and more", format!("{id} {MARK}"));
        }
        Some("email") => {
            for text in ["@", "sesame-XYZZY@", "@sesame-XYZZY", "sesame XYZZY@example.com"] {
                add("no address", text.to_owned());
            }
        }
        Some("uri") => {
            for text in ["://sesame-XYZZY", "javascript:sesame-XYZZY", "http://sesame XYZZY/"] {
                add("no URI", text.to_owned());
            }
        }
        _ => {}
    }
    if let Some(first) = schema["enum"][0].as_str() {
        add("a choice in capitals", first.to_uppercase());
        add("a choice with a space", format!("{first} "));
    }
    all
}

fn numbers(schema: &Value) -> Vec<(String, Value)> {
    let limit = |key: &str| schema[key].as_i64();
    let mut all = Vec::new();
    all.extend(limit("minimum").map(|least| ("too small".to_owned(), json!(least - 1))));
    all.extend(limit("maximum").map(|most| ("too large".to_owned(), json!(most + 1))));
    if schema["type"] == "integer" {
        all.push(("far too small".to_owned(), json!(i64::MIN)));
        all.push(("far too large".to_owned(), json!(1e300)));
        all.push(("a number as a string".to_owned(), json!("60")));
    }
    all
}

fn arrays(schema: &Value) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    if schema["type"] != "array" {
        return all;
    }
    if let Some(most) = schema["maxItems"].as_u64() {
        all.push(("too many items".to_owned(), (0..=most).map(|_| new_id()).collect()));
    }
    if schema["uniqueItems"] == true {
        let id = new_id();
        all.push(("an item twice".to_owned(), json!([id, id])));
    }
    all
}

/// One fault for each place, none inside another: they can all be put into one value.
pub fn together(faults: &[Fault]) -> Vec<&Fault> {
    let mut taken = BTreeSet::new();
    let inner: Vec<&str> = faults.iter().map(|fault| fault.pointer.as_str()).collect();
    let is_leaf = |pointer: &str| !pointer.is_empty() && !inner.iter().any(|other| other.starts_with(&format!("{pointer}/")));
    faults.iter().filter(|fault| fault.name != "missing" && is_leaf(&fault.pointer) && taken.insert(&fault.pointer)).collect()
}
