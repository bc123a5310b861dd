//! The command line: settings that are judged all at once, and the schema's way up and down.

use std::process::Output;

use tests::person::PASSWORD;
use tests::{Engine, Person, Server, on_both_engines};

on_both_engines![the_schema_goes_down_and_up_again];

async fn run(server: &Server, arguments: &[&str], settings: &[(&str, &str)]) -> Output {
    server.command(arguments).envs(settings.iter().copied()).output().await.expect("the server's program can be started")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

const NONSENSE: &[(&str, &str)] = &[
    ("CAUSERIE_LISTEN", "nowhere"),
    ("CAUSERIE_DATABASE_URL", "mysql://root:hunter22@localhost/chat"),
    ("CAUSERIE_RATE_LIMITS", "perhaps"),
    ("CAUSERIE_PUBLIC_URL", "chat.example.org"),
    ("CAUSERIE_ALLOWED_ORIGINS", "*"),
    ("CAUSERIE_TRUSTED_PROXIES", "10.0.0.0/99"),
    ("CAUSERIE_JWT_KEY", "tooshort"),
    ("CAUSERIE_LOG", "causerie=loudly"),
    ("CAUSERIE_EVENT_RETENTION_DAYS", "7"),
    ("CAUSERIE_MAX_MESSAGE_CHARS", "0"),
    ("CAUSERIE_MAX_CONNECTIONS", "many"),
    ("CAUSERIE_DRAIN_DELAY_SECS", "-1"),
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nonsense_is_refused_with_every_fault_at_once() {
    let server = Server::start(Engine::Sqlite).await;
    for arguments in [&["config", "check"][..], &["serve"], &[], &["migrate", "status"]] {
        let output = run(&server, arguments, NONSENSE).await;
        let faults = text(&output.stderr);
        assert_eq!(output.status.code(), Some(78), "{arguments:?}: {faults}");
        for (name, _) in NONSENSE {
            let key = name.trim_start_matches("CAUSERIE_").to_lowercase();
            assert!(faults.lines().any(|line| line.starts_with(&format!("causerie: {key}: "))), "{key} is not in:\n{faults}");
        }
        for secret in ["hunter22", "tooshort"] {
            assert!(!faults.contains(secret), "{secret} is in:\n{faults}");
        }
        assert_eq!(text(&output.stdout), "");
    }
    let output = run(&server, &["config", "check"], &[("CAUSERIE_JWT_KEY", "change-me-change-me-change-me-change-me")]).await;
    assert_eq!(output.status.code(), Some(78), "a sample key is no key");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn good_settings_are_told_to_be_good_and_shown_without_secrets() {
    let server = Server::start(Engine::Sqlite).await;
    let key = "5f1c0e8a7b6d4c3e2f1a0b9c8d7e6f5a";
    let settings = [("CAUSERIE_JWT_KEY", key), ("CAUSERIE_DATABASE_URL", "postgres://causerie:hunter22@db.internal/causerie")];
    let output = run(&server, &["config", "check"], &settings).await;
    assert!(output.status.success(), "{}", text(&output.stderr));
    let shown = run(&server, &["config", "show"], &settings).await;
    assert!(shown.status.success(), "{}", text(&shown.stderr));
    let shown = text(&shown.stdout);
    assert!(shown.contains(&format!("listen = \"{}\"", server.address())), "{shown}");
    assert!(!shown.contains(key) && !shown.contains("hunter22"), "{shown}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_flag_goes_before_the_environment_and_that_before_the_file() {
    let server = Server::start(Engine::Sqlite).await;
    let file = server.folder().join("causerie.toml");
    let text_of_file = "max_message_chars = 100\ndrain_delay_secs = 5\nlog = \"warn\"\nrate_limits = false\n";
    std::fs::write(&file, text_of_file).expect("it can be written");
    let path = file.to_str().expect("the path is text");
    let arguments = ["config", "show", "--config", path, "--max-message-chars", "300"];
    let settings = [("CAUSERIE_MAX_MESSAGE_CHARS", "200"), ("CAUSERIE_DRAIN_DELAY_SECS", "6"), ("CAUSERIE_PUBLIC_URL", "")];
    let shown = text(&run(&server, &arguments, &settings).await.stdout);
    for line in ["max_message_chars = \"300\"", "drain_delay_secs = \"6\"", "log = \"warn\"", "rate_limits = \"off\"", "public_url = \"\""]
    {
        assert!(shown.lines().any(|shown| shown == line), "{line} is not in:\n{shown}");
    }
    std::fs::write(&file, "lisen = \"127.0.0.1:80\"\nlog = 7.5\n").expect("it can be written");
    let output = run(&server, &["config", "check", "--config", path], &[]).await;
    assert_eq!(output.status.code(), Some(78));
    let faults = text(&output.stderr);
    assert!(faults.contains("lisen") && faults.contains("log"), "{faults}");
    let output = run(&server, &["config", "check", "--config", "/nowhere/causerie.toml"], &[]).await;
    assert_eq!(output.status.code(), Some(78), "a file that is not there is a fault, not an empty one");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sample_can_be_used_as_it_is_and_with_every_line() {
    let server = Server::start(Engine::Sqlite).await;
    // Also where the settings at hand are nonsense.
    let sample = run(&server, &["config", "sample"], NONSENSE).await;
    assert!(sample.status.success(), "{}", text(&sample.stderr));
    let sample = text(&sample.stdout);
    let kept = std::fs::read_to_string(tests::server::root().join("deploy/causerie.sample.toml")).expect("it can be read");
    assert!(sample == kept, "write it anew: causerie config sample > deploy/causerie.sample.toml");
    let shown = text(&run(&server, &["config", "show"], &[]).await.stdout);
    let keys: Vec<&str> = shown.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect();
    let is_setting =
        |line: &&str| line.strip_prefix("# ").and_then(|line| line.split_once(" = ")).is_some_and(|(key, _)| keys.contains(&key));
    let lines: Vec<&str> = sample.lines().filter(is_setting).collect();
    assert!(keys.len() > 10 && lines.len() == keys.len(), "{lines:#?}");
    let mut files = vec![sample.clone()];
    files.extend(lines.iter().map(|line| sample.replace(&format!("\n{line}\n"), &format!("\n{}\n", &line[2..]))));
    files.push(lines.iter().map(|line| format!("{}\n", &line[2..])).collect());
    let path = server.folder().join("causerie.toml");
    for file in files {
        std::fs::write(&path, &file).expect("it can be written");
        let output = run(&server, &["config", "check", "--config", path.to_str().expect("the path is text")], &[]).await;
        assert!(output.status.success(), "{}\n{file}", text(&output.stderr));
    }
}

/// The states of the migrations, each `version state name`.
async fn migrate(server: &Server, direction: &str) -> Vec<(String, String)> {
    let output = run(server, &["migrate", direction], &[]).await;
    assert!(output.status.success(), "migrate {direction}: {}", text(&output.stderr));
    let words = |line: &str| {
        let mut words = line.split_whitespace().map(str::to_owned);
        (words.next().unwrap_or_default(), words.next().unwrap_or_default())
    };
    text(&output.stdout).lines().map(words).collect()
}

fn applied(states: &[(String, String)]) -> usize {
    let count = states.iter().filter(|(_, state)| state == "applied").count();
    assert!(states[count..].iter().all(|(_, state)| state == "missing"), "they are taken back from the last: {states:?}");
    count
}

async fn the_schema_goes_down_and_up_again(server: &Server) {
    Person::register(server, "ada").await;
    server.terminate().await;
    let states = migrate(server, "status").await;
    let count = states.len();
    assert!(count > 0 && applied(&states) == count, "{states:?}");
    let versions: Vec<u32> = states.iter().map(|(version, _)| version.parse().expect("it is a number")).collect();
    assert!(versions.is_sorted_by(|earlier, later| earlier < later), "{versions:?}");
    for left in (0..count).rev() {
        assert_eq!(applied(&migrate(server, "down").await), left, "one at a time");
        assert_eq!(applied(&migrate(server, "status").await), left);
    }
    assert_eq!(applied(&migrate(server, "down").await), 0, "there is nothing left to take back");
    assert_eq!(applied(&migrate(server, "up").await), count);
    assert_eq!(applied(&migrate(server, "up").await), count, "what is applied stays");
    server.run().await;
    let login = serde_json::json!({ "username": "ada", "password": PASSWORD });
    server.client().post("/auth/login", login).await.problem(401, "invalid_credentials");
    Person::register(server, "ada").await;
}
