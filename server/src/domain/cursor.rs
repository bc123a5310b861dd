//! The cursor: a place in the log, opaque to clients.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

/// A place in one life (epoch) of the log: everything up to `position` has been seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cursor {
    /// The log's life.
    pub epoch: i64,
    /// The last position seen.
    pub position: i64,
}

impl Cursor {
    /// Reads what [`std::fmt::Display`] wrote; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let bytes: [u8; 17] = URL_SAFE_NO_PAD.decode(text).ok()?.try_into().ok()?;
        if bytes[0] != 1 {
            return None;
        }
        let number = |at: usize| i64::from_be_bytes(std::array::from_fn(|i| bytes[at + i]));
        let cursor = Self { epoch: number(1), position: number(9) };
        (cursor.position >= 0).then_some(cursor)
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut bytes = vec![1];
        bytes.extend(self.epoch.to_be_bytes());
        bytes.extend(self.position.to_be_bytes());
        f.write_str(&URL_SAFE_NO_PAD.encode(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_itself_and_nothing_else() {
        let cursor = Cursor { epoch: 7, position: 123_456_789 };
        assert_eq!(Cursor::parse(&cursor.to_string()), Some(cursor));
        assert_eq!(Cursor::parse("garbage"), None);
        assert_eq!(Cursor::parse(""), None);
    }

    #[test]
    fn any_text_is_the_cursor_that_writes_it_or_none() {
        crate::fuzz::run("cursors", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            if let Some(cursor) = Cursor::parse(&text) {
                assert!(cursor.position >= 0);
                assert_eq!(cursor.to_string(), text);
            }
        });
    }
}
