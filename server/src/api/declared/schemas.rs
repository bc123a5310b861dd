//! Schemas as the specification writes them, out of those that poem-openapi writes.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

const REFERENCE: &str = "#/components/schemas/";

/// Rewrites every schema of the document.
pub fn bring_to_form(document: &mut Value) {
    simplify(document, false);
    flatten_unions(document);
    rename_pages(document);
    tell_requests_from_answers(document);
}

/// Takes away what says nothing: prose, defaults that are the rule, floats that are whole, a reference's wrapping.
fn simplify(value: &mut Value, are_names: bool) {
    match value {
        Value::Object(fields) => {
            if !are_names {
                if let Some(reference) = wrapped_reference(fields) {
                    *value = reference;
                    return;
                }
                fields.retain(|key, value| match key.as_str() {
                    "title" | "description" | "example" | "externalDocs" | "explode" => false,
                    "deprecated" | "nullable" | "uniqueItems" => *value != false,
                    _ => true,
                });
                if fields.contains_key("discriminator") {
                    fields.remove("type");
                    if let Some(members) = fields.remove("anyOf") {
                        fields.insert("oneOf".to_owned(), members);
                    }
                }
                make_whole(fields);
                unsign(fields);
            }
            for (key, field) in fields.iter_mut() {
                simplify(field, !are_names && matches!(key.as_str(), "properties" | "schemas" | "headers" | "responses" | "paths"));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| simplify(item, false)),
        _ => {}
    }
}

/// `allOf: [$ref, {prose or a default}]` is the reference itself.
fn wrapped_reference(fields: &Map<String, Value>) -> Option<Value> {
    let all = fields.get("allOf")?.as_array()?;
    let (first, rest) = all.split_first()?;
    let says_nothing = |part: &Value| part.as_object().is_some_and(|part| !part.contains_key("properties") && !part.contains_key("$ref"));
    (first.get("$ref").is_some() && rest.iter().all(says_nothing)).then(|| first.clone())
}

fn make_whole(fields: &mut Map<String, Value>) {
    for keyword in ["maximum", "minimum", "multipleOf"] {
        if let Some(number) = fields.get_mut(keyword)
            && let Some(float) = number.as_f64()
            && float.fract() == 0.0
        {
            *number = json!(float as i64);
        }
    }
}

/// OpenAPI knows no unsigned formats.
fn unsign(fields: &mut Map<String, Value>) {
    let format = match fields.get("format").and_then(Value::as_str) {
        Some("uint8" | "uint16" | "uint32") => "int32",
        Some("uint64") => "int64",
        _ => return,
    };
    fields.insert("format".to_owned(), format.into());
    fields.entry("minimum").or_insert(json!(0));
}

/// poem-openapi wraps each member of a union in a schema that adds the discriminator; here the member has it itself.
fn flatten_unions(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    let wrappers: Vec<(String, Value)> =
        schemas.iter().filter(|(_, schema)| schema["allOf"].is_array()).map(|(n, s)| (n.clone(), s.clone())).collect();
    let mut renamed = Vec::new();
    for (wrapper, schema) in wrappers {
        let [tag, member] = schema["allOf"].as_array().map_or(&[][..], Vec::as_slice) else { continue };
        let Some(name) = member["$ref"].as_str().and_then(|reference| reference.strip_prefix(REFERENCE)) else { continue };
        let Some(target) = schemas.get_mut(name) else { continue };
        adopt(target, tag);
        schemas.remove(&wrapper);
        renamed.push((wrapper, name.to_owned()));
    }
    for (from, to) in &renamed {
        rename(document, &format!("{REFERENCE}{from}"), &format!("{REFERENCE}{to}"));
    }
}

/// Gives a member of a union the discriminating property.
fn adopt(member: &mut Value, tag: &Value) {
    for (name, property) in tag["properties"].as_object().into_iter().flatten() {
        member["properties"][name] = property.clone();
    }
    let mut required: BTreeSet<String> = BTreeSet::new();
    for name in [&tag["required"], &member["required"]].into_iter().filter_map(Value::as_array).flatten().filter_map(Value::as_str) {
        required.insert(name.to_owned());
    }
    member["required"] = json!(required);
}

/// `Page<Room>` is named `RoomPage`.
fn rename_pages(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    let generic = |name: &str| {
        let inner = name.strip_prefix("Page_").or_else(|| name.strip_prefix("Page<")?.strip_suffix('>'))?;
        Some(format!("{inner}Page"))
    };
    let renamed: Vec<(String, String)> = schemas.keys().filter_map(|name| Some((name.clone(), generic(name)?))).collect();
    for (from, to) in &renamed {
        if let Some(schema) = schemas.remove(from) {
            schemas.insert(to.clone(), schema);
        }
    }
    for (from, to) in &renamed {
        rename(document, &format!("{REFERENCE}{from}"), &format!("{REFERENCE}{to}"));
    }
}

fn rename(value: &mut Value, from: &str, to: &str) {
    match value {
        Value::String(text) if text == from => *text = to.to_owned(),
        Value::Object(fields) => fields.iter_mut().for_each(|(_, field)| rename(field, from, to)),
        Value::Array(items) => items.iter_mut().for_each(|item| rename(item, from, to)),
        _ => {}
    }
}

/// What clients send is closed: a field that is not known is a fault. poem-openapi holds this and does not write it.
/// What they get has its nullable fields always, since an answer leaves out what is not there.
fn tell_requests_from_answers(document: &mut Value) {
    let mut pending = Vec::new();
    for operation in document["paths"].as_object().into_iter().flatten().flat_map(|(_, item)| item.as_object()).flatten() {
        references(&operation.1["requestBody"], &mut pending);
    }
    pending.push("ClientFrame".to_owned());
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    let mut seen = BTreeSet::new();
    while let Some(name) = pending.pop() {
        let Some(schema) = schemas.get_mut(&name) else { continue };
        if seen.insert(name) {
            references(schema, &mut pending);
            if let (true, Value::Object(fields)) = (schema["type"] == "object", schema) {
                fields.insert("additionalProperties".to_owned(), false.into());
            }
        }
    }
    for (_, answer) in schemas.iter_mut().filter(|(name, _)| !seen.contains(*name)) {
        require_nullable(answer);
    }
}

fn require_nullable(schema: &mut Value) {
    let is_nullable = |property: &Value| property["nullable"] == true;
    let properties = schema["properties"].as_object().into_iter().flatten();
    let nullable: Vec<String> = properties.filter(|(_, property)| is_nullable(property)).map(|(name, _)| name.clone()).collect();
    if let Some(Value::Array(required)) = schema.get_mut("required") {
        required.extend(nullable.into_iter().map(Value::from));
    }
}

/// The names of the schemas that a value refers to.
fn references(value: &Value, names: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            names.extend(fields.get("$ref").and_then(Value::as_str).and_then(|text| text.strip_prefix(REFERENCE)).map(str::to_owned));
            fields.values().for_each(|field| references(field, names));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, names)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_union_member_takes_its_discriminator_in() {
        let mut document = json!({ "components": { "schemas": {
            "Frame": { "type": "object", "oneOf": [{ "$ref": "#/components/schemas/Frame_Ping" }] },
            "Frame_Ping": { "allOf": [
                { "type": "object", "required": ["type"], "properties": { "type": { "type": "string", "enum": ["ping"], "example": "ping" } } },
                { "$ref": "#/components/schemas/Ping" },
            ] },
            "Ping": { "type": "object", "title": "Ping", "properties": { "title": { "type": "string" } } },
        } } });
        bring_to_form(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(schemas["Frame"]["oneOf"][0]["$ref"], "#/components/schemas/Ping");
        assert_eq!(schemas["Ping"]["properties"]["type"]["enum"], json!(["ping"]));
        assert!(schemas["Ping"].get("title").is_none() && schemas["Ping"]["properties"].get("title").is_some());
        assert!(schemas.get("Frame_Ping").is_none());
    }

    #[test]
    fn a_nullable_field_is_required_of_answers_alone() {
        let record =
            json!({ "type": "object", "required": ["id"], "properties": { "id": {}, "text": { "type": "string", "nullable": true } } });
        let mut document = json!({
            "paths": { "/a": { "patch": { "requestBody": { "$ref": "#/components/schemas/Change" } } } },
            "components": { "schemas": { "Change": record, "Record": record } },
        });
        bring_to_form(&mut document);
        assert_eq!(document["components"]["schemas"]["Change"]["required"], json!(["id"]));
        assert_eq!(document["components"]["schemas"]["Record"]["required"], json!(["id", "text"]));
    }

    #[test]
    fn bounds_become_whole_and_references_bare() {
        let mut schema = json!({ "a": { "maximum": 100.0, "format": "uint32" }, "b": { "allOf": [{ "$ref": "x" }, { "description": "y" }], "description": "y" } });
        simplify(&mut schema, false);
        assert_eq!(schema, json!({ "a": { "maximum": 100, "format": "int32", "minimum": 0 }, "b": { "$ref": "x" } }));
    }
}
