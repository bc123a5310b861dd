//! The specification as the Rust generator can take it: errors as JSON, open to what later servers say, and with types of
//! the SDK's own where the generator has none that fit.

use serde_json::{Map, Value, json};

use super::enums;
use super::frames;

/// Schemas that stand for a type of the SDK: their name, the type, and whether it is made from text.
pub const OWN_TYPES: &[(&str, &str)] = &[
    ("ServerFrame", "crate::Event"),
    ("OwnContent", "crate::Content"),
    ("OwnSecret", "crate::Secret"),
    ("OwnNullableString", "crate::Nullable<::std::string::String>"),
];

/// Properties that must not be shown.
const SECRETS: &[&str] = &["password", "current_password", "new_password", "access_token", "refresh_token", "csrf_token", "ticket"];

/// Bounds, which the server holds and may loosen, and what only readers need.
const DROPPED: &[&str] =
    &["minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems", "minimum", "maximum", "default", "example", "examples"];

/// The formats that are types of Rust.
const FORMATS: &[&str] = &["uuid", "date-time", "int32", "int64"];

/// The view of the document.
pub fn of(document: &Value) -> Value {
    let mut view = document.clone();
    // The socket is no request.
    for item in objects(&mut view["paths"]) {
        item.retain(|_, operation| operation.get("x-websocket").is_none());
    }
    if let Some(paths) = view["paths"].as_object_mut() {
        paths.retain(|_, item| item.as_object().is_some_and(|item| !item.is_empty()));
    }
    if let Some(schemas) = view["components"]["schemas"].as_object_mut() {
        for name in frames::schemas(document) {
            schemas.shift_remove(&name);
        }
        schemas.shift_remove("ClientFrame");
        own_properties(schemas);
        for (name, schema) in enums::inline(document) {
            schemas.insert(name, schema);
        }
        for (name, _) in OWN_TYPES {
            schemas.insert((*name).to_owned(), json!({ "type": "object" }));
        }
    }
    reduce(&mut view);
    view
}

fn objects(value: &mut Value) -> impl Iterator<Item = &mut Map<String, Value>> {
    value.as_object_mut().into_iter().flatten().filter_map(|(_, value)| value.as_object_mut())
}

/// Gives properties the SDK's own types: what is secret, what may be cleared, and what a deleted message has no more.
fn own_properties(schemas: &mut Map<String, Value>) {
    for (schema_name, schema) in schemas.iter_mut() {
        let closed = schema["additionalProperties"] == false;
        for (name, property) in schema["properties"].as_object_mut().into_iter().flatten() {
            let is_nullable = property["nullable"] == true;
            let own = match name.as_str() {
                name if SECRETS.contains(&name) => Some("OwnSecret".to_owned()),
                _ if is_nullable && closed => Some("OwnNullableString".to_owned()),
                _ if is_nullable => Some("OwnContent".to_owned()),
                _ if property["enum"].is_array() => Some(enums::inline_name(schema_name, name)),
                _ => None,
            };
            if let Some(own) = own {
                let described = property["description"].clone();
                *property = json!({ "description": described, "allOf": [{ "$ref": format!("#/components/schemas/{own}") }] });
            }
        }
    }
}

/// Takes away what is not needed, everywhere.
fn reduce(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("type") && !fields["type"].is_object() {
                fields.retain(|key, _| !DROPPED.contains(&key.as_str()));
                if fields.get("format").is_some_and(|format| !FORMATS.iter().any(|kept| format == kept)) {
                    fields.shift_remove("format");
                }
            }
            if fields.contains_key("allOf") {
                fields.shift_remove("default");
            }
            fields.shift_remove("example");
            if let Some(content) = fields.get_mut("content").and_then(Value::as_object_mut)
                && content.keys().any(|name| name.contains('/'))
            {
                media_types(content);
            }
            fields.values_mut().for_each(reduce);
        }
        Value::Array(items) => items.iter_mut().for_each(reduce),
        _ => {}
    }
}

/// Problems are JSON; of pages and scripts, which are read as bytes, one type is enough.
fn media_types(content: &mut Map<String, Value>) {
    if let Some(problem) = content.shift_remove("application/problem+json") {
        content.insert("application/json".to_owned(), problem);
    }
    let mut is_first = true;
    content.retain(|_, _| std::mem::take(&mut is_first));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_go_and_problems_become_json() {
        let property = json!({ "type": "string", "maxLength": 3, "format": "email" });
        let number = json!({ "type": "integer", "format": "int64", "minimum": 1, "maximum": 9 });
        let answer = json!({ "content": { "application/problem+json": { "schema": { "$ref": "#/components/schemas/Problem" } } } });
        let document = json!({
            "paths": { "/events": { "get": { "x-websocket": {} } }, "/a": { "get": { "responses": { "404": answer } } } },
            "components": { "schemas": { "A": { "type": "object", "properties": { "type": property, "n": number, "password": { "type": "string" } } } } },
        });
        let view = of(&document);
        assert_eq!(view["paths"].as_object().map(Map::len), Some(1));
        assert!(view["paths"]["/a"]["get"]["responses"]["404"]["content"]["application/json"].is_object());
        let properties = &view["components"]["schemas"]["A"]["properties"];
        assert_eq!(properties["type"], json!({ "type": "string" }));
        assert_eq!(properties["n"], json!({ "type": "integer", "format": "int64" }));
        assert_eq!(super::super::referred(&properties["password"]), Some("OwnSecret"));
    }
}
