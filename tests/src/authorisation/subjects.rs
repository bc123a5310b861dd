//! What can be asked: the operations of `openapi.yaml` and the frames of clients, and what kind of thing each of them names.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::client::API;
use crate::contract::{Operation, contract};
use crate::generate::flat;

/// What something names, which decides for which things it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Only the caller.
    Nothing,
    /// A public page, by a word.
    Page,
    Person,
    Session,
    Invite,
    Room,
    /// A person in a room.
    Seat,
    Message,
}

/// An operation, or a frame.
#[derive(Clone)]
pub enum Call {
    Operation(&'static Operation),
    Frame(String),
}

/// Something that can be asked.
#[derive(Clone)]
pub struct Subject {
    /// As it stands in the table.
    pub name: String,
    pub call: Call,
    pub kind: Kind,
    /// The names of things that stand in its query.
    pub query: Vec<String>,
    /// A parameter and a value that change who may.
    pub variant: Option<(&'static str, &'static str)>,
}

/// Where a parameter decides who may, the operation stands in the table once more with it.
const VARIANTS: [(&str, &str, &str); 2] = [("clearRoom", "scope", "everyone"), ("createRoom", "kind", "direct")];

/// Everything that can be asked, in the order of `openapi.yaml`.
pub fn all() -> Vec<Subject> {
    let mut subjects = Vec::new();
    for operation in &contract().operations {
        let query = things_in_query(operation);
        let mut names: BTreeSet<String> = path_names(operation).chain(query.iter().cloned()).collect();
        operation.body().into_iter().for_each(|schema| required_ids(schema, &mut names));
        let kind = if operation.template.starts_with(API) { kind(&operation.id, &names) } else { page_kind(&names) };
        let plain = Subject { name: operation.id.clone(), call: Call::Operation(operation), kind, query, variant: None };
        let variants = VARIANTS.iter().filter(|(id, _, _)| *id == operation.id);
        let variants = variants.map(|(id, name, value)| Subject {
            name: format!("{id}({name}={value})"),
            variant: Some((name, value)),
            ..plain.clone()
        });
        let variants: Vec<Subject> = variants.collect();
        subjects.push(plain);
        subjects.extend(variants);
    }
    let frames = contract().document["components"]["schemas"]["ClientFrame"]["discriminator"]["mapping"].as_object();
    for (frame, schema) in frames.expect("openapi.yaml maps the frames of clients") {
        let schema = flat(&serde_json::json!({ "$ref": schema }));
        let mut names = BTreeSet::new();
        required_ids(&schema["properties"]["data"], &mut names);
        let kind = kind(frame, &names);
        subjects.push(Subject { name: format!("frame:{frame}"), call: Call::Frame(frame.clone()), kind, query: Vec::new(), variant: None });
    }
    subjects
}

fn path_names(operation: &Operation) -> impl Iterator<Item = String> {
    let segments = operation.template.split('/');
    segments.filter_map(|segment| Some(segment.strip_prefix('{')?.strip_suffix('}')?.to_owned()))
}

/// Rooms that a query names. What pages begin at is not what is asked for.
fn things_in_query(operation: &Operation) -> Vec<String> {
    let named = operation.parameters().filter(|parameter| parameter["in"] == "query" && parameter["name"] == "room_id");
    named.filter_map(|parameter| parameter["name"].as_str()).map(str::to_owned).collect()
}

/// The names of the ids that a schema requires.
fn required_ids(schema: &Value, names: &mut BTreeSet<String>) {
    let schema = flat(schema);
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        let field = flat(&schema["properties"][name]);
        let items = flat(&field["items"]);
        if field["format"] == "uuid" || items["format"] == "uuid" {
            names.insert(name.to_owned());
        } else if items["properties"].is_object() {
            required_ids(&items, names);
        }
    }
    // Whom a room is made with need not be said, but is what it names.
    if schema["properties"].get("member_ids").is_some() {
        names.insert("member_ids".to_owned());
    }
}

fn kind(name: &str, names: &BTreeSet<String>) -> Kind {
    let has = |name: &str| names.contains(name);
    match names.len() {
        0 => Kind::Nothing,
        _ if has("message_id") => Kind::Message,
        _ if has("room_id") && has("user_id") => Kind::Seat,
        _ if has("room_id") => Kind::Room,
        _ if has("user_id") || has("member_ids") => Kind::Person,
        _ if has("session_id") => Kind::Session,
        _ if has("code") => Kind::Invite,
        _ => panic!("{name} names {names:?}: say in authorisation/subjects.rs what kind of thing that is"),
    }
}

fn page_kind(names: &BTreeSet<String>) -> Kind {
    if names.is_empty() { Kind::Nothing } else { Kind::Page }
}
