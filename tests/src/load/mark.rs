//! The marker in a message's text, by which the generator knows the message again without parsing what it stands in.

use std::sync::LazyLock;

use memchr::memmem::{Finder, FinderRev};

/// How long a text is.
pub const LENGTH: usize = 100;
const BEGINNING: &[u8] = b"~load-";
/// The beginning, four digits of the phase, eight of the number, and the end.
const MARKER: usize = BEGINNING.len() + 4 + 8 + 1;
const FILLER: &str = " the quick brown fox jumps over the lazy dog, and then somebody writes a chat message";

static BEGINS: LazyLock<Finder<'static>> = LazyLock::new(|| Finder::new(BEGINNING));
static SEQ: LazyLock<FinderRev<'static>> = LazyLock::new(|| FinderRev::new(b"\"seq\":"));

/// What is seen of a message in a frame or an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Which phase it was sent in.
    pub phase: u16,
    /// Its number in the phase.
    pub number: usize,
    /// Its number in the room, which the server gave it; 0 when none stands before the text.
    pub seq: u64,
}

/// The text of a message.
pub fn text(phase: u16, number: usize) -> String {
    let mut text = format!("~load-{phase:04x}{number:08x}~{FILLER}");
    text.truncate(LENGTH);
    text
}

/// The message in these bytes, if there is one.
pub fn read(bytes: &[u8]) -> Option<Sighting> {
    let at = BEGINS.find(bytes)?;
    let marker = bytes.get(at..at + MARKER).filter(|marker| marker.ends_with(b"~"))?;
    let digits = &marker[BEGINNING.len()..MARKER - 1];
    let (phase, number) = (hex(&digits[..4])?, hex(&digits[4..])?);
    let before = &bytes[..at];
    let seq = SEQ.rfind(before).map_or(0, |at| decimal(&before[at + b"\"seq\":".len()..]));
    Some(Sighting { phase: u16::try_from(phase).ok()?, number: number as usize, seq })
}

fn hex(digits: &[u8]) -> Option<u32> {
    u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

fn decimal(bytes: &[u8]) -> u64 {
    let digits = bytes.iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(0, |number, digit| number.wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_a_hundred_bytes_and_is_known_again() {
        let text = text(0xbeef, 70_000);
        assert_eq!(text.len(), LENGTH);
        let frame = format!(r#"{{"seq":12,"data":{{"message":{{"seq":7,"content":"{text}","edits":{{"seq":9}}}}}}}}"#);
        assert_eq!(read(frame.as_bytes()), Some(Sighting { phase: 0xbeef, number: 70_000, seq: 7 }));
        assert_eq!(read(text.as_bytes()), Some(Sighting { phase: 0xbeef, number: 70_000, seq: 0 }));
    }

    #[test]
    fn what_is_no_marker_is_not_taken_for_one() {
        for other in ["", "~load-", "~load-00010000000", "~load-0001000000xx~", "~load-0001000000011", "hello"] {
            assert_eq!(read(other.as_bytes()), None, "{other}");
        }
    }
}
