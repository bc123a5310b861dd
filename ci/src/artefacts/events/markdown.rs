//! The reference as a page of the documentation.

use std::fmt::Write;

use super::{Field, Frame, Kind, Record, Reference, diagram};

const BEGIN: &str = "<!-- @generated from openapi.yaml by `cargo ci write`; do not edit. -->

# Every event

Each frame of [the event stream](events.md), as `openapi.yaml` has it. A server shows the same at `/docs/events`.

";

pub fn write(reference: &Reference) -> String {
    let mut page = BEGIN.to_owned();
    page.push_str("| frame | when | who |\n|---|---|---|\n");
    for frame in &reference.server {
        let who = frame.who.trim_start_matches("Goes to ");
        let _ = writeln!(page, "| [`{0}`](#{0}) | {1} | {who} |", frame.kind, frame.when);
    }
    let _ = write!(page, "\n## Resuming\n\n{}\n", diagram::mermaid());
    page.push_str("## Close codes\n\n| code | meaning | what to do |\n|---|---|---|\n");
    for row in &reference.close_codes {
        let _ = writeln!(page, "| {} | {} | {} |", row.code, row.meaning, row.advice);
    }
    page.push_str("\nAfter any other code, come back with the cursor.\n\n## Frames of the server\n");
    reference.server.iter().for_each(|frame| section(&mut page, frame, "Event", ""));
    page.push_str("\n## Frames of clients\n");
    reference.client.iter().for_each(|frame| section(&mut page, frame, "Command", "client."));
    page.push_str("\n## Records\n");
    for record in &reference.records {
        let _ = write!(page, "\n### <a id=\"{0}\"></a>{0}\n\n{1}\n", record.name, record.about);
        fields(&mut page, record);
    }
    page
}

fn section(page: &mut String, frame: &Frame, union: &str, prefix: &str) {
    let _ = write!(page, "\n### <a id=\"{prefix}{0}\"></a>`{0}`\n\n{1} {2}\n\n", frame.kind, frame.when, frame.who);
    let kept = if frame.is_durable { " In the log, so it comes again to who resumes." } else { "" };
    let _ = writeln!(page, "TypeScript: `{}`. Rust: `{union}::{}`.{kept}", frame.typescript, frame.rust);
    fields(page, &frame.data);
    let _ = write!(page, "\n```json\n{}\n```\n", frame.example);
}

fn fields(page: &mut String, record: &Record) {
    if record.fields.is_empty() {
        return;
    }
    page.push_str("\n| field | type | meaning |\n|---|---|---|\n");
    for Field { name, kind, is_required, about } in &record.fields {
        let kind = match kind {
            Kind::Plain(words) => words.clone(),
            Kind::Record(name, false) => format!("[{name}](#{name})"),
            Kind::Record(name, true) => format!("list of [{name}](#{name})"),
        };
        let mark = if *is_required { "" } else { ", optional" };
        let _ = writeln!(page, "| `{name}` | {kind}{mark} | {about} |");
    }
}
