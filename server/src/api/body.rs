//! JSON bodies: read once, held against the specification, every fault named at once, no value echoed.

use std::borrow::Cow;

use poem::http::header;
use poem::{Request, RequestBody};
use poem_openapi::registry::{MetaMediaType, MetaRequest, Registry};
use poem_openapi::types::ParseFromJSON;
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use serde_json::Value;
use validator::{Validate, ValidationError, ValidationErrors};

use super::caller::visit;
use super::problem::carry;
use super::schema::Fault;
use crate::domain::problems;
use crate::services::{Error, Result};

/// The most bytes a JSON body may have.
pub const LIMIT: usize = 256 * 1024;
/// How deep a JSON body may nest.
const DEPTH: usize = 32;

/// A body that must be there.
pub struct Body<T>(pub T);

/// A body that may be left out; then it counts as `{}`.
pub struct OptionalBody<T>(pub T);

macro_rules! extractor {
    ($name:ident, $required:literal) => {
        impl<'a, T: ParseFromJSON + Validate> ApiExtractor<'a> for $name<T> {
            const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::RequestObject];
            type ParamType = ();
            type ParamRawType = ();

            fn register(registry: &mut Registry) {
                T::register(registry);
            }

            fn request_meta() -> Option<MetaRequest> {
                let content = vec![MetaMediaType { content_type: "application/json", schema: T::schema_ref() }];
                Some(MetaRequest { description: None, content, required: $required })
            }

            async fn from_request(request: &'a Request, body: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
                let bytes = body.take()?.into_bytes_limit(LIMIT).await?;
                read(request, &bytes, $required).map(Self).map_err(carry)
            }
        }
    };
}

extractor!(Body, true);
extractor!(OptionalBody, false);

fn read<T: ParseFromJSON + Validate>(request: &Request, bytes: &[u8], required: bool) -> Result<T> {
    let value = if bytes.is_empty() && !required {
        Value::Object(Default::default())
    } else {
        if !request.header(header::CONTENT_TYPE).is_some_and(is_json) {
            return Err(Error::new(&problems::UNSUPPORTED_MEDIA_TYPE));
        }
        parse(bytes)?
    };
    let operation = visit(request)?.operation;
    judge(&value, operation.map(|operation| operation.body_faults(&value)).unwrap_or_default())?;
    // The reader's message may hold the value, so it stays here.
    let read =
        T::parse_from_json(Some(value)).map_err(|_| Error::new(&problems::VALIDATION_FAILED).fault("", "does not fit the schema"))?;
    read.validate().map_err(|errors| judge_fields(&errors))?;
    Ok(read)
}

/// The faults of rules over several fields, which a schema cannot say.
fn judge_fields(errors: &ValidationErrors) -> Error {
    let found = errors.field_errors().into_values().flatten();
    found.fold(Error::new(&problems::VALIDATION_FAILED), |refusal, error| {
        refusal.fault(error.code.clone(), error.message.clone().unwrap_or(Cow::Borrowed("is not valid")))
    })
}

/// A fault of such a rule, at a JSON pointer.
pub fn fault_at(pointer: &'static str, detail: &'static str) -> ValidationError {
    ValidationError::new(pointer).with_message(Cow::Borrowed(detail))
}

/// Refuses a value with the faults that the specification finds, and with those of its texts, all at once.
pub fn judge(value: &Value, found: Vec<Fault>) -> Result<()> {
    let mut faults = Vec::new();
    find_nul(value, &mut String::new(), &mut faults);
    faults.extend(found);
    if faults.is_empty() {
        return Ok(());
    }
    let refusal = Error::new(&problems::VALIDATION_FAILED);
    Err(faults.into_iter().fold(refusal, |error, (pointer, detail)| error.fault(pointer, detail)))
}

fn is_json(content_type: &str) -> bool {
    let essence = content_type.split(';').next().unwrap_or_default().trim();
    let suffix = essence.to_ascii_lowercase();
    suffix == "application/json" || (suffix.starts_with("application/") && suffix.ends_with("+json"))
}

/// Reads JSON. The depth is looked at first, so that a reader that recurses never meets a deep one.
pub fn parse(bytes: &[u8]) -> Result<Value> {
    if depth(bytes) > DEPTH {
        return Err(Error::new(&problems::INVALID_JSON).detail("The body nests deeper than 32 levels."));
    }
    serde_json::from_slice(bytes).map_err(|error| {
        let detail = match error.classify() {
            serde_json::error::Category::Eof => "The body ends before the JSON does.".to_owned(),
            _ => format!("The body stops being JSON at line {}, column {}.", error.line(), error.column()),
        };
        Error::new(&problems::INVALID_JSON).detail(detail)
    })
}

fn depth(bytes: &[u8]) -> usize {
    let (mut now, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'[' | b'{' if !in_string => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !in_string => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

/// PostgreSQL cannot store U+0000 in a text, so no text may have it on either engine.
fn find_nul(value: &Value, pointer: &mut String, faults: &mut Vec<Fault>) {
    let length = pointer.len();
    match value {
        Value::String(text) if text.contains('\0') => faults.push((pointer.clone(), "must not contain the character U+0000".to_owned())),
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                pointer.push_str(&format!("/{index}"));
                find_nul(item, pointer, faults);
                pointer.truncate(length);
            }
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                pointer.push('/');
                pointer.push_str(&super::schema::escape(name));
                find_nul(field, pointer, faults);
                pointer.truncate(length);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Map;

    use super::*;

    #[test]
    fn depth_counts_brackets_outside_strings() {
        assert_eq!(depth(br#"{"a":["[[[[\"[",{}]}"#), 3);
        assert!(parse("[".repeat(10_000).as_bytes()).is_err());
    }

    #[test]
    fn nul_is_found_with_its_place() {
        let mut faults = Vec::new();
        find_nul(&serde_json::json!({"a/b": ["x", "y\u{0}"]}), &mut String::new(), &mut faults);
        assert_eq!(faults.len(), 1);
        assert_eq!(faults[0].0, "/a~1b/1");
    }

    #[test]
    fn media_types_with_parameters_are_json() {
        assert!(is_json("application/json; charset=utf-8") && is_json("application/merge-patch+json"));
        assert!(!is_json("text/plain") && !is_json(""));
    }

    #[test]
    fn any_bytes_are_json_of_32_levels_or_a_problem() {
        fn levels(value: &Value) -> usize {
            match value {
                Value::Array(items) => 1 + items.iter().map(levels).max().unwrap_or(0),
                Value::Object(fields) => 1 + fields.values().map(levels).max().unwrap_or(0),
                _ => 0,
            }
        }
        crate::fuzz::run("bodies", |bytes| match parse(bytes) {
            Ok(value) => {
                assert!(levels(&value) <= DEPTH);
                assert_eq!(parse(value.to_string().as_bytes()).expect("what it writes it reads"), value);
                // A name with it is in no schema, so that is refused elsewhere.
                if value.as_object().into_iter().flat_map(Map::values).any(|field| field.as_str().is_some_and(|text| text.contains('\0'))) {
                    assert!(judge(&value, Vec::new()).is_err(), "U+0000 is refused wherever it stands");
                }
            }
            Err(error) => assert_eq!(error.problem.code, problems::INVALID_JSON.code),
        });
    }
}
