//! The normal form of a specification: what binds, without prose, references to parts, or order.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::{Map, Value, json};

/// The keywords that bound a value of a known type.
pub const BOUNDS: &[&str] = &[
    "format",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "pattern",
    "uniqueItems",
];

const PROSE: &[&str] = &["description", "example", "externalDocs", "title"];
/// The frames of the event stream: the client's are in no operation.
const ROOTS: &[&str] = &["ClientFrame", "ServerFrame"];

/// The normal form of everything below a path: `{paths, schemas, security}`.
pub fn normal(document: &Value, below: &str) -> Result<Value> {
    let mut form = Form { document, pending: ROOTS.iter().map(|name| (*name).to_owned()).collect(), seen: BTreeSet::new() };
    let mut paths = Map::new();
    for (path, item) in document["paths"].as_object().context("no paths")? {
        if path.starts_with(below) {
            paths.insert(path.clone(), form.path(item).with_context(|| path.clone())?);
        }
    }
    let mut schemas = Map::new();
    while let Some(name) = form.pending.pop() {
        if form.seen.insert(name.clone()) {
            let schema = &document["components"]["schemas"][&name];
            if !schema.is_null() {
                schemas.insert(name.clone(), form.schema(schema).with_context(|| name.clone())?);
            }
        }
    }
    let security = without_prose(&document["components"]["securitySchemes"]);
    Ok(sorted(json!({ "paths": paths, "schemas": schemas, "security": security })))
}

struct Form<'a> {
    document: &'a Value,
    pending: Vec<String>,
    seen: BTreeSet<String>,
}

impl<'a> Form<'a> {
    fn path(&mut self, item: &'a Value) -> Result<Value> {
        let mut operations = Map::new();
        for method in ["get", "put", "post", "patch", "delete", "head", "options"] {
            if let Some(operation) = item.get(method) {
                operations.insert(method.to_owned(), self.operation(item, operation).with_context(|| method.to_owned())?);
            }
        }
        Ok(operations.into())
    }

    fn operation(&mut self, item: &'a Value, operation: &'a Value) -> Result<Value> {
        let mut parameters = Map::new();
        for parameter in entries(&item["parameters"]).chain(entries(&operation["parameters"])) {
            let parameter = self.resolve(parameter)?;
            let name = format!("{} {}", text(&parameter["in"]), text(&parameter["name"]));
            let required = parameter["required"] == true;
            parameters.insert(name, json!({ "required": required, "schema": self.schema(&parameter["schema"])? }));
        }
        let mut responses = Map::new();
        for (status, response) in operation["responses"].as_object().context("no responses")? {
            responses.insert(status.clone(), self.response(response).with_context(|| status.clone())?);
        }
        let security = operation.get("security").or_else(|| self.document.get("security")).cloned().unwrap_or(json!([]));
        let mut form = json!({
            "operationId": operation["operationId"],
            "tags": operation["tags"],
            "security": set(security),
            "parameters": parameters,
            "responses": responses,
        });
        if let Some(body) = operation.get("requestBody") {
            let body = self.resolve(body)?;
            form["requestBody"] = json!({ "required": body["required"] == true, "content": self.content(&body["content"])? });
        }
        Ok(form)
    }

    fn response(&mut self, response: &'a Value) -> Result<Value> {
        let response = self.resolve(response)?;
        let names = response["headers"].as_object().into_iter().flatten().map(|(name, _)| Value::from(name.to_lowercase()));
        Ok(json!({ "headers": set(names.collect()), "content": self.content(&response["content"])? }))
    }

    fn content(&mut self, content: &'a Value) -> Result<Value> {
        let mut form = Map::new();
        for (media_type, body) in content.as_object().into_iter().flatten() {
            form.insert(media_type.clone(), self.schema(&body["schema"])?);
        }
        Ok(form.into())
    }

    /// A schema: references to objects and unions stay by name, references to anything simpler are put in place.
    fn schema(&mut self, schema: &'a Value) -> Result<Value> {
        let all =
            schema.get("allOf").and_then(Value::as_array).filter(|all| all.len() == 1 && !schema["nullable"].as_bool().unwrap_or(false));
        if let Some(only) = all.and_then(|all| all.first()) {
            return self.schema(only);
        }
        if let Some(reference) = schema.get("$ref") {
            let target = self.resolve(schema)?;
            if target["type"] != "object" && target.get("oneOf").is_none() && target.get("allOf").is_none() {
                return self.schema(target);
            }
            self.pending.push(text(reference).rsplit('/').next().unwrap_or_default().to_owned());
            return Ok(json!({ "$ref": reference }));
        }
        let mut form = Map::new();
        for (key, value) in schema.as_object().into_iter().flatten() {
            if let Some(value) = self.keyword(key, value)? {
                form.insert(key.clone(), value);
            }
        }
        Ok(form.into())
    }

    fn keyword(&mut self, key: &str, value: &'a Value) -> Result<Option<Value>> {
        Ok(Some(match key {
            _ if PROSE.contains(&key) || key.starts_with("x-") => return Ok(None),
            "nullable" | "deprecated" | "readOnly" | "writeOnly" | "uniqueItems" if *value == false => return Ok(None),
            "additionalProperties" if *value == true => return Ok(None),
            "required" | "enum" => set(value.clone()),
            "items" | "not" => self.schema(value)?,
            "additionalProperties" if value.is_object() => self.schema(value)?,
            "oneOf" | "anyOf" | "allOf" => {
                let members: Result<Vec<Value>> = entries(value).map(|member| self.schema(member)).collect();
                set(members?.into())
            }
            "properties" => {
                let properties = value.as_object().into_iter().flatten();
                let properties: Result<Map<String, Value>> =
                    properties.map(|(name, schema)| Ok((name.clone(), self.schema(schema)?))).collect();
                properties?.into()
            }
            _ => value.clone(),
        }))
    }

    fn resolve(&self, value: &'a Value) -> Result<&'a Value> {
        let mut value = value;
        for _ in 0..16 {
            let Some(reference) = value.get("$ref") else { return Ok(value) };
            let pointer = text(reference).trim_start_matches('#');
            value = self.document.pointer(pointer).with_context(|| format!("{reference} leads nowhere"))?;
        }
        bail!("references go round in a circle")
    }
}

fn entries(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// A list whose order means nothing.
fn set(value: Value) -> Value {
    let Value::Array(mut items) = value else { return value };
    items.sort_by_key(Value::to_string);
    items.into()
}

fn without_prose(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields = fields.iter().filter(|(key, _)| !PROSE.contains(&key.as_str()) && !key.starts_with("x-"));
            fields.map(|(key, value)| (key.clone(), without_prose(value))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

/// The same value with the keys of its objects in order.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut fields: Vec<(String, Value)> = fields.into_iter().map(|(key, value)| (key, sorted(value))).collect();
            fields.sort_by(|left, right| left.0.cmp(&right.0));
            fields.into_iter().collect::<Map<_, _>>().into()
        }
        Value::Array(items) => items.into_iter().map(sorted).collect::<Vec<_>>().into(),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn document(operation: Value, schemas: Value) -> Value {
        json!({ "paths": { "/api/v1/a": { "get": operation }, "/health": {} }, "components": { "schemas": schemas } })
    }

    #[test]
    fn prose_order_and_references_to_simple_schemas_do_not_count() {
        let left = document(
            json!({ "summary": "x", "operationId": "a", "responses": { "200": { "description": "y", "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } } } } }),
            json!({ "A": { "type": "object", "required": ["b", "a"], "properties": { "a": { "$ref": "#/components/schemas/Name" } } }, "Name": { "type": "string", "maxLength": 3 } }),
        );
        let right = document(
            json!({ "operationId": "a", "responses": { "200": { "content": { "application/json": { "schema": { "allOf": [{ "$ref": "#/components/schemas/A" }] } } } } } }),
            json!({ "A": { "properties": { "a": { "maxLength": 3, "type": "string", "description": "z" } }, "required": ["a", "b"], "type": "object" } }),
        );
        assert_eq!(normal(&left, "/api").expect("it is one"), normal(&right, "/api").expect("it is one"));
    }

    #[test]
    fn what_binds_stays() {
        let form = normal(&document(json!({ "operationId": "a", "responses": { "204": {} } }), json!({})), "/api/v1").expect("it is one");
        assert_eq!(form["paths"]["/api/v1/a"]["get"]["operationId"], "a");
        assert!(form["paths"].get("/health").is_none());
    }
}
