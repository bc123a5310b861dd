//! Names the JSON pointers at which two normal forms differ.

use serde_json::{Map, Value};

use super::normal::BOUNDS;

/// Each difference as a line: `!` differs, `-` only in openapi.yaml, `+` only in the code.
pub fn between(contract: &Value, code: &Value) -> Vec<String> {
    let mut lines = Vec::new();
    walk(contract, code, "", &mut lines);
    lines
}

fn walk(contract: &Value, code: &Value, pointer: &str, lines: &mut Vec<String>) {
    if let (Value::Object(left), Value::Object(right)) = (contract, code) {
        return walk_objects(left, right, pointer, lines);
    }
    if contract != code {
        lines.push(format!("! differs: {pointer}: openapi.yaml {contract}, code {code}"));
    }
}

fn walk_objects(contract: &Map<String, Value>, code: &Map<String, Value>, pointer: &str, lines: &mut Vec<String>) {
    for (key, left) in contract {
        let place = format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
        match code.get(key) {
            Some(right) => walk(left, right, &place, lines),
            // A bound of a body that the code leaves unsaid is held all the same: of requests by the server, which checks
            // them against openapi.yaml itself, of answers and frames by the test client.
            None if BOUNDS.contains(&key.as_str()) && !pointer.contains("/parameters/") && !pointer.ends_with("/properties") => {}
            None => lines.push(format!("- only in openapi.yaml: {place}")),
        }
    }
    for key in code.keys().filter(|key| !contract.contains_key(*key)) {
        lines.push(format!("+ only in the code: {pointer}/{}", key.replace('~', "~0").replace('/', "~1")));
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn both_directions_are_named_by_pointer() {
        let contract = json!({"schemas": {"A": {"maxLength": 40}, "B": {}}, "paths": {"/a": {"parameters": {"q": {"maxLength": 3}}}}});
        let code = json!({"schemas": {"A": {"maxLength": 32}, "C": {}}, "paths": {"/a": {"parameters": {"q": {}}}}});
        assert_eq!(
            between(&contract, &code),
            [
                "! differs: /schemas/A/maxLength: openapi.yaml 40, code 32",
                "- only in openapi.yaml: /schemas/B",
                "+ only in the code: /schemas/C",
                "- only in openapi.yaml: /paths/~1a/parameters/q/maxLength",
            ]
        );
    }

    #[test]
    fn a_body_bound_that_the_code_leaves_unsaid_is_no_difference() {
        assert!(between(&json!({"A": {"type": "string", "maxLength": 40}}), &json!({"A": {"type": "string"}})).is_empty());
    }
}
