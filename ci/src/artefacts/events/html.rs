//! The reference as the server's page: what stands inside its frame (`server/src/api/operations/pages.rs`).

use std::fmt::Write;

use super::{Field, Frame, Kind, Record, Reference, diagram};

const BEGIN: &str = "<h1>The event stream</h1>
<p class=\"lead\"><code>GET /api/v1/events</code> upgrades to a WebSocket with the subprotocol <code>causerie.v1</code>. Frames are
JSON in text messages, told apart by <code>type</code>. Here is each of them, as <a href=\"/openapi.yaml\">openapi.yaml</a> has it.</p>
";

const RESUME: &str = "<p>Keep the <code>cursor</code> of the last frame that was handled. Who comes back with it gets everything that
was missed, in order, and nothing twice: drop an <code>event_id</code> that was handled before. Pass over a <code>type</code> that is
not known; later versions have more.</p>
";

pub fn write(reference: &Reference) -> String {
    let durable = reference.server.iter().filter(|frame| frame.is_durable);
    let fleeting = reference.server.iter().filter(|frame| !frame.is_durable);
    let mut page = BEGIN.to_owned();
    page.push_str("<nav class=\"index\" aria-label=\"Frames\">\n");
    index(&mut page, "What has happened", durable.clone(), "");
    index(&mut page, "Of the connection and the moment", fleeting.clone(), "");
    index(&mut page, "What clients send", reference.client.iter(), "client.");
    page.push_str(
        "<p><a href=\"#resuming\">Resuming</a>, <a href=\"#close-codes\">close codes</a>, <a href=\"#records\">records</a></p>\n</nav>\n",
    );
    let _ = write!(page, "<h2 id=\"resuming\">Resuming</h2>\n{}{RESUME}", diagram::svg());
    close_codes(&mut page, reference);
    page.push_str("<h2 id=\"durable\">What has happened</h2>\n<p>These are in the log: they have a <code>cursor</code>, and come again to who resumes.</p>\n");
    durable.for_each(|frame| section(&mut page, frame, "Event"));
    page.push_str(
        "<h2 id=\"fleeting\">Of the connection and the moment</h2>\n<p>These are for those who are connected, and do not come again.</p>\n",
    );
    fleeting.for_each(|frame| section(&mut page, frame, "Event"));
    page.push_str(
        "<h2 id=\"client\">What clients send</h2>\n<p>A <code>ref</code> is of the client's choice; the answer carries it.</p>\n",
    );
    reference.client.iter().for_each(|frame| section(&mut page, frame, "Command"));
    page.push_str("<h2 id=\"records\">Records</h2>\n<p>What frames carry, and answers over HTTP too.</p>\n");
    for record in &reference.records {
        let _ = writeln!(page, "<section>\n<h3 id=\"{0}\">{0}</h3>\n<p>{1}</p>", record.name, inline(&record.about));
        fields(&mut page, record);
        page.push_str("</section>\n");
    }
    page
}

fn index<'f>(page: &mut String, title: &str, frames: impl Iterator<Item = &'f Frame>, prefix: &str) {
    let links: Vec<String> = frames.map(|frame| format!("<li><a href=\"#{prefix}{0}\">{0}</a></li>", frame.kind)).collect();
    let _ =
        writeln!(page, "<p id=\"index-{0}\">{title}</p>\n<ul aria-labelledby=\"index-{0}\">\n{1}\n</ul>", slug(title), links.join("\n"));
}

fn slug(title: &str) -> String {
    title.to_lowercase().replace(' ', "-")
}

fn section(page: &mut String, frame: &Frame, union: &str) {
    let (anchor, handler) = match union {
        "Command" => (format!("client.{}", frame.kind), String::new()),
        _ => (frame.kind.clone(), format!(", <code>chat.on('{}', …)</code>", frame.kind)),
    };
    let asked = if union == "Command" { ("What it asks", "Answer") } else { ("When", "Who gets it") };
    let _ = writeln!(page, "<section>\n<h3 id=\"{anchor}\"><a href=\"#{anchor}\">{}</a></h3>\n<dl>", frame.kind);
    for (term, text) in [
        (asked.0, inline(&frame.when)),
        (asked.1, inline(&frame.who)),
        ("TypeScript", format!("<code>{}</code>{handler}", frame.typescript)),
        ("Rust", format!("<code>{union}::{}</code>", frame.rust)),
    ] {
        let _ = writeln!(page, "<dt>{term}</dt><dd>{text}</dd>");
    }
    page.push_str("</dl>\n");
    fields(page, &frame.data);
    let _ = writeln!(
        page,
        "<pre tabindex=\"0\" aria-label=\"Example of {}\"><code>{}</code></pre>\n</section>",
        frame.kind,
        escape(&frame.example)
    );
}

fn fields(page: &mut String, record: &Record) {
    if record.fields.is_empty() {
        return;
    }
    let _ = writeln!(page, "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Fields of {}\">", record.name);
    page.push_str(
        "<table>\n<thead><tr><th scope=\"col\">field</th><th scope=\"col\">type</th><th scope=\"col\">meaning</th></tr></thead>\n<tbody>\n",
    );
    for Field { name, kind, is_required, about } in &record.fields {
        let kind = match kind {
            Kind::Plain(words) => inline(words),
            Kind::Record(name, false) => format!("<a href=\"#{name}\">{name}</a>"),
            Kind::Record(name, true) => format!("list of <a href=\"#{name}\">{name}</a>"),
        };
        let mark = if *is_required { "" } else { ", optional" };
        let _ = writeln!(page, "<tr><td><code>{name}</code></td><td>{kind}{mark}</td><td>{}</td></tr>", inline(about));
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
}

fn close_codes(page: &mut String, reference: &Reference) {
    page.push_str("<h2 id=\"close-codes\">Close codes</h2>\n<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Close codes\">\n<table>\n");
    page.push_str(
        "<thead><tr><th scope=\"col\">code</th><th scope=\"col\">meaning</th><th scope=\"col\">what to do</th></tr></thead>\n<tbody>\n",
    );
    for row in &reference.close_codes {
        let _ = writeln!(page, "<tr><td>{}</td><td>{}</td><td>{}</td></tr>", row.code, inline(&row.meaning), inline(&row.advice));
    }
    page.push_str("</tbody>\n</table>\n</div>\n<p>After any other code, come back with the cursor.</p>\n");
}

/// Text with its words in backticks as code.
fn inline(text: &str) -> String {
    let parts = escape(text);
    let parts = parts.split('`').enumerate();
    parts.map(|(index, part)| if index % 2 == 1 { format!("<code>{part}</code>") } else { part.to_owned() }).collect()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
