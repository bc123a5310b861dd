//! From `openapi.yaml` to what the reference tells; what a frame lacks is a fault.

use anyhow::{Context, Result};
use serde_json::Value;

use super::{CloseCode, Field, Frame, Kind, Record, Reference};

pub fn reference(document: &Value) -> Result<Reference> {
    let (server, client) = (frames(document, "ServerFrame", " Goes to ")?, frames(document, "ClientFrame", " Answered by ")?);
    let mut records = Vec::new();
    for frame in server.iter().chain(&client) {
        collect(document, &frame.data, &mut records)?;
    }
    Ok(Reference { server, client, records, close_codes: close_codes(document)? })
}

/// The frames of a union. Their descriptions say when first, and from `cut` on to whom or by what.
fn frames(document: &Value, union: &str, cut: &str) -> Result<Vec<Frame>> {
    let mapping = document["components"]["schemas"][union]["discriminator"]["mapping"].as_object();
    let mapping = mapping.with_context(|| format!("{union} has no mapping"))?;
    let read = |(kind, reference): (&String, &Value)| {
        let name = last(reference).with_context(|| format!("{kind} refers to nothing"))?;
        frame(document, kind, name, cut).with_context(|| name.to_owned())
    };
    mapping.iter().map(read).collect()
}

fn frame(document: &Value, kind: &str, name: &str, cut: &str) -> Result<Frame> {
    let schema = &document["components"]["schemas"][name];
    let about = text(&schema["description"]).context("no description")?;
    let at = about.find(cut).with_context(|| format!("its description does not say `{}…`", cut.trim_start()))?;
    let example = schema.get("example").context("no example")?;
    let data = last(&schema["properties"]["data"]["allOf"][0]["$ref"]).context("its data has no name")?;
    Ok(Frame {
        kind: kind.to_owned(),
        typescript: name.to_owned(),
        rust: pascal(kind),
        when: about[..at].to_owned(),
        who: about[at + 1..].to_owned(),
        is_durable: required(schema, "cursor"),
        data: record(document, data)?,
        example: serde_json::to_string_pretty(example)?,
    })
}

/// The records that a record leads to, each once.
fn collect(document: &Value, record: &Record, found: &mut Vec<Record>) -> Result<()> {
    for field in &record.fields {
        if let Kind::Record(name, _) = &field.kind
            && !found.iter().any(|known: &Record| known.name == *name)
        {
            let next = self::record(document, name)?;
            found.push(next.clone());
            collect(document, &next, found)?;
        }
    }
    Ok(())
}

fn record(document: &Value, name: &str) -> Result<Record> {
    let schema = &document["components"]["schemas"][name];
    let about = text(&schema["description"]).with_context(|| format!("{name} has no description"))?;
    let properties = schema["properties"].as_object().into_iter().flatten();
    let field = |(field, property): (&String, &Value)| Field {
        name: field.clone(),
        kind: kind(document, property),
        is_required: required(schema, field),
        about: text(&property["description"]).unwrap_or_default(),
    };
    Ok(Record { name: name.to_owned(), about, fields: properties.map(field).collect() })
}

fn kind(document: &Value, property: &Value) -> Kind {
    if let Some(name) = last(&property["$ref"]).or_else(|| last(&property["allOf"][0]["$ref"])) {
        let target = &document["components"]["schemas"][name];
        return if target["type"] == "object" { Kind::Record(name.to_owned(), false) } else { kind(document, target) };
    }
    if property["type"] == "array" {
        return match kind(document, &property["items"]) {
            Kind::Record(name, _) => Kind::Record(name, true),
            Kind::Plain(words) => Kind::Plain(format!("list of {words}")),
        };
    }
    let words = match property["enum"].as_array() {
        Some(values) => values.iter().filter_map(Value::as_str).map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", "),
        None => text(property.get("format").filter(|_| property["type"] == "string").unwrap_or(&property["type"])).unwrap_or_default(),
    };
    Kind::Plain(if property["nullable"] == true { format!("{words} or `null`") } else { words })
}

fn close_codes(document: &Value) -> Result<Vec<CloseCode>> {
    let listed = document["paths"]["/api/v1/events"]["get"]["x-close-codes"].as_array();
    let read = |row: &Value| {
        let word = |key: &str| text(&row[key]).with_context(|| format!("a close code without {key}"));
        let code = row["code"].as_u64().context("a close code without a number")?;
        Ok(CloseCode { code, meaning: word("meaning")?, action: word("action")?, advice: word("advice")? })
    };
    listed.context("the event stream has no x-close-codes")?.iter().map(read).collect()
}

fn required(schema: &Value, name: &str) -> bool {
    schema["required"].as_array().is_some_and(|names| names.iter().any(|required| required == name))
}

fn last(reference: &Value) -> Option<&str> {
    reference.as_str()?.rsplit('/').next()
}

fn text(value: &Value) -> Option<String> {
    value.as_str().map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// `room.read_status` is `RoomReadStatus`.
fn pascal(kind: &str) -> String {
    let capital = |word: &str| word.chars().take(1).flat_map(char::to_uppercase).chain(word.chars().skip(1)).collect::<String>();
    kind.split(['.', '_']).map(capital).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::spec::contract;

    #[test]
    fn every_frame_of_the_specification_is_told_and_no_other() {
        let document = contract().expect("openapi.yaml can be read");
        let reference = reference(&document).expect("it says all that is told");
        for (union, frames) in [("ServerFrame", &reference.server), ("ClientFrame", &reference.client)] {
            let members = document["components"]["schemas"][union]["oneOf"].as_array().expect("it is a union");
            let named: Vec<_> = members.iter().filter_map(|member| last(&member["$ref"])).collect();
            assert_eq!(frames.iter().map(|frame| frame.typescript.as_str()).collect::<Vec<_>>(), named);
            assert!(frames.iter().all(|frame| frame.example.contains(&format!("\"type\": \"{}\"", frame.kind))));
        }
        assert!(reference.records.iter().any(|record| record.name == "Message"));
    }

    #[test]
    fn a_frame_that_does_not_say_whom_it_goes_to_is_a_fault() {
        let mut document = contract().expect("openapi.yaml can be read");
        document["components"]["schemas"]["HelloFrame"]["description"] = "The first frame.".into();
        let fault = reference(&document).err().map(|error| format!("{error:#}")).unwrap_or_default();
        assert!(fault.contains("HelloFrame") && fault.contains("Goes to"), "{fault}");
    }

    #[test]
    fn rust_names_are_made_of_words() {
        assert_eq!(["ack", "room.read_status"].map(pascal), ["Ack", "RoomReadStatus"]);
    }
}
