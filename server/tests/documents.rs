//! What the pages of `docs` list is what the code has: settings, metrics, rate limits and what holds each threat; so do the
//! codes that `openapi.yaml` knows.

use std::collections::BTreeSet;
use std::path::Path;

use causerie::config::ALL;
use causerie::domain::problems;

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path)).expect("the file can be read")
}

/// The first cell of each row, split at its commas, without the backticks.
fn names(page: &str, section: &str) -> BTreeSet<String> {
    let rows = page.split(&format!("## {section}\n")).nth(1).expect("the page has the section");
    let rows = rows.split("\n## ").next().unwrap_or_default().lines().filter(|line| line.starts_with("| `"));
    rows.flat_map(|row| row.split('|').nth(1).unwrap_or_default().split(", ").map(|name| name.trim().trim_matches('`').to_owned()))
        .collect()
}

/// The texts of a pattern's places in the sources: `before` up to the next quote.
fn mentions(folder: &Path, before: &[&str], found: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).expect("the folder can be read") {
        let path = entry.expect("its entries can be read").path();
        if path.is_dir() {
            mentions(&path, before, found);
            continue;
        }
        let text = std::fs::read_to_string(&path).expect("sources are UTF-8");
        let places = before.iter().flat_map(|words| text.split(words).skip(1));
        found.extend(places.filter_map(|rest| Some(rest.trim_start().strip_prefix('"')?.split('"').next()?.to_owned())));
    }
}

fn in_sources(before: &[&str]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    mentions(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), before, &mut found);
    found
}

#[test]
fn the_page_lists_every_setting_as_the_code_has_it() {
    let rows: Vec<String> = ALL
        .iter()
        .map(|setting| {
            let default = if setting.default.is_empty() { "–".to_owned() } else { format!("`{}`", setting.default) };
            format!("| `{}` | {default} | {} |", setting.env(), setting.about)
        })
        .collect();
    let table = format!("| variable | default | what it decides |\n|---|---|---|\n{}\n", rows.join("\n"));
    let page = read("docs/operations.md");
    let kept = page.split("<!-- settings: begin -->\n").nth(1).and_then(|rest| rest.split("<!-- settings: end -->").next());
    assert!(kept == Some(table.as_str()), "put this table into docs/operations.md, between the marks of the settings:\n{table}");
}

#[test]
fn the_page_lists_every_metric() {
    assert_eq!(names(&read("docs/operations.md"), "Metrics"), in_sources(&["counter!(", "gauge!(", "histogram!("]));
}

#[test]
fn the_page_lists_every_rate_limit() {
    assert_eq!(names(&read("docs/operations.md"), "Limits"), in_sources(&["Policy = policy("]));
}

#[test]
fn the_specification_knows_every_problem() {
    let contract: serde_json::Value = serde_yaml::from_str(&read("openapi.yaml")).expect("it is YAML");
    let known = contract.pointer("/components/schemas/Problem/properties/code/x-extensible-enum").and_then(|list| list.as_array());
    let known: Vec<&str> = known.expect("the codes are listed").iter().filter_map(|code| code.as_str()).collect();
    assert_eq!(known, problems::ALL.iter().map(|problem| problem.code).collect::<Vec<_>>());
    let answers = contract["components"]["responses"].as_object().expect("it has answers");
    let described: String = answers.values().filter_map(|answer| answer["description"].as_str()).collect();
    let lacking: Vec<&str> = known.into_iter().filter(|code| !described.contains(&format!("`{code}`"))).collect();
    // 405 is the answer of no operation.
    assert_eq!(lacking, ["method_not_allowed"]);
}

/// Whether a name of the last column of the threats is there.
fn holds(name: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let has = |path: &str, words: &str| std::fs::read_to_string(root.join(path)).is_ok_and(|text| text.contains(words));
    if let Some(check) = name.strip_prefix("cargo ci ") {
        return has(&format!("ci/src/{check}.rs"), &format!("name: \"{check}\""));
    }
    if let Some(target) = name.strip_prefix("fuzz ") {
        return root.join("server/fuzz/corpus").join(target).is_dir();
    }
    if let Some(fault) = name.strip_prefix("faults ") {
        let variant = fault[..1].to_uppercase() + &fault[1..];
        return has("tests/src/faults/command.rs", &format!("Self::{variant}"));
    }
    let module = name.replace("::", "/");
    let (parent, function) = module.rsplit_once('/').unwrap_or(("", ""));
    let folder = "tests/tests/behaviour";
    root.join(format!("{folder}/{module}.rs")).is_file()
        || has(&format!("{folder}/{parent}.rs"), &format!("async fn {function}("))
        || root.join(format!("tests/src/{name}.rs")).is_file()
}

#[test]
fn what_holds_each_threat_is_there() {
    let page = read("docs/security.md");
    let rows = page.split("\n## Threats\n").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("the page has the threats");
    let cells =
        rows.lines().filter(|line| line.starts_with("| ") && !line.contains("| held by |")).filter_map(|line| line.rsplit('|').nth(1));
    let mut count = 0;
    for cell in cells {
        let names: Vec<&str> = cell.split('`').skip(1).step_by(2).collect();
        assert!(!names.is_empty(), "nothing holds a threat: {cell}");
        for name in names {
            assert!(holds(name), "docs/security.md names `{name}`, which is not there");
            count += 1;
        }
    }
    assert!(count > 50, "the table was not found");
}
