//! Mentions: whom a text names, as `@username`.

use super::names;

/// How many people one message can name.
const MOST: usize = 50;

/// The usernames that a text names, each once: `@` at the start of a word, then the name; a full stop that ends the
/// sentence is not part of it.
pub fn usernames(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let before = text[..at].chars().next_back();
        if before.is_some_and(|before| before.is_alphanumeric() || "_.-@/".contains(before)) {
            continue;
        }
        let rest = &text[at + 1..];
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && !"_.-".contains(c)).unwrap_or(rest.len());
        let name = names::username(rest[..end].trim_end_matches(['.', '-']));
        if !name.is_empty() && name.len() <= 32 && !found.contains(&name) && found.len() < MOST {
            found.push(name);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_begin_a_word_and_count_once() {
        assert_eq!(usernames("@Ada, look: @bob. (@carl-2) and @ada again"), ["ada", "bob", "carl-2"]);
        assert!(usernames("mail a@b.example, @, @@ and x@y").is_empty());
    }

    #[test]
    fn any_text_names_few_people_each_once_and_as_it_spells_them() {
        crate::fuzz::run("mentions", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let found = usernames(&text);
            assert!(found.len() <= MOST);
            let mut once = found.clone();
            once.sort();
            once.dedup();
            assert_eq!(once.len(), found.len());
            for name in &found {
                assert!(!name.is_empty() && name.len() <= 32 && names::username(name) == *name, "{name}");
                assert!(text.to_ascii_lowercase().contains(&format!("@{name}")), "{name}");
            }
        });
    }
}
