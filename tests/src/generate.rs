//! Requests and frames made from the specification: valid ones, filled with what really exists, and ones that are
//! broken in every way that it forbids.

mod faults;
mod fuzz;
mod house;

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::client::{API, Client};
use crate::contract::{Operation, contract};
use crate::{Answer, Person};

pub use faults::{Fault, faults, strings, together};
pub use fuzz::{Fuzz, LastCase};
pub use house::House;

/// A word that stands in every broken value, so that an answer that gives a value back is found out.
pub const MARK: &str = "sesame-XYZZY";

/// Every operation below `/api/v1`.
pub fn api_operations() -> impl Iterator<Item = &'static Operation> {
    contract().operations.iter().filter(|operation| operation.template.starts_with(API))
}

/// What stands for the parameters of a path and for the ids and secrets of a body, by their names.
#[derive(Clone, Default)]
pub struct Fill(BTreeMap<String, String>);

impl Fill {
    /// The same with one more.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.0.insert(name.to_owned(), value.to_owned());
        self
    }

    /// The same with other ids, which nothing has: those of things, not those of people and sessions that ask.
    pub fn unknown(mut self) -> Self {
        for (name, value) in &mut self.0 {
            if name == "code" {
                *value = "A".repeat(22);
            } else if uuid::Uuid::try_parse(value).is_ok() {
                *value = new_id();
            }
        }
        self
    }

    /// What stands for a name.
    pub fn get(&self, name: &str, place: &str) -> &str {
        let missing = || panic!("openapi.yaml names `{name}` in {place}: say in generate/house.rs what stands for it");
        self.0.get(name).map_or_else(missing, String::as_str)
    }

    /// The path of an operation below `/api/v1`, filled.
    pub fn path(&self, operation: &Operation) -> String {
        let below = operation.template.strip_prefix(API).unwrap_or(&operation.template);
        let fill = |segment: &str| match segment.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) {
            Some(name) => self.get(name, &operation.id).to_owned(),
            None => segment.to_owned(),
        };
        below.split('/').map(fill).collect::<Vec<_>>().join("/")
    }

    /// The example of an operation's body, with what really exists in it.
    pub fn body(&self, operation: &Operation) -> Option<Value> {
        let schema = flat(operation.body()?);
        let example = operation.example().unwrap_or_else(|| panic!("{} has no example of its body", operation.id)).clone();
        let body = self.put_in(&schema, example, &operation.id);
        assert!(contract().fits(&schema, &body), "{}: its example, filled, does not fit its schema: {body}", operation.id);
        Some(body)
    }

    /// The example of a client's frame's data, with what really exists in it.
    pub fn data(&self, frame: &str) -> Value {
        let schema = &contract().document["components"]["schemas"]["ClientFrame"]["discriminator"]["mapping"][frame];
        let schema = flat(&json!({ "$ref": schema }));
        let data = schema["example"].get("data").cloned().unwrap_or(json!({}));
        self.put_in(&flat(&schema["properties"]["data"]), data, frame)
    }

    fn put_in(&self, schema: &Value, mut value: Value, place: &str) -> Value {
        for (name, field) in value.as_object_mut().into_iter().flatten() {
            let schema = flat(&schema["properties"][name]);
            if schema["format"] == "uuid" || (field.is_string() && self.0.contains_key(name)) {
                *field = self.get(name, place).into();
            } else if schema["items"]["format"] == "uuid" {
                *field = json!([self.get(name, place)]);
            } else if let Some(items) = field.as_array_mut() {
                for item in items {
                    *item = self.put_in(&flat(&schema["items"]), item.take(), place);
                }
            }
        }
        value
    }

    /// A value that fits a schema, with every property: out of the fill where it knows the name, made up elsewhere.
    pub fn sample(&self, name: &str, schema: &Value) -> Value {
        let schema = flat(schema);
        if let Some(known) = self.0.get(name).filter(|_| schema["type"] == "string") {
            return known.as_str().into();
        }
        match schema["type"].as_str().unwrap_or_default() {
            _ if schema["enum"].is_array() => schema["enum"][0].clone(),
            "object" => {
                let properties = schema["properties"].as_object().into_iter().flatten();
                properties.map(|(name, schema)| (name.clone(), self.sample(name, schema))).collect::<Map<_, _>>().into()
            }
            "array" => json!([self.sample(name, &schema["items"])]),
            "integer" | "number" => schema.get("minimum").cloned().unwrap_or(json!(1)),
            "boolean" => json!(true),
            _ if schema["format"] == "uuid" => self.get(name, "a sample").into(),
            _ => "sample".into(),
        }
    }
}

/// An id that nothing has.
pub fn new_id() -> String {
    uuid::Uuid::now_v7().to_string()
}

/// A schema without references: what it refers to is put in, and what all of `allOf` say stands side by side.
pub fn flat(schema: &Value) -> Value {
    let mut made = Map::new();
    if let Some(reference) = schema["$ref"].as_str() {
        let target = contract().document.pointer(reference.trim_start_matches('#'));
        return flat(target.unwrap_or_else(|| panic!("openapi.yaml has no {reference}")));
    }
    for part in schema["allOf"].as_array().into_iter().flatten() {
        made.extend(flat(part).as_object().cloned().unwrap_or_default());
    }
    let own = schema.as_object().into_iter().flatten();
    made.extend(own.filter(|(key, _)| *key != "allOf").map(|(key, value)| (key.clone(), value.clone())));
    made.into()
}

/// Calls an operation with what is filled in.
pub async fn call(client: &Client, operation: &Operation, fill: &Fill) -> Answer {
    let body = fill.body(operation);
    client
        .send(&operation.method, &fill.path(operation), |request| match body {
            Some(body) => dress(operation, request).json(&body),
            None => dress(operation, request),
        })
        .await
}

/// Adds what an operation needs beside its parameters: the event stream is an upgrade.
pub fn dress(operation: &Operation, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
    if operation.id != "openEventStream" {
        return request;
    }
    let upgrade = request.header("connection", "upgrade").header("upgrade", "websocket");
    upgrade.header("sec-websocket-version", "13").header("sec-websocket-key", "dGhlIHNhbXBsZSBub25jZQ==")
}

/// Registers somebody whom nobody knows yet.
pub async fn newcomer(server: &crate::Server) -> Person {
    static COUNT: std::sync::atomic::AtomicU32 = std::sync::atomic::AtomicU32::new(0);
    let number = COUNT.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    Person::register(server, &format!("guest-{number}")).await
}
