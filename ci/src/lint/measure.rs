//! Our own rules, each measured over the whole specification.

use serde_json::Value;

/// How far one rule is held.
pub struct Measure {
    pub name: &'static str,
    pub held: usize,
    pub of: usize,
    /// The JSON pointers of the places that do not hold it.
    pub lacking: Vec<String>,
}

impl Measure {
    fn new(name: &'static str) -> Self {
        Self { name, held: 0, of: 0, lacking: Vec::new() }
    }

    fn note(&mut self, pointer: &str, holds: bool) {
        self.of += 1;
        if holds {
            self.held += 1;
        } else {
            self.lacking.push(pointer.to_owned());
        }
    }
}

/// Every rule, measured.
pub fn all(document: &Value) -> Vec<Measure> {
    let mut measures = operations(document);
    let mut strings = Measure::new("of the strings are constrained");
    let mut properties = Measure::new("of the properties are described");
    let mut requests = Measure::new("of the request objects are closed");
    let mut visit = |pointer: &str, schema: &Value| {
        if schema["type"] == "string" {
            let bounded = ["enum", "format", "pattern", "maxLength"].iter().any(|keyword| schema.get(keyword).is_some());
            strings.note(pointer, bounded);
        }
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            properties.note(&format!("{pointer}/properties/{name}"), is_described(document, property));
        }
    };
    walk(document, "", &mut visit);
    for (pointer, operation) in each_operation(document) {
        for (media_type, body) in content(document, &operation["requestBody"]) {
            let schema = resolve(document, &body["schema"]);
            if schema["type"] == "object" {
                requests.note(&format!("{pointer}/requestBody/content/{media_type}"), schema["additionalProperties"] == false);
            }
        }
    }
    measures.extend([strings, properties, requests]);
    measures
}

fn operations(document: &Value) -> Vec<Measure> {
    let mut summary = Measure::new("of the operations have a summary");
    let mut description = Measure::new("of the operations have a description");
    let mut operation_id = Measure::new("of the operations have an operationId");
    let mut security = Measure::new("of the operations say their security");
    let mut limited = Measure::new("of the operations below /api/v1 document 429");
    let mut internal = Measure::new("of the operations below /api/v1 document 500");
    let mut examples = Measure::new("of the bodies have an example");
    for (pointer, operation) in each_operation(document) {
        let said = |key: &str| operation[key].as_str().is_some_and(|text| !text.trim().is_empty());
        summary.note(&pointer, said("summary"));
        description.note(&pointer, said("description"));
        operation_id.note(&pointer, said("operationId"));
        security.note(&pointer, operation.get("security").or(document.get("security")).is_some());
        if pointer.starts_with("/paths/~1api~1v1") {
            limited.note(&pointer, operation["responses"].get("429").is_some());
            internal.note(&pointer, operation["responses"].get("500").is_some());
        }
        let responses = operation["responses"].as_object().into_iter().flatten();
        let bodies = responses.map(|(status, response)| (format!("responses/{status}"), response));
        for (place, carrier) in bodies.chain([("requestBody".to_owned(), &operation["requestBody"])]) {
            for (media_type, body) in content(document, carrier) {
                examples.note(&format!("{pointer}/{place}/content/{media_type}"), has_example(document, body));
            }
        }
    }
    vec![summary, description, operation_id, security, limited, internal, examples]
}

/// Each operation with its pointer.
fn each_operation(document: &Value) -> Vec<(String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().into_iter().flatten() {
        for method in ["get", "put", "post", "patch", "delete", "head", "options"] {
            if let Some(operation) = item.get(method) {
                found.push((format!("/paths/{}/{method}", path.replace('~', "~0").replace('/', "~1")), operation));
            }
        }
    }
    found
}

fn content<'a>(document: &'a Value, carrier: &'a Value) -> impl Iterator<Item = (&'a String, &'a Value)> {
    resolve(document, carrier)["content"].as_object().into_iter().flatten()
}

fn has_example(document: &Value, body: &Value) -> bool {
    let schema = resolve(document, &body["schema"]);
    body.get("example").is_some() || body["examples"].as_object().is_some_and(|all| !all.is_empty()) || schema.get("example").is_some()
}

/// Whether a property says what it is, itself or through the schema it refers to.
fn is_described(document: &Value, property: &Value) -> bool {
    let said = |schema: &Value| schema["description"].as_str().is_some_and(|text| !text.trim().is_empty());
    let parts = property["allOf"].as_array().into_iter().flatten();
    said(property) || said(resolve(document, property)) || parts.into_iter().any(|part| said(resolve(document, part)))
}

fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let mut value = value;
    for _ in 0..16 {
        let Some(target) = value["$ref"].as_str().and_then(|reference| document.pointer(reference.trim_start_matches('#'))) else { break };
        value = target;
    }
    value
}

/// Visits every schema once, where it stands; examples are not schemas.
fn walk(value: &Value, pointer: &str, visit: &mut impl FnMut(&str, &Value)) {
    match value {
        Value::Object(fields) => {
            visit(pointer, value);
            for (key, field) in fields {
                if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") || pointer.ends_with("/properties") {
                    walk(field, &format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1")), visit);
                }
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{pointer}/{index}"), visit);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn lacking(document: &Value, name: &str) -> Vec<String> {
        all(document).into_iter().filter(|measure| measure.name == name).flat_map(|measure| measure.lacking).collect()
    }

    #[test]
    fn a_string_without_bounds_is_named() {
        let document = json!({ "components": { "schemas": { "A": { "properties": { "example": { "type": "string" }, "b": { "type": "string", "format": "uuid" } } } } } });
        assert_eq!(lacking(&document, "of the strings are constrained"), ["/components/schemas/A/properties/example"]);
    }

    #[test]
    fn a_reference_lends_its_description() {
        let document = json!({ "components": { "schemas": { "A": { "properties": { "b": { "$ref": "#/components/schemas/B" }, "c": {} } }, "B": { "description": "it" } } } });
        assert_eq!(lacking(&document, "of the properties are described"), ["/components/schemas/A/properties/c"]);
    }

    #[test]
    fn an_operation_without_429_is_named() {
        let document = json!({ "paths": { "/api/v1/a": { "get": { "responses": { "200": {} } } } } });
        assert_eq!(lacking(&document, "of the operations below /api/v1 document 429"), ["/paths/~1api~1v1~1a/get"]);
    }
}
