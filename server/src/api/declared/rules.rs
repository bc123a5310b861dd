//! What follows from the shape of an operation, so that no handler repeats it.

use serde_json::{Map, Value, json};

use super::super::problem;

/// Operations that give out secrets, which are never kept to be given again.
const UNREPEATABLE: &[&str] = &["register", "login", "refresh", "createTicket"];

/// Adds the parameters, the statuses and the headers that every operation of this shape has.
pub fn apply(method: &str, operation: &mut Value) {
    let changes = method != "get";
    let repeatable = changes && !operation["operationId"].as_str().is_some_and(|id| UNREPEATABLE.contains(&id));
    let Value::Object(fields) = operation else { return };
    if repeatable {
        let parameters = fields.entry("parameters").or_insert(json!([]));
        if let Value::Array(parameters) = parameters {
            parameters.push(idempotency_key());
        }
    }
    let shape = Shape {
        changes,
        has_body: fields.contains_key("requestBody"),
        has_parameters: fields.get("parameters").and_then(Value::as_array).is_some_and(|all| !all.is_empty()),
        is_secured: fields.get("security").and_then(Value::as_array).is_some_and(|all| !all.is_empty()),
    };
    let Some(Value::Object(responses)) = fields.get_mut("responses") else { return };
    for status in shape.statuses() {
        responses.entry(status.to_string()).or_insert_with(problem_response);
    }
    for (status, response) in responses.iter_mut() {
        add_headers(status, repeatable, response);
    }
}

struct Shape {
    changes: bool,
    has_body: bool,
    has_parameters: bool,
    is_secured: bool,
}

impl Shape {
    fn statuses(&self) -> impl Iterator<Item = u16> {
        let by_rule = [
            (400, self.has_parameters || self.has_body),
            (401, self.is_secured),
            (403, self.is_secured && self.changes),
            (408, self.has_body),
            (413, self.has_body),
            (415, self.has_body),
            (422, self.has_body || self.changes),
            (429, true),
            (500, true),
            (503, true),
            (507, self.changes),
        ];
        by_rule.into_iter().filter_map(|(status, applies)| applies.then_some(status))
    }
}

fn idempotency_key() -> Value {
    let schema = json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$" });
    json!({ "name": "Idempotency-Key", "in": "header", "required": false, "schema": schema })
}

/// The answer of every error.
pub fn problem_response() -> Value {
    json!({ "content": { problem::MEDIA_TYPE: { "schema": { "$ref": "#/components/schemas/Problem" } } } })
}

fn add_headers(status: &str, repeatable: bool, response: &mut Value) {
    let mut names = vec!["X-Request-Id", "RateLimit", "RateLimit-Policy"];
    if matches!(status, "429" | "503") {
        names.push("Retry-After");
    }
    if repeatable && status.starts_with('2') {
        names.push("Idempotency-Replayed");
    }
    let Value::Object(fields) = response else { return };
    if let Value::Object(headers) = fields.entry("headers").or_insert_with(|| Map::new().into()) {
        for name in names {
            headers.entry(name).or_insert_with(|| json!({ "schema": { "type": "string" } }));
        }
    }
}
