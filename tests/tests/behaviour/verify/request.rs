//! What the proxy knows of HTTP: which request is which, and how to answer one.

use serde_json::json;

/// Whether it asks for an event stream from a cursor on.
pub fn has_cursor(request: &[u8]) -> bool {
    request.starts_with(b"GET /api/v1/events?cursor=")
}

/// Whether it sends a message.
pub fn is_sending(request: &[u8]) -> bool {
    let line = request.split(|byte| *byte == b'\r').next().unwrap_or_default();
    line.starts_with(b"POST /api/v1/rooms/") && line.ends_with(b"/messages HTTP/1.1")
}

/// Whether the message that it sends is one of the last ones of a run, which are waited for.
pub fn is_last(request: &[u8]) -> bool {
    String::from_utf8_lossy(request).contains(r#""client_id":"end-"#)
}

/// Whether it is all there.
pub fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request);
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    let head = head.to_ascii_lowercase();
    let length: Option<usize> = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    body.len() >= length.unwrap_or(0)
}

/// An answer with a problem, the last one of its connection.
pub fn problem(status: &str, code: &str) -> String {
    let body = json!({ "code": code }).to_string();
    let length = body.len();
    format!("HTTP/1.1 {status}\r\ncontent-type: application/problem+json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}")
}

/// Says of tokens that they live for 2 s, where it is said in an answer; the length stays as it is.
pub fn shorten(answer: &mut [u8]) {
    let (said, instead) = (br#""expires_in":900"#, br#""expires_in":  2"#);
    if let Some(at) = answer.windows(said.len()).position(|bytes| bytes == said) {
        answer[at..at + said.len()].copy_from_slice(instead);
    }
}
