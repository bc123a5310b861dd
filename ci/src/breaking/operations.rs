//! What breaks callers of an operation: it is gone, asks for more, takes less, or answers otherwise.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use super::places::{Found, Way};
use super::schemas::Schemas;

/// Every breaking change from one normal form to another.
pub fn breaking(old: &Value, new: &Value) -> BTreeSet<String> {
    let mut schemas = Schemas::new(&old["schemas"], &new["schemas"]);
    let mut found = Found::default();
    for (path, item) in fields(&old["paths"]) {
        for (method, operation) in fields(item) {
            let place = format!("{} {path}", method.to_uppercase());
            match new["paths"][path].get(method) {
                None => found.add(&place, "removed"),
                Some(now) => compare(&place, operation, now, &mut schemas, &mut found),
            }
        }
    }
    // Their own roots: the client's frames are in no operation.
    schemas.named("ClientFrame", Way::Sent, &mut found);
    schemas.named("ServerFrame", Way::Got, &mut found);
    for (name, scheme) in fields(&old["security"]) {
        if new["security"].get(name) != Some(scheme) {
            found.add(&format!("security/{name}"), "changed or removed");
        }
    }
    found.into_set()
}

fn compare(place: &str, old: &Value, new: &Value, schemas: &mut Schemas<'_>, found: &mut Found) {
    if old["operationId"] != new["operationId"] {
        found.add(&format!("{place} operationId"), format!("{} is {} now", old["operationId"], new["operationId"]));
    }
    let (accepted, accepts) = (list(&old["security"]), list(&new["security"]));
    if !accepts.is_empty() && (accepted.is_empty() || accepted.iter().any(|way| !accepts.contains(way))) {
        found.add(&format!("{place} security"), "a way to call it is no longer accepted");
    }
    parameters(place, &old["parameters"], &new["parameters"], schemas, found);
    body(&format!("{place} body"), old.get("requestBody"), new.get("requestBody"), schemas, found);
    answers(place, &old["responses"], &new["responses"], schemas, found);
}

fn parameters(place: &str, old: &Value, new: &Value, schemas: &mut Schemas<'_>, found: &mut Found) {
    for (name, parameter) in fields(old) {
        let place = format!("{place} {name}");
        let Some(now) = new.get(name) else {
            found.add(&place, "removed");
            continue;
        };
        if now["required"] == true && parameter["required"] != true {
            found.add(&place, "required now");
        }
        schemas.compare(&place, &parameter["schema"], &now["schema"], Way::Sent, found);
    }
    for (name, _) in fields(new).filter(|(name, now)| now["required"] == true && old.get(name.as_str()).is_none()) {
        found.add(&format!("{place} {name}"), "new and required");
    }
}

fn body(place: &str, old: Option<&Value>, new: Option<&Value>, schemas: &mut Schemas<'_>, found: &mut Found) {
    match (old, new) {
        (None, None) => {}
        (None, Some(now)) if now["required"] != true => {}
        (None, Some(_)) => found.add(place, "new and required"),
        (Some(_), None) => found.add(place, "removed"),
        (Some(was), Some(now)) => {
            if now["required"] == true && was["required"] != true {
                found.add(place, "required now");
            }
            content(place, &was["content"], &now["content"], Way::Sent, schemas, found);
        }
    }
}

/// Of refusals more may come: clients know `Problem`, and codes are open. What succeeds is closed.
fn answers(place: &str, old: &Value, new: &Value, schemas: &mut Schemas<'_>, found: &mut Found) {
    for (status, answer) in fields(old) {
        let place = format!("{place} {status}");
        match new.get(status) {
            None if is_success(status) => found.add(&place, "removed"),
            None => {}
            Some(now) => {
                let (had, has) = (list(&answer["headers"]), list(&now["headers"]));
                for header in had.iter().filter(|header| !has.contains(header)) {
                    found.add(&format!("{place} header {}", header.as_str().unwrap_or_default()), "removed");
                }
                content(&place, &answer["content"], &now["content"], Way::Got, schemas, found);
            }
        }
    }
    for (status, _) in fields(new).filter(|(status, _)| is_success(status) && old.get(status.as_str()).is_none()) {
        found.add(&format!("{place} {status}"), "a new way to succeed");
    }
}

fn content(place: &str, old: &Value, new: &Value, way: Way, schemas: &mut Schemas<'_>, found: &mut Found) {
    for (media_type, schema) in fields(old) {
        match new.get(media_type) {
            None => found.add(&format!("{place} {media_type}"), "removed"),
            Some(now) => schemas.compare(&format!("{place} {media_type}"), schema, now, way, found),
        }
    }
}

fn is_success(status: &str) -> bool {
    status.starts_with(['1', '2', '3'])
}

fn fields(value: &Value) -> impl Iterator<Item = (&String, &Value)> {
    value.as_object().into_iter().flat_map(Map::iter)
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// A specification of one operation that takes and gives a room, and of the two unions of frames.
    fn specification() -> Value {
        json!({
            "paths": { "/api/v1/rooms": { "post": {
                "operationId": "createRoom",
                "security": [{ "bearer": [] }, { "cookie": [] }],
                "parameters": {
                    "query limit": { "required": false, "schema": { "type": "integer", "maximum": 100 } },
                },
                "requestBody": { "required": true, "content": { "application/json": { "$ref": "#/components/schemas/NewRoom" } } },
                "responses": {
                    "201": { "headers": ["etag"], "content": { "application/json": { "$ref": "#/components/schemas/Room" } } },
                    "404": { "headers": [], "content": {} },
                },
            } } },
            "schemas": {
                "NewRoom": { "type": "object", "additionalProperties": false, "required": ["name"], "properties": {
                    "name": { "type": "string", "maxLength": 80 },
                    "kind": { "type": "string", "enum": ["direct", "group"] },
                    "topic": { "type": "string", "nullable": true },
                } },
                "Room": { "type": "object", "required": ["id"], "properties": {
                    "id": { "type": "string", "format": "uuid" },
                    "name": { "type": "string", "maxLength": 80 },
                    "kind": { "type": "string", "enum": ["direct", "group"] },
                    "parent": { "$ref": "#/components/schemas/Room" },
                } },
                "ServerFrame": { "oneOf": [{ "$ref": "#/components/schemas/Room" }], "discriminator": { "propertyName": "type", "mapping": { "room": "Room" } } },
                "ClientFrame": { "oneOf": [{ "$ref": "#/components/schemas/NewRoom" }] },
            },
            "security": { "bearer": { "type": "http" } },
        })
    }

    /// What breaks when the value at a pointer is set, or taken away.
    fn changed(pointer: &str, value: Option<Value>) -> Vec<String> {
        let mut new = specification();
        let (above, key) = pointer.rsplit_once('/').expect("a pointer has a slash");
        let holder = new.pointer_mut(above).expect("the pointer leads somewhere");
        let key = key.replace("~1", "/");
        match value {
            Some(value) => holder[key] = value,
            None => drop(holder.as_object_mut().expect("it is an object").remove(&key)),
        }
        breaking(&specification(), &new).into_iter().collect()
    }

    const CREATE: &str = "/paths/~1api~1v1~1rooms/post";

    #[test]
    fn nothing_changed_breaks_nobody() {
        assert!(breaking(&specification(), &specification()).is_empty());
    }

    #[test]
    fn what_callers_rely_on_may_not_go() {
        let cases = [
            ("/paths/~1api~1v1~1rooms/post", None, "POST /api/v1/rooms: removed"),
            (
                &format!("{CREATE}/operationId"),
                Some(json!("makeRoom")),
                "POST /api/v1/rooms operationId: \"createRoom\" is \"makeRoom\" now",
            ),
            (
                &format!("{CREATE}/security"),
                Some(json!([{ "bearer": [] }])),
                "POST /api/v1/rooms security: a way to call it is no longer accepted",
            ),
            (&format!("{CREATE}/parameters/query limit"), None, "POST /api/v1/rooms query limit: removed"),
            (&format!("{CREATE}/parameters/query limit/required"), Some(json!(true)), "POST /api/v1/rooms query limit: required now"),
            (
                &format!("{CREATE}/parameters/query limit/schema/maximum"),
                Some(json!(50)),
                "POST /api/v1/rooms query limit: maximum 100 is 50 now",
            ),
            (&format!("{CREATE}/parameters/header x"), Some(json!({ "required": true })), "POST /api/v1/rooms header x: new and required"),
            (&format!("{CREATE}/responses/201"), None, "POST /api/v1/rooms 201: removed"),
            (&format!("{CREATE}/responses/202"), Some(json!({})), "POST /api/v1/rooms 202: a new way to succeed"),
            (&format!("{CREATE}/responses/201/headers"), Some(json!([])), "POST /api/v1/rooms 201 header etag: removed"),
            ("/schemas/NewRoom/required", Some(json!(["name", "kind"])), "schemas/NewRoom/properties/kind: required now"),
            ("/schemas/NewRoom/properties/topic", None, "schemas/NewRoom/properties/topic: removed"),
            ("/schemas/NewRoom/properties/topic/nullable", None, "schemas/NewRoom/properties/topic: may not be null any more"),
            (
                "/schemas/NewRoom/properties/kind/enum",
                Some(json!(["group"])),
                "schemas/NewRoom/properties/kind: the value direct is no longer taken",
            ),
            ("/schemas/NewRoom/properties/name/pattern", Some(json!("a")), "schemas/NewRoom/properties/name: pattern null is \"a\" now"),
            ("/schemas/Room/required", Some(json!([])), "schemas/Room/properties/id: no longer always there"),
            ("/schemas/Room/properties/id/format", None, "schemas/Room/properties/id: format \"uuid\" is null now"),
            ("/schemas/Room/properties/name/maxLength", Some(json!(90)), "schemas/Room/properties/name: maxLength 80 is 90 now"),
            ("/schemas/Room/properties/name/nullable", Some(json!(true)), "schemas/Room/properties/name: may be null now"),
            (
                "/schemas/Room/properties/kind/enum",
                Some(json!(["direct", "group", "hall"])),
                "schemas/Room/properties/kind: the value hall may come now",
            ),
            (
                "/schemas/Room/properties/parent/$ref",
                Some(json!("#/components/schemas/Hall")),
                "schemas/Room/properties/parent: Room is Hall now",
            ),
            ("/schemas/ServerFrame/oneOf", Some(json!([])), "schemas/ServerFrame/oneOf/Room: removed"),
            ("/schemas/ServerFrame/discriminator/mapping/room", None, "schemas/ServerFrame/discriminator/room: changed or removed"),
            ("/security/bearer", None, "security/bearer: changed or removed"),
        ];
        for (pointer, value, expected) in cases {
            assert_eq!(changed(pointer, value), [expected], "{pointer}");
        }
    }

    #[test]
    fn a_renamed_field_is_named() {
        assert_eq!(
            changed("/schemas/Room/properties", Some(json!({ "title": {}, "id": { "type": "string", "format": "uuid" } })))[1],
            "schemas/Room/properties/name: removed"
        );
    }

    #[test]
    fn what_asks_less_or_gives_more_breaks_nobody() {
        let cases = [
            (&*format!("{CREATE}/parameters/query after"), Some(json!({ "required": false }))),
            (&format!("{CREATE}/parameters/query limit/schema/maximum"), Some(json!(200))),
            (&format!("{CREATE}/responses/404"), None),
            (&format!("{CREATE}/responses/409"), Some(json!({}))),
            (&format!("{CREATE}/requestBody/required"), Some(json!(false))),
            ("/paths/~1api~1v1~1halls", Some(json!({ "get": {} }))),
            ("/schemas/NewRoom/required", Some(json!([]))),
            ("/schemas/NewRoom/properties/color", Some(json!({ "type": "string" }))),
            ("/schemas/NewRoom/properties/name/maxLength", Some(json!(90))),
            ("/schemas/NewRoom/properties/kind/enum", Some(json!(["direct", "group", "hall"]))),
            ("/schemas/Room/properties/color", Some(json!({ "type": "string" }))),
            ("/schemas/Room/required", Some(json!(["id", "name"]))),
            ("/schemas/Room/properties/name/maxLength", Some(json!(70))),
            ("/schemas/ServerFrame/oneOf", Some(json!([{ "$ref": "#/components/schemas/Room" }, { "$ref": "#/components/schemas/Hall" }]))),
        ];
        for (pointer, value) in cases {
            assert_eq!(changed(pointer, value), Vec::<String>::new(), "{pointer}");
        }
    }
}
