//! The names people sign in by: one spelling a person, so that no two look the same.

use unicode_normalization::UnicodeNormalization;

/// The one spelling of a username: NFKC, lower case (RFC 8265, UsernameCaseMapped).
pub fn username(text: &str) -> String {
    fold(text)
}

/// A text as it is looked for: in any case, and in any of the forms that look the same.
pub fn fold(text: &str) -> String {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

/// A password as it is hashed: NFKC (RFC 8265, OpaqueString).
pub fn password(text: &str) -> String {
    text.nfkc().collect()
}
