//! The answers that `openapi.yaml` documents and no test has seen: listed in `tests/unseen-answers.txt`, which may only
//! shrink.

use std::collections::BTreeSet;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::run::root;
use crate::spec::contract;

const LIST: &str = "tests/unseen-answers.txt";

/// An operation and a status; `*` stands for every operation.
type Answer = (String, u16);

/// Holds what the tests have seen, and the list, against the specification.
pub fn judge(seen: &str) -> Result<()> {
    let documented = documented(&contract()?);
    let seen: BTreeSet<Answer> = read(seen)?;
    let listed = read(&std::fs::read_to_string(root().join(LIST)).with_context(|| format!("{LIST} cannot be read"))?)?;
    let is_listed = |answer: &Answer| listed.contains(answer) || listed.contains(&("*".to_owned(), answer.1));
    let unseen: Vec<&Answer> = documented.difference(&seen).collect();
    println!("{} of {} documented answers seen; {LIST} has the rest:", documented.len() - unseen.len(), documented.len());
    for (id, status) in unseen.iter().filter(|answer| !listed.contains(&("*".to_owned(), answer.1))) {
        println!("  {id} {status}");
    }
    let new = unseen
        .iter()
        .filter(|answer| !is_listed(answer))
        .map(|(id, status)| format!("{id} {status} is documented, and no test has seen it"));
    let stale = listed.iter().filter(|answer| answer.0 != "*" && !unseen.contains(answer));
    let stale = stale.map(|(id, status)| format!("{id} {status} is seen, or documented no more: take it off {LIST}"));
    let faults: Vec<String> = new.chain(stale).collect();
    if !faults.is_empty() {
        bail!("{}", faults.join("\n  "));
    }
    Ok(())
}

fn documented(contract: &Value) -> BTreeSet<Answer> {
    let items = contract["paths"].as_object().into_iter().flatten().filter_map(|(_, item)| item.as_object());
    let operations = items.flatten().filter_map(|(_, operation)| Some((operation["operationId"].as_str()?, operation)));
    let answers = operations.flat_map(|(id, operation)| {
        let statuses = operation["responses"].as_object().into_iter().flatten();
        statuses.filter_map(move |(status, _)| Some((id.to_owned(), status.parse().ok()?)))
    });
    answers.collect()
}

/// Lines of an operation and a status; `#` begins a comment.
fn read(text: &str) -> Result<BTreeSet<Answer>> {
    let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).filter(|line| !line.is_empty());
    let read = |line: &str| {
        let (id, status) = line.split_once(' ')?;
        Some((id.to_owned(), status.trim().parse().ok()?))
    };
    lines.map(|line| read(line).with_context(|| format!("`{line}` is not an operation and a status"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blank_lines_are_no_answers() {
        let answers = read("# why\n\n* 500  # never meant\nlogin 401\n").expect("it is a list");
        assert_eq!(answers, BTreeSet::from([("*".to_owned(), 500), ("login".to_owned(), 401)]));
        assert!(read("login").is_err());
    }

    #[test]
    fn documented_answers_are_those_of_every_operation() {
        let contract = serde_json::json!({ "paths": { "/a": { "parameters": [], "get": { "operationId": "a", "responses": { "200": {}, "404": {} } } } } });
        assert_eq!(documented(&contract), BTreeSet::from([("a".to_owned(), 200), ("a".to_owned(), 404)]));
    }
}
