//! The enumerations of the specification, open to values that a later server adds.

use serde_json::{Value, json};

use super::{comment, frames, pascal, schemas};

/// Each enumeration with its schema: those that have a name, and those that stand in a property.
pub fn all(document: &Value) -> Vec<(String, Value)> {
    let named = schemas(document).iter().filter(|(_, schema)| schema["enum"].is_array());
    named.map(|(name, schema)| (name.clone(), schema.clone())).chain(inline(document)).collect()
}

/// The enumerations that stand in a property, by the names that they get. The `type` of a frame is none of them.
pub fn inline(document: &Value) -> Vec<(String, Value)> {
    let frames = frames::schemas(document);
    let mut found = Vec::new();
    for (schema_name, schema) in schemas(document).iter().filter(|(name, _)| !frames.contains(name.as_str())) {
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            if property["enum"].is_array() {
                let made = json!({ "type": "string", "description": property["description"], "enum": property["enum"] });
                found.push((inline_name(schema_name, name), made));
            }
        }
    }
    found
}

pub fn inline_name(schema: &str, property: &str) -> String {
    format!("{schema}{}", pascal(property))
}

pub fn emit(document: &Value) -> String {
    let mut source = "crate::open::enumerations! {\n".to_owned();
    for (name, schema) in all(document) {
        source += &comment(schema["description"].as_str().unwrap_or_default(), "    ");
        source += &format!("    {name} {{\n");
        for value in schema["enum"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            source += &format!("        {} = {value:?},\n", pascal(value));
        }
        source += "    }\n";
    }
    source + "}\n"
}
