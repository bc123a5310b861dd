//! The names people sign in by: one spelling a person, so that no two look the same.

use unicode_normalization::UnicodeNormalization;

/// The one spelling of a username: NFKC, lower case (RFC 8265, UsernameCaseMapped).
pub fn username(text: &str) -> String {
    fold(text)
}

/// A text as it is looked for: in any case, and in any of the forms that look the same.
pub fn fold(text: &str) -> String {
    // Small letters can come in pieces whose order is not the normal one.
    text.nfkc().flat_map(char::to_lowercase).nfkc().collect()
}

/// A password as it is hashed: NFKC (RFC 8265, OpaqueString).
pub fn password(text: &str) -> String {
    text.nfkc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_name_is_spelled_the_same_when_it_is_spelled_again() {
        crate::fuzz::run("names", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let name = username(&text);
            assert_eq!(username(&name), name);
            assert_eq!(password(&password(&text)), password(&text));
        });
    }
}
