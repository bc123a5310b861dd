//! The specification as the server itself uses it: operations, their parameters, and what bodies must look like.

use std::collections::HashMap;
use std::sync::LazyLock;

use jsonschema::Validator;
use poem::http::Method;
use serde_json::{Map, Value, json};

mod faults;

/// `openapi.yaml`, the contract, as it is in the repository.
pub const TEXT: &str = include_str!("../../../openapi.yaml");

static SPEC: LazyLock<Spec> = LazyLock::new(|| {
    let document = serde_yaml::from_str(TEXT).expect("openapi.yaml is valid YAML: `cargo ci lint` holds it");
    Spec::read(document)
});

/// The specification, read once.
pub fn spec() -> &'static Spec {
    &SPEC
}

/// The specification.
pub struct Spec {
    /// The whole document.
    pub document: Value,
    /// By the number of their path's segments.
    operations: HashMap<usize, Vec<Operation>>,
    /// What each type of a client's frame must look like.
    client_frames: HashMap<String, Validator>,
}

/// One operation.
pub struct Operation {
    pub id: String,
    pub method: Method,
    /// The path with its `{names}`.
    pub template: String,
    /// Whether nobody needs to sign in for it.
    pub public: bool,
    /// Whether it heeds an Idempotency-Key.
    pub keyed: bool,
    parameters: Vec<Parameter>,
    body: Option<Validator>,
}

/// One parameter of an operation.
struct Parameter {
    name: String,
    place: String,
    schema: Value,
}

/// A fault: its JSON pointer, and what is wrong there.
pub type Fault = (String, String);

impl Spec {
    fn read(document: Value) -> Self {
        let components = document.get("components").map_or(Value::Null, json_schema);
        let mut operations: HashMap<usize, Vec<Operation>> = HashMap::new();
        for (template, item) in document["paths"].as_object().into_iter().flatten() {
            let shared = item.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
            for (method, operation) in item.as_object().into_iter().flatten() {
                if let Ok(method @ (Method::GET | Method::POST | Method::PUT | Method::PATCH | Method::DELETE)) =
                    method.to_uppercase().parse()
                {
                    let operation = Operation::read(&document, &components, template, method, &shared, operation);
                    operations.entry(template.split('/').count()).or_default().push(operation);
                }
            }
        }
        let types = document.pointer("/components/schemas/ClientFrame/discriminator/mapping").and_then(Value::as_object);
        let client_frames =
            types.into_iter().flatten().map(|(name, schema)| (name.clone(), compile(&json!({ "$ref": schema }), &components)));
        Self { client_frames: client_frames.collect(), document, operations }
    }

    /// Every fault of a client's frame; `None` when there is no such type of frame.
    pub fn frame_faults(&self, name: &str, frame: &Value) -> Option<Vec<Fault>> {
        self.client_frames.get(name).map(|validator| faults::list(validator, frame))
    }

    /// The operation of a path and a method. HEAD is a GET.
    pub fn find(&self, method: &Method, path: &str) -> Option<&Operation> {
        let method = if *method == Method::HEAD { &Method::GET } else { method };
        self.at(path).into_iter().find(|operation| operation.method == *method)
    }

    /// What a path's `Allow` header says; `None` when there is no such path.
    pub fn allowed(&self, path: &str) -> Option<String> {
        let mut methods: Vec<_> = self.at(path).into_iter().map(|operation| operation.method.as_str()).collect();
        if methods.contains(&"GET") {
            methods.push("HEAD");
        }
        methods.sort_unstable();
        (!methods.is_empty()).then(|| methods.join(", "))
    }

    /// The operations of a path; where a fixed word and a parameter both fit, the fixed word wins.
    fn at(&self, path: &str) -> Vec<&Operation> {
        let mut best = (0, Vec::new());
        for operation in self.operations.get(&path.split('/').count()).into_iter().flatten() {
            let Some(score) = fit(&operation.template, path) else { continue };
            if score > best.0 {
                best = (score, Vec::new());
            }
            if score == best.0 {
                best.1.push(operation);
            }
        }
        best.1
    }
}

/// How many fixed segments of a template a path meets; `None` when it does not fit.
fn fit(template: &str, path: &str) -> Option<usize> {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    let mut score = 0;
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return Some(score),
            (Some(name), Some(segment)) if name.starts_with('{') && !segment.is_empty() => {}
            (Some(word), Some(segment)) if word == segment => score += 1,
            _ => return None,
        }
    }
}

impl Operation {
    fn read(document: &Value, components: &Value, template: &str, method: Method, shared: &[Value], operation: &Value) -> Self {
        let own = operation.get("parameters").and_then(Value::as_array).cloned().unwrap_or_default();
        let parameters: Vec<Parameter> = shared.iter().chain(&own).map(|parameter| Parameter::read(resolve(document, parameter))).collect();
        let security = operation.get("security").or_else(|| document.get("security")).and_then(Value::as_array);
        Self {
            id: text(operation, "operationId"),
            method,
            template: template.to_owned(),
            public: security.is_none_or(Vec::is_empty),
            keyed: parameters.iter().any(|p| p.place == "header" && p.name.eq_ignore_ascii_case("Idempotency-Key")),
            body: body_schema(document, operation).map(|schema| compile(&schema, components)),
            parameters,
        }
    }

    /// Every fault of a body.
    pub fn body_faults(&self, body: &Value) -> Vec<Fault> {
        self.body.as_ref().map(|validator| faults::list(validator, body)).unwrap_or_default()
    }

    /// The fault of a parameter, by the name that the handler gives it, or by its place among those of the path.
    pub fn parameter_fault(&self, name: &str) -> Fault {
        let nth: Option<usize> = name.strip_prefix("param").and_then(|number| number.parse().ok());
        let found = match nth {
            Some(nth) => self.path_names().nth(nth).and_then(|name| self.parameters.iter().find(|p| p.place == "path" && p.name == name)),
            None => self.parameters.iter().find(|p| p.name.eq_ignore_ascii_case(name)),
        };
        match found {
            Some(parameter) => (format!("/{}/{}", parameter.place, escape(&parameter.name)), faults::expectation(&parameter.schema)),
            None => (String::new(), "is not valid".to_owned()),
        }
    }

    fn path_names(&self) -> impl Iterator<Item = &str> {
        self.template.split('/').filter_map(|segment| segment.strip_prefix('{')?.strip_suffix('}'))
    }
}

impl Parameter {
    fn read(parameter: &Value) -> Self {
        Self { name: text(parameter, "name"), place: text(parameter, "in"), schema: parameter.get("schema").cloned().unwrap_or_default() }
    }
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str).and_then(|reference| document.pointer(reference.trim_start_matches('#')));
    target.map_or(value, |target| resolve(document, target))
}

fn body_schema(document: &Value, operation: &Value) -> Option<Value> {
    let body = resolve(document, operation.get("requestBody")?);
    body.pointer("/content/application~1json/schema").cloned()
}

fn compile(schema: &Value, components: &Value) -> Validator {
    let mut root = Map::new();
    root.insert("allOf".to_owned(), json!([json_schema(schema)]));
    root.insert("components".to_owned(), components.clone());
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft7)
        .should_validate_formats(true)
        .with_format("uuid", |text| text.len() == 36 && uuid::Uuid::try_parse(text).is_ok())
        .build(&Value::Object(root))
        .expect("the schemas of openapi.yaml compile: a test holds it")
}

/// OpenAPI 3.0's dialect as JSON Schema: `nullable` becomes a list of types.
fn json_schema(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(json_schema).collect(),
        Value::Object(fields) => {
            let mut made: Map<String, Value> = fields
                .iter()
                .filter(|(key, value)| (!is_prose(key) || value.is_object()) && *key != "discriminator")
                .map(|(key, value)| (key.clone(), json_schema(value)))
                .collect();
            if fields.get("nullable") == Some(&Value::Bool(true)) {
                if let Some(Value::String(kind)) = fields.get("type") {
                    made.insert("type".to_owned(), json!([kind, "null"]));
                }
                if let Some(Value::Array(options)) = made.get_mut("enum") {
                    options.push(Value::Null);
                }
            }
            Value::Object(made)
        }
        other => other.clone(),
    }
}

/// Keys that explain; a property may bear such a name too, and then its value is a schema, an object.
fn is_prose(key: &str) -> bool {
    matches!(key, "nullable" | "description" | "title" | "example" | "deprecated")
}

/// A name as a segment of a JSON pointer (RFC 6901).
pub fn escape(name: &str) -> String {
    name.chars().take(64).collect::<String>().replace('~', "~0").replace('/', "~1")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_specification_reads_and_its_schemas_compile() {
        assert!(!spec().operations.is_empty());
        assert_eq!(spec().find(&Method::GET, "/api/v1/users/me").map(|o| o.id.as_str()), Some("getMe"));
        assert_eq!(spec().find(&Method::GET, "/api/v1/users/x").map(|o| o.id.as_str()), Some("getUser"));
    }

    #[test]
    fn a_path_parameter_is_named_by_its_place() {
        let operation = spec().find(&Method::GET, "/api/v1/rooms/x/messages/y").expect("the specification has it");
        assert_eq!(operation.parameter_fault("param1").0, "/path/message_id");
    }

    #[test]
    fn faults_name_the_place_and_not_the_value() {
        let operation = spec().find(&Method::POST, "/api/v1/auth/register").expect("the specification has it");
        let faults = operation.body_faults(&json!({"username": "sesame!", "extra": 1, "password": 12_345}));
        let pointers: Vec<_> = faults.iter().map(|(pointer, _)| pointer.as_str()).collect();
        assert!(pointers.contains(&"/username") && pointers.contains(&"/extra") && pointers.contains(&"/password"), "{faults:?}");
        assert!(!faults.iter().any(|(_, detail)| detail.contains("sesame") || detail.contains("12345")), "{faults:?}");
    }
}
