//! Pages for people, and the contract as the server gives it out.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value;
use tests::server::root;
use tests::{Answer, Engine, Server, contract};

/// The address of every `src` and `href` of a page, but for what is in the page itself.
fn links(page: &str) -> Vec<String> {
    let attribute = Regex::new(r#"\b(?:src|href)\s*=\s*["']?([^"'\s>]+)"#).expect("it is an expression");
    attribute
        .captures_iter(page)
        .map(|found| found[1].to_owned())
        .filter(|link| !link.starts_with("data:") && !link.starts_with('#'))
        .collect()
}

async fn page(server: &Server, path: &str) -> String {
    let answer = server.client().get(path).await;
    assert!(answer.header("content-type").starts_with("text/html"), "{path}: {}", answer.header("content-type"));
    answer.expect(200).as_str().expect("a page is text").to_owned()
}

fn policy(answer: &Answer) -> String {
    answer.header("content-security-policy").to_owned()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_server_gives_out_the_contract_that_it_is_held_against() {
    let server = Server::start(Engine::Sqlite).await;
    let kept = std::fs::read(root().join("openapi.yaml")).expect("it can be read");
    let given = server.client().request("GET", "//openapi.yaml").send().await.expect("it answers");
    assert_eq!(given.bytes().await.expect("it has a body").as_ref(), kept, "byte for byte");
    let answer = server.client().get("//openapi.yaml").await;
    assert_eq!(answer.header("content-type"), "application/yaml");
    answer.expect(200);
    assert_eq!(server.client().get("//openapi.json").await.expect(200), contract().document);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_documentation_loads_from_this_server_alone() {
    let server = Server::start(Engine::Sqlite).await;
    let policy = policy(&server.client().get("//docs").await);
    assert!(policy.starts_with("default-src 'none';") && policy.contains("script-src 'self';"), "{policy}");
    assert!(!policy.contains("http") && !policy.contains('*') && !policy.contains("unsafe-eval"), "{policy}");
    let text = page(&server, "//docs").await;
    assert!(!text.contains("http://") && !text.contains("https://"), "{text}");
    // Without inline scripts, which the policy would not run.
    let inline = Regex::new(r"<script\b[^>]*>[^<]").expect("it is an expression");
    assert!(!inline.is_match(&text), "{text}");
    let files: Vec<String> = links(&text).into_iter().filter(|link| link.contains('.')).collect();
    assert!(files.iter().any(|file| file.ends_with(".js")) && files.iter().any(|file| file.ends_with(".css")), "{files:?}");
    for file in &files {
        assert!(file.starts_with("/docs/"), "{file} is elsewhere");
        let answer = server.client().get(&format!("/{file}")).await;
        let kind = if file.ends_with(".js") { "text/javascript" } else { "text/css" };
        assert!(answer.header("content-type").starts_with(kind), "{file}: {}", answer.header("content-type"));
        let content = answer.expect(200);
        assert!(content.as_str().is_some_and(|content| content.len() > 10), "{file} is empty");
    }
    // What the page starts with is the contract of this server.
    let start = server.client().get("//docs/start.js").await.expect(200);
    assert!(start.as_str().is_some_and(|start| start.contains("/openapi.json") && !start.contains("://")), "{start}");
    for file in ["nothing.js", "..%2f..%2fCargo.toml"] {
        server.client().get(&format!("//docs/{file}")).await.problem(404, "not_found");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_link_of_the_front_page_leads_somewhere() {
    let server = Server::start(Engine::Sqlite).await;
    let text = page(&server, "//").await;
    let files = links(&text);
    for wanted in ["/docs", "/docs/events", "/openapi.yaml", "/openapi.json", "/health/ready", "/metrics"] {
        assert!(files.iter().any(|file| file == wanted), "no link to {wanted}");
    }
    for file in files {
        assert!(file.starts_with('/'), "{file} is elsewhere");
        server.client().get(&format!("/{file}")).await.expect(200);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_page_of_events_shows_frames_as_the_contract_has_them() {
    let server = Server::start(Engine::Sqlite).await;
    let answer = server.client().get("//docs/events").await;
    assert!(policy(&answer).contains("default-src 'none'") && !policy(&answer).contains("script"), "{}", policy(&answer));
    let text = page(&server, "//docs/events").await;
    for link in links(&text) {
        server.client().get(&format!("/{link}")).await.expect(200);
    }
    let section = Regex::new(r#"(?s)<h3 id="(client\.)?([a-z._]+)">.*?<pre[^>]*><code>(.*?)</code></pre>"#).expect("it is an expression");
    let mut shown: [BTreeSet<String>; 2] = Default::default();
    for found in section.captures_iter(&text) {
        let plain = found[3].replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
        let frame: Value = serde_json::from_str(&plain).unwrap_or_else(|error| panic!("{}: {error}", &found[2]));
        assert_eq!(frame["type"], found[2]);
        let is_client = found.get(1).is_some();
        let union = if is_client { "ClientFrame" } else { "ServerFrame" };
        let schema = &contract().document["components"]["schemas"][union]["discriminator"]["mapping"][&found[2]];
        assert!(contract().fits(&serde_json::json!({ "$ref": schema }), &frame), "{plain}");
        assert!(shown[usize::from(is_client)].insert(found[2].to_owned()), "{} stands there twice", &found[2]);
    }
    for (union, shown) in ["ServerFrame", "ClientFrame"].iter().zip(&shown) {
        let mapping = contract().document["components"]["schemas"][*union]["discriminator"]["mapping"].as_object().expect("it has one");
        assert_eq!(shown, &mapping.keys().cloned().collect::<BTreeSet<_>>());
    }
}

/// Every `code` that stands somewhere in the contract.
fn codes(value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            let code = fields.get("type").and_then(Value::as_str).and_then(|kind| kind.strip_prefix("/problems/"));
            found.extend(code.map(str::to_owned));
            fields.values().for_each(|field| codes(field, found));
        }
        Value::Array(items) => items.iter().for_each(|item| codes(item, found)),
        _ => {}
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_problem_has_a_page() {
    let server = Server::start(Engine::Sqlite).await;
    let mut wanted = BTreeSet::new();
    codes(&contract().document, &mut wanted);
    // And those that the server's own list names, `NAME status "code" …`, whether or not the contract shows one.
    let list = std::fs::read_to_string(root().join("server/src/domain/problems.rs")).expect("it can be read");
    let entry = Regex::new(r#"(?m)^    [A-Z_]+ (\d{3}) "([a-z_]+)""#).expect("it is an expression");
    wanted.extend(entry.captures_iter(&list).map(|found| found[2].to_owned()));
    assert!(wanted.len() > 15, "{wanted:?}");
    for code in &wanted {
        let answer = server.client().get(&format!("//problems/{code}")).await;
        assert!(policy(&answer).contains("default-src 'none'"), "{}", policy(&answer));
        let text = answer.expect(200);
        assert!(text.as_str().is_some_and(|text| text.contains(code.as_str()) && text.contains("<h1>")), "{text}");
    }
    for code in ["unknown", "NOT_FOUND", "%3Cscript%3E"] {
        let problem = server.client().get(&format!("//problems/{code}")).await.problem(404, "not_found");
        assert!(!problem.to_string().contains("script"), "{problem}");
    }
}
