//! Faults in words: what a value must be, never what it was.

use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{ValidationError, Validator};
use serde_json::Value;

use super::{Fault, escape};

/// How many faults one answer names.
const MOST: usize = 50;

/// Every fault of a value.
pub fn list(validator: &Validator, value: &Value) -> Vec<Fault> {
    validator.iter_errors(value).flat_map(|error| of(&error)).take(MOST).collect()
}

fn of(error: &ValidationError<'_>) -> Vec<Fault> {
    let at = error.instance_path().as_str();
    let below = |name: &str| format!("{at}/{}", escape(name));
    match error.kind() {
        Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
            unexpected.iter().map(|name| (below(name), "is not a known field".to_owned())).collect()
        }
        Kind::Required { property } => vec![(below(property.as_str().unwrap_or_default()), "is required".to_owned())],
        kind => vec![(at.to_owned(), rule(kind))],
    }
}

fn rule(kind: &Kind) -> String {
    match kind {
        Kind::Type { kind: TypeKind::Single(kind) } => format!("must be of type {kind}"),
        Kind::Type { kind: TypeKind::Multiple(kinds) } => {
            let kinds: Vec<String> = kinds.iter().map(|kind| kind.to_string()).collect();
            format!("must be of type {}", kinds.join(" or "))
        }
        Kind::MinLength { limit } => format!("must have at least {limit} characters"),
        Kind::MaxLength { limit } => format!("must have at most {limit} characters"),
        Kind::MinItems { limit } => format!("must have at least {limit} items"),
        Kind::MaxItems { limit } => format!("must have at most {limit} items"),
        Kind::MinProperties { limit } => format!("must have at least {limit} fields"),
        Kind::Minimum { limit } => format!("must be at least {limit}"),
        Kind::Maximum { limit } => format!("must be at most {limit}"),
        Kind::Pattern { pattern } => format!("must match {pattern}"),
        Kind::Format { format } => format!("must be a valid {format}"),
        Kind::Enum { options } => format!("must be one of {}", words(options)),
        Kind::Constant { expected_value } => format!("must be {expected_value}"),
        Kind::UniqueItems => "must not hold the same item twice".to_owned(),
        Kind::OneOfNotValid { .. } | Kind::OneOfMultipleValid { .. } | Kind::AnyOf { .. } => {
            "has none of the forms that are allowed here".to_owned()
        }
        _ => "is not valid".to_owned(),
    }
}

fn words(options: &Value) -> String {
    let options = options.as_array().map(Vec::as_slice).unwrap_or_default();
    options.iter().map(|option| option.as_str().map_or_else(|| option.to_string(), str::to_owned)).collect::<Vec<_>>().join(", ")
}

/// What a schema asks for, in words.
pub fn expectation(schema: &Value) -> String {
    let number = |key: &str| schema.get(key).filter(|value| value.is_number());
    let text = |key: &str| schema.get(key).and_then(Value::as_str).unwrap_or_default();
    if let Some(options) = schema.get("enum") {
        return format!("must be one of {}", words(options));
    }
    let mut parts = Vec::new();
    match (text("type"), text("format")) {
        ("string", "") => parts.push("must be a string".to_owned()),
        ("string", "uuid") => parts.push("must be a UUID".to_owned()),
        ("string", "date-time") => parts.push("must be an RFC 3339 instant".to_owned()),
        ("string", format) => parts.push(format!("must be a valid {format}")),
        ("integer", _) => parts.push("must be an integer".to_owned()),
        ("boolean", _) => parts.push("must be true or false".to_owned()),
        _ => parts.push("is not valid".to_owned()),
    }
    for (key, rule) in [("minimum", "at least"), ("maximum", "at most")] {
        parts.extend(number(key).map(|limit| format!("{rule} {limit}")));
    }
    for (key, rule) in [("minLength", "at least"), ("maxLength", "at most")] {
        parts.extend(number(key).map(|limit| format!("{rule} {limit} characters")));
    }
    let pattern = text("pattern");
    if !pattern.is_empty() {
        parts.push(format!("matching {pattern}"));
    }
    parts.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expectation_reads_like_a_sentence() {
        let schema = serde_json::json!({"type": "integer", "minimum": 1, "maximum": 100});
        assert_eq!(expectation(&schema), "must be an integer, at least 1, at most 100");
    }
}
