//! What the handlers declare, in the form of `openapi.yaml`: `cargo ci spec` holds the two against each other.

mod rules;
mod schemas;

use poem_openapi::registry::Registry;
use serde_json::{Map, Value, json};

/// The path below which the handlers are served.
const PREFIX: &str = "/api/v1";

/// The declaration: poem-openapi's, without its quirks, and with what follows by rule from an operation's shape.
pub fn json() -> Value {
    let mut document: Value = serde_json::from_str(&super::service_spec()).unwrap_or_default();
    let mut registry = Registry::new();
    super::events::register(&mut registry);
    if let (Some(known), Ok(Value::Object(frames))) =
        (document["components"]["schemas"].as_object_mut(), serde_json::to_value(&registry.schemas))
    {
        known.extend(frames);
    }
    schemas::bring_to_form(&mut document);
    let mut paths = Map::new();
    if let Value::Object(declared) = document["paths"].take() {
        for (path, mut item) in declared {
            for (method, operation) in item.as_object_mut().into_iter().flatten() {
                rules::apply(method, operation);
            }
            paths.insert(format!("{PREFIX}{path}"), item);
        }
    }
    paths.insert(format!("{PREFIX}/events"), json!({ "get": event_stream() }));
    document["paths"] = paths.into();
    document
}

/// The upgrade to the event stream is a handler of poem, not of poem-openapi, so its declaration is written here.
fn event_stream() -> Value {
    let text = |name: &str, longest: u32| json!({ "name": name, "in": "query", "schema": { "type": "string", "minLength": 1, "maxLength": longest } });
    let mut operation = json!({
        "operationId": "openEventStream",
        "tags": ["Events"],
        "security": [{ "bearer": [] }, { "cookie": [] }, {}],
        "parameters": [text("cursor", 200), text("ticket", 200)],
        "responses": { "101": {}, "403": rules::problem_response() },
    });
    rules::apply("get", &mut operation);
    operation
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operation_that_changes_something_takes_an_idempotency_key() {
        let document = json();
        let operation = &document["paths"]["/api/v1/rooms"]["post"];
        let parameters = operation["parameters"].as_array().expect("it has parameters");
        assert!(parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key"));
        assert!(operation["responses"]["201"]["headers"].get("Idempotency-Replayed").is_some());
        assert!(operation["responses"].get("507").is_some() && operation["responses"].get("403").is_some());
    }

    #[test]
    fn generic_pages_have_the_names_of_the_specification() {
        let text = json().to_string();
        assert!(text.contains("#/components/schemas/RoomPage") && !text.contains("Page_") && !text.contains("Page<"));
    }
}
