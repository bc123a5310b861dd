//! `openapi.yaml` as the tests hold answers and frames against it, and the book of what they have seen.

use std::collections::{BTreeSet, HashMap};
use std::io::Write;
use std::sync::{Arc, LazyLock, Mutex};

use jsonschema::Validator;
use regex::Regex;
use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::{Map, Value, json};

use crate::server::root;

/// Where answers that were seen are noted, a line each: `operationId status`. Set by `cargo ci behaviour`.
pub const SEEN_FILE: &str = "CAUSERIE_SEEN_FILE";

static CONTRACT: LazyLock<Contract> = LazyLock::new(|| {
    let text = std::fs::read_to_string(root().join("openapi.yaml")).expect("openapi.yaml can be read");
    Contract::read(serde_yaml::from_str(&text).expect("openapi.yaml is YAML"))
});

/// The contract of the repository.
pub fn contract() -> &'static Contract {
    &CONTRACT
}

/// The specification, read once.
pub struct Contract {
    /// The document as it is written.
    pub document: Value,
    /// Every operation, in the order of the document.
    pub operations: Vec<Operation>,
    components: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
    seen: Mutex<BTreeSet<(String, u16)>>,
}

/// One operation.
pub struct Operation {
    pub id: String,
    /// In capitals.
    pub method: String,
    /// The path with its `{names}`.
    pub template: String,
    /// Whether it can be called without a token.
    pub is_public: bool,
    /// With every reference to parameters, headers, bodies and responses resolved; schemas keep theirs.
    pub declaration: Value,
}

impl Operation {
    /// The statuses that it may answer.
    pub fn statuses(&self) -> impl Iterator<Item = u16> {
        self.declaration["responses"].as_object().into_iter().flatten().filter_map(|(status, _)| status.parse().ok())
    }

    /// The example of its request body, if it takes one.
    pub fn example(&self) -> Option<&Value> {
        let body = self.declaration.pointer("/requestBody/content/application~1json")?;
        body.get("example").or_else(|| body["examples"].as_object()?.values().next()?.get("value"))
    }

    /// The schema of its request body, if it takes one.
    pub fn body(&self) -> Option<&Value> {
        self.declaration.pointer("/requestBody/content/application~1json/schema")
    }

    /// The declarations of its parameters.
    pub fn parameters(&self) -> impl Iterator<Item = &Value> {
        self.declaration["parameters"].as_array().into_iter().flatten()
    }
}

impl Contract {
    fn read(document: Value) -> Self {
        let mut operations = Vec::new();
        for (template, item) in document["paths"].as_object().into_iter().flatten() {
            for method in ["get", "post", "put", "patch", "delete"] {
                let Some(operation) = item.get(method) else { continue };
                let mut declaration = resolve_parts(&document, operation);
                if let Some(Value::Array(shared)) = item.get("parameters").map(|shared| resolve_parts(&document, shared)) {
                    let own = declaration["parameters"].as_array().cloned().unwrap_or_default();
                    declaration["parameters"] = shared.into_iter().chain(own).collect();
                }
                let security = declaration.get("security").or_else(|| document.get("security")).and_then(Value::as_array);
                operations.push(Operation {
                    id: declaration["operationId"].as_str().unwrap_or_default().to_owned(),
                    method: method.to_uppercase(),
                    template: template.clone(),
                    is_public: security.is_none_or(|all| all.is_empty() || all.contains(&json!({}))),
                    declaration,
                });
            }
        }
        let components = json_schema(&document["components"]);
        Self { document, operations, components, validators: Mutex::default(), seen: Mutex::default() }
    }

    /// The operation of an id.
    pub fn operation(&self, id: &str) -> &Operation {
        self.operations.iter().find(|operation| operation.id == id).unwrap_or_else(|| panic!("openapi.yaml has no operation {id}"))
    }

    /// The operation of a method and a path; where a fixed word and a parameter both fit, the fixed word wins, whichever
    /// methods it has.
    pub fn find(&self, method: &str, path: &str) -> Option<&Operation> {
        let path = path.split('?').next().unwrap_or_default();
        let fitting = self.operations.iter().filter_map(|operation| Some((fit(&operation.template, path)?, operation)));
        let (_, best) = fitting.max_by_key(|(score, _)| *score)?;
        self.operations.iter().find(|operation| operation.template == best.template && operation.method == method)
    }

    /// Holds an answer against the contract.
    ///
    /// # Panics
    /// When it is not what `openapi.yaml` says; the message names the place.
    pub fn check_answer(&self, method: &str, path: &str, status: u16, headers: &HeaderMap, body: &[u8]) {
        let place = format!("{method} {path} answered {status}");
        let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        assert!(header("x-request-id").is_some(), "{place} without X-Request-Id");
        let media_type = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media_type = media_type.split(';').next().unwrap_or_default().trim();
        if status >= 400 {
            assert_eq!(media_type, "application/problem+json", "{place}, not as a problem: {}", String::from_utf8_lossy(body));
            self.check_problem(&place, status, header("x-request-id").unwrap_or_default(), body);
        }
        let Some(operation) = self.find(method, path) else {
            assert!(status == 404 || status == 405, "{place}, but openapi.yaml has no such operation");
            return;
        };
        let Some(response) = operation.declaration["responses"].get(status.to_string()) else {
            panic!("{place}, which openapi.yaml does not document for {}: {}", operation.id, String::from_utf8_lossy(body));
        };
        self.note(&operation.id, status);
        for (name, declared) in response["headers"].as_object().into_iter().flatten() {
            assert!(declared["required"] != true || header(name).is_some(), "{place} without the header {name}");
        }
        let Some(content) = response["content"].as_object() else {
            assert!(body.is_empty(), "{place} with a body, which openapi.yaml does not know: {}", String::from_utf8_lossy(body));
            return;
        };
        let declared = content.get(media_type).unwrap_or_else(|| panic!("{place} as `{media_type}`, not as {:?}", content.keys()));
        if media_type.ends_with("json") {
            let value = serde_json::from_slice(body).unwrap_or_else(|error| panic!("{place} with a body that is not JSON: {error}"));
            self.check_value(&place, &declared["schema"], &value);
        }
    }

    fn check_problem(&self, place: &str, status: u16, request_id: &str, body: &[u8]) {
        let problem: Value = serde_json::from_slice(body).unwrap_or_else(|error| panic!("{place} with a body that is not JSON: {error}"));
        self.check_value(place, &json!({ "$ref": "#/components/schemas/Problem" }), &problem);
        assert_eq!(problem["status"], status, "{place}: {problem}");
        assert_eq!(problem["instance"], request_id, "{place}: {problem}");
        assert_eq!(problem["type"], format!("/problems/{}", problem["code"].as_str().unwrap_or_default()), "{place}: {problem}");
    }

    /// Holds a frame that the server sent against the contract.
    ///
    /// # Panics
    /// When it is not what `openapi.yaml` says; the message names the place.
    pub fn check_frame(&self, frame: &Value) {
        let name = frame["type"].as_str().unwrap_or_default();
        let mapping = &self.document["components"]["schemas"]["ServerFrame"]["discriminator"]["mapping"];
        let schema = mapping[name].as_str().unwrap_or_else(|| panic!("a frame of a type that openapi.yaml does not know: {frame}"));
        self.check_value(&format!("the frame {name}"), &json!({ "$ref": schema }), frame);
    }

    fn check_value(&self, place: &str, schema: &Value, value: &Value) {
        let validator = self.validator(schema);
        let faults: Vec<String> =
            validator.iter_errors(value).map(|fault| format!("{}: {fault}", fault.instance_path().as_str())).collect();
        assert!(faults.is_empty(), "{place}, and that is not what openapi.yaml says:\n  {}\n  {value}", faults.join("\n  "));
    }

    /// Whether a value fits a schema of the document.
    pub fn fits(&self, schema: &Value, value: &Value) -> bool {
        self.validator(schema).is_valid(value)
    }

    fn validator(&self, schema: &Value) -> Arc<Validator> {
        let mut validators = self.validators.lock().expect("no test panics with it");
        let made = validators.entry(schema.to_string()).or_insert_with(|| {
            let root = json!({ "allOf": [json_schema(schema)], "components": self.components });
            let options = jsonschema::options().with_draft(jsonschema::Draft::Draft7).should_validate_formats(true);
            let options = options.with_format("date-time", is_instant).with_format("uuid", is_uuid);
            Arc::new(options.build(&root).expect("the schemas of openapi.yaml compile"))
        });
        made.clone()
    }

    fn note(&self, id: &str, status: u16) {
        let is_new = self.seen.lock().expect("no test panics with it").insert((id.to_owned(), status));
        if let (true, Some(path)) = (is_new, std::env::var_os(SEEN_FILE)) {
            let mut file = std::fs::File::options().create(true).append(true).open(path).expect("the book of answers can be opened");
            // One write, so that lines of several processes do not mix.
            file.write_all(format!("{id} {status}\n").as_bytes()).expect("the book of answers can be written");
        }
    }
}

/// Times on the wire are in UTC and to the millisecond.
fn is_instant(text: &str) -> bool {
    static FORM: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$").expect("it is an expression"));
    FORM.is_match(text)
}

/// Ids on the wire are UUIDs of version 7 in lower case, with hyphens.
fn is_uuid(text: &str) -> bool {
    uuid::Uuid::try_parse(text).is_ok_and(|id| id.get_version_num() == 7 && id.to_string() == text)
}

/// How many fixed segments of a template a path meets; `None` when it does not fit.
fn fit(template: &str, path: &str) -> Option<usize> {
    let (wanted, given): (Vec<&str>, Vec<&str>) = (template.split('/').collect(), path.split('/').collect());
    if wanted.len() != given.len() {
        return None;
    }
    let pairs = wanted.iter().zip(&given);
    let fits = pairs.clone().all(|(word, segment)| word == segment || (word.starts_with('{') && !segment.is_empty()));
    fits.then(|| pairs.filter(|(word, segment)| word == segment).count())
}

/// Puts parameters, headers, bodies and responses in the place of references to them.
fn resolve_parts(document: &Value, value: &Value) -> Value {
    match value {
        Value::Object(fields) => match fields.get("$ref").and_then(Value::as_str) {
            Some(reference) if !reference.starts_with("#/components/schemas/") => {
                resolve_parts(document, document.pointer(&reference[1..]).unwrap_or(&Value::Null))
            }
            _ => fields.iter().map(|(key, field)| (key.clone(), resolve_parts(document, field))).collect::<Map<_, _>>().into(),
        },
        Value::Array(items) => items.iter().map(|item| resolve_parts(document, item)).collect(),
        other => other.clone(),
    }
}

/// OpenAPI 3.0's dialect as JSON Schema: `nullable` becomes a list of types, and what is not described is not allowed.
fn json_schema(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(json_schema).collect(),
        Value::Object(fields) => {
            let mut made: Map<String, Value> = fields
                .iter()
                .filter(|(key, value)| value.is_object() || !matches!(key.as_str(), "nullable" | "example" | "description" | "title"))
                .filter(|(key, _)| *key != "discriminator" && *key != "example")
                .map(|(key, value)| (key.clone(), json_schema(value)))
                .collect();
            if fields.get("nullable") == Some(&Value::Bool(true)) && fields.contains_key("type") {
                made.insert("type".to_owned(), json!([fields["type"], "null"]));
            }
            if fields.contains_key("properties") && fields.get("type").is_some_and(|kind| kind == "object") {
                made.entry("additionalProperties").or_insert(Value::Bool(false));
            }
            made.into()
        }
        other => other.clone(),
    }
}
