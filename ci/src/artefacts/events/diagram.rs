//! How a client resumes, as steps between it and the server, drawn for the page and written for Markdown.

use std::fmt::Write;

/// Who does a step, and what: the direction, or what the client does by itself.
enum Step {
    Up(&'static str),
    Down(&'static str),
    Client(&'static str),
    Broken(&'static str),
}
use Step::{Broken, Client, Down, Up};

const STEPS: &[Step] = &[
    Up("GET /api/v1/events, without a cursor"),
    Down("hello {cursor}"),
    Down("caught_up {cursor}"),
    Client("loads rooms and histories over HTTP"),
    Down("events, each with its cursor"),
    Client("handles each, keeps the last cursor"),
    Broken("the connection breaks"),
    Up("GET /api/v1/events?cursor=the last one"),
    Down("hello {cursor}"),
    Down("what was missed, in order"),
    Down("caught_up {cursor}, or resync {reason, cursor}"),
    Client("after resync: loads its state anew, goes on from there"),
    Down("events, live"),
];

const ROW: usize = 40;
const LEFT: usize = 90;
const RIGHT: usize = 590;

/// As a picture whose colours are the style sheet's.
pub fn svg() -> String {
    let height = STEPS.len() * ROW + 70;
    let mut text = format!(
        "<svg class=\"diagram\" role=\"img\" aria-labelledby=\"resume-title\" viewBox=\"0 0 680 {height}\" xmlns=\"http://www.w3.org/2000/svg\">\n\
         <title id=\"resume-title\">How a client connects, loses the connection and resumes</title>\n"
    );
    for (x, name) in [(LEFT, "client"), (RIGHT, "server")] {
        let _ = writeln!(text, "<line class=\"life\" x1=\"{x}\" y1=\"34\" x2=\"{x}\" y2=\"{height}\"/>");
        let _ = writeln!(text, "<rect class=\"actor\" x=\"{}\" y=\"2\" width=\"120\" height=\"32\" rx=\"6\"/>", x - 60);
        let _ = writeln!(text, "<text class=\"actor-name\" x=\"{x}\" y=\"23\">{name}</text>");
    }
    for (index, step) in STEPS.iter().enumerate() {
        draw(&mut text, step, 70 + index * ROW);
    }
    text.push_str("</svg>\n");
    text
}

fn draw(text: &mut String, step: &Step, y: usize) {
    let middle = usize::midpoint(LEFT, RIGHT);
    let _ = match step {
        Up(words) => arrow(text, words, y, LEFT, RIGHT),
        Down(words) => arrow(text, words, y, RIGHT, LEFT),
        Client(words) => writeln!(
            text,
            "<circle class=\"own\" cx=\"{LEFT}\" cy=\"{y}\" r=\"5\"/>\n<text class=\"note\" x=\"{}\" y=\"{}\">{words}</text>",
            LEFT + 16,
            y + 5
        ),
        Broken(words) => writeln!(
            text,
            "<line class=\"broken\" x1=\"{LEFT}\" y1=\"{y}\" x2=\"{RIGHT}\" y2=\"{y}\"/>\n\
             <text class=\"broken-name\" x=\"{middle}\" y=\"{}\">{words}</text>",
            y - 7
        ),
    };
}

fn arrow(text: &mut String, words: &str, y: usize, from: usize, to: usize) -> std::fmt::Result {
    let (tip, back) = if from < to { (to - 2, to - 12) } else { (to + 2, to + 12) };
    writeln!(text, "<line class=\"arrow\" x1=\"{from}\" y1=\"{y}\" x2=\"{back}\" y2=\"{y}\"/>")?;
    writeln!(text, "<path class=\"tip\" d=\"M{tip} {y} L{back} {} L{back} {} Z\"/>", y - 5, y + 5)?;
    writeln!(text, "<text class=\"step\" x=\"{}\" y=\"{}\">{words}</text>", usize::midpoint(LEFT, RIGHT), y - 7)
}

/// As a sequence diagram of Mermaid, which readers of Markdown draw.
pub fn mermaid() -> String {
    let mut text = "```mermaid\nsequenceDiagram\n    participant C as client\n    participant S as server\n".to_owned();
    for step in STEPS {
        let _ = match step {
            Up(words) => writeln!(text, "    C->>S: {words}"),
            Down(words) => writeln!(text, "    S->>C: {words}"),
            Client(words) => writeln!(text, "    Note over C: {words}"),
            Broken(words) => writeln!(text, "    Note over C,S: {words}"),
        };
    }
    text.push_str("```\n");
    text
}
