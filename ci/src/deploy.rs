//! The files of `deploy` fit each other and the settings, as far as that can be told without a container engine.

use std::collections::BTreeSet;

use anyhow::{Context, Result, ensure};
use regex::Regex;
use serde_yaml::Value;

use crate::engines;
use crate::run::{Check, command, root, run};

pub const CHECK: Check = Check {
    name: "deploy",
    about: "the files of deploy fit each other and the settings",
    repair: "mend the file of deploy that it names",
    run: deploy,
};

fn deploy() -> Result<()> {
    (engines::CHECK.run)()?;
    let compose = read("deploy/compose.yml")?;
    let tree: Value = serde_yaml::from_str(&compose).context("deploy/compose.yml is not YAML")?;
    let (image, sample, balancer) = (read("deploy/Dockerfile")?, read("deploy/example.env")?, read("deploy/haproxy.cfg")?);
    let faults: Vec<String> = [
        settings(&[("compose.yml", &compose), ("Dockerfile", &image), ("example.env", &sample)], &read("docs/operations.md")?),
        variables(&compose, &sample),
        services(&tree),
        nodes(&tree, &balancer),
        container(&image),
    ]
    .concat();
    faults.iter().for_each(|fault| println!("deploy: {fault}"));
    ensure!(faults.is_empty(), "{} things do not fit", faults.len());
    run(&mut command("haproxy", &["-c", "-f", "deploy/haproxy.cfg"]))
}

fn read(path: &str) -> Result<String> {
    std::fs::read_to_string(root().join(path)).with_context(|| path.to_owned())
}

fn found<'t>(form: &str, text: &'t str) -> BTreeSet<&'t str> {
    let form = Regex::new(form).expect("it is an expression");
    form.captures_iter(text).filter_map(|found| found.get(1)).map(|name| name.as_str()).collect()
}

/// Settings that nobody knows. The page's table is held against the code by a test.
fn settings(files: &[(&str, &String)], page: &str) -> Vec<String> {
    let known = found(r"(?m)^\| `(CAUSERIE_[A-Z_]+)` ", page);
    let named = files.iter().flat_map(|(file, text)| found(r"(CAUSERIE_[A-Z_]+)", text).into_iter().map(move |name| (file, name)));
    named.filter(|(_, name)| !known.contains(name)).map(|(file, name)| format!("{file}: there is no setting {name}")).collect()
}

/// What the compose file asks of the environment stands in the sample, and the sample has nothing else.
fn variables(compose: &str, sample: &str) -> Vec<String> {
    let (asked, given) = (found(r"\$\{([A-Z_]+)", compose), found(r"(?m)^([A-Z_]+)=", sample));
    asked.symmetric_difference(&given).map(|name| format!("{name} stands in only one of compose.yml and example.env")).collect()
}

fn services(tree: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let volumes: Vec<&str> = names(&tree["volumes"]);
    for (name, service) in mapping(&tree["services"]) {
        let service = merged(service);
        let has = |key: &str| service.iter().any(|part| !part[key].is_null());
        for key in ["image", "restart", "healthcheck"] {
            if !has(key) {
                faults.push(format!("compose.yml: {name} has no {key}"));
            }
        }
        for mount in service.iter().flat_map(|part| part["volumes"].as_sequence().into_iter().flatten()).filter_map(Value::as_str) {
            let source = mount.split(':').next().unwrap_or_default();
            let is_there = match source.strip_prefix("./") {
                Some(file) => root().join("deploy").join(file).exists(),
                None => volumes.contains(&source),
            };
            if !is_there {
                faults.push(format!("compose.yml: {name} mounts {source}, which is not there"));
            }
        }
        for needed in service.iter().flat_map(|part| names(&part["depends_on"])) {
            if tree["services"][needed].is_null() {
                faults.push(format!("compose.yml: {name} waits for {needed}, which is no service"));
            }
        }
    }
    faults
}

/// A service, and what it takes over with `<<`.
fn merged(service: &Value) -> Vec<&Value> {
    std::iter::once(service).chain(Some(&service["<<"]).filter(|base| !base.is_null())).collect()
}

fn mapping(value: &Value) -> impl Iterator<Item = (&str, &Value)> {
    value.as_mapping().into_iter().flatten().filter_map(|(name, value)| Some((name.as_str()?, value)))
}

/// The keys of a mapping, or the items of a list.
fn names(value: &Value) -> Vec<&str> {
    let items = value.as_sequence().into_iter().flatten().filter_map(Value::as_str);
    items.chain(mapping(value).map(|(name, _)| name)).collect()
}

/// Every node that is made is balanced, and no other; each is drained for longer than it takes to be seen as not ready.
fn nodes(tree: &Value, balancer: &str) -> Vec<String> {
    let made: BTreeSet<&str> = mapping(&tree["services"]).filter(|(_, service)| !service["<<"].is_null()).map(|(name, _)| name).collect();
    let balanced = found(r"(?m)^ +server \S+ ([^\s:]+):8080", balancer);
    let mut faults: Vec<String> =
        made.symmetric_difference(&balanced).map(|name| format!("{name} is a node in only one of compose.yml and haproxy.cfg")).collect();
    let number = |form: &str| found(form, balancer).first().and_then(|number| number.parse::<u64>().ok()).unwrap_or(u64::MAX);
    let seen = number(r"inter (\d+)s").saturating_mul(number(r"fall (\d+)"));
    let delay = tree["x-node"]["environment"]["CAUSERIE_DRAIN_DELAY_SECS"].as_str().and_then(|secs| secs.parse::<u64>().ok());
    if delay.is_none_or(|delay| delay <= seen) {
        faults.push(format!("a node drains for {delay:?} s, and is seen as not ready after {seen} s"));
    }
    faults
}

fn container(image: &str) -> Vec<String> {
    let lacks = |form: &str| found(form, image).is_empty();
    let demands = [
        (r"(?m)^(FROM) .* AS build$", "is not built in a stage of its own"),
        (r"(cargo build --release --locked)", "is not built from the lock file"),
        (r"(?m)^USER ([a-z]+)$", "runs as root"),
        (r"(?m)^(HEALTHCHECK) ", "has no HEALTHCHECK"),
    ];
    demands.iter().filter(|(form, _)| lacks(form)).map(|(_, what)| format!("Dockerfile: the image {what}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Value {
        serde_yaml::from_str(text).expect("it is YAML")
    }

    #[test]
    fn an_unknown_setting_is_named() {
        let page = "| `CAUSERIE_LISTEN` | – | where |\n";
        let (good, bad) = ("CAUSERIE_LISTEN: x".to_owned(), "CAUSERIE_LISEN: x".to_owned());
        assert_eq!(settings(&[("a", &good), ("b", &bad)], page), ["b: there is no setting CAUSERIE_LISEN"]);
    }

    #[test]
    fn a_variable_stands_in_both_files() {
        assert_eq!(variables("a: ${KEY:?}\nb: ${PORT:-1}", "KEY=\nPORT=8080\n"), Vec::<String>::new());
        assert_eq!(variables("a: ${KEY:?}", "# KEY=\nOTHER=\n").len(), 2);
    }

    #[test]
    fn services_are_whole_and_name_what_is_there() {
        let text =
            "x-node: &n {image: a, restart: always, healthcheck: {}, depends_on: {db: {}}}\nservices:\n  one: {<<: *n, volumes: [v:/x]}\n";
        assert_eq!(
            services(&tree(text)),
            ["compose.yml: one mounts v, which is not there", "compose.yml: one waits for db, which is no service"]
        );
    }

    #[test]
    fn each_node_is_balanced_and_drains_long_enough() {
        let compose =
            |delay| tree(&format!("x-node: &n {{environment: {{CAUSERIE_DRAIN_DELAY_SECS: \"{delay}\"}}}}\nservices: {{one: {{<<: *n}}}}"));
        let balancer = "  default-server check inter 2s fall 2\n  server one one:8080\n";
        assert_eq!(nodes(&compose(6), balancer), Vec::<String>::new());
        assert_eq!(nodes(&compose(4), balancer).len(), 1);
        assert_eq!(nodes(&compose(6), "  default-server inter 2s fall 2\n  server two two:8080\n").len(), 2);
    }
}
