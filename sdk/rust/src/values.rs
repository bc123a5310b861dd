//! Values that the specification has and Rust has no type for: what is secret, what may be cleared, what was deleted.

use std::fmt::{Debug, Display, Formatter};
use std::ops::Deref;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A password or a token. Its `Debug` does not show it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl Debug for Secret {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str("Secret(…)")
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl From<&String> for Secret {
    fn from(text: &String) -> Self {
        Self(text.clone())
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

/// The text of a message. A deleted one has none; it then shows and compares as the empty text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Content(Option<String>);

impl Content {
    /// The text, unless the message was deleted.
    pub fn text(&self) -> Option<&str> {
        self.0.as_deref()
    }

    /// Whether the message was deleted.
    pub fn is_deleted(&self) -> bool {
        self.0.is_none()
    }
}

impl Deref for Content {
    type Target = str;

    fn deref(&self) -> &str {
        self.0.as_deref().unwrap_or_default()
    }
}

impl Display for Content {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(self)
    }
}

impl PartialEq<str> for Content {
    fn eq(&self, other: &str) -> bool {
        self.deref() == other
    }
}

impl PartialEq<&str> for Content {
    fn eq(&self, other: &&str) -> bool {
        self.deref() == *other
    }
}

/// A field of a change that may be set or cleared; one that is left out stays as it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Nullable<T> {
    Clear,
    Set(T),
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Set(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(value: &str) -> Self {
        Self::Set(value.to_owned())
    }
}

impl<T: Serialize> Serialize for Nullable<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Clear => serializer.serialize_none(),
            Self::Set(value) => serializer.serialize_some(value),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Nullable<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Option::deserialize(deserializer)?.map_or(Self::Clear, Self::Set))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown() {
        assert_eq!(format!("{:?}", Secret::from("hush")), "Secret(…)");
        assert_eq!(Secret::from("hush").expose(), "hush");
    }

    #[test]
    fn a_deleted_text_is_empty_and_says_so() -> serde_json::Result<()> {
        let deleted: Content = serde_json::from_str("null")?;
        assert!(deleted.is_deleted());
        assert_eq!(deleted, "");
        let content: Content = serde_json::from_str(r#""Hello""#)?;
        assert_eq!(content.text(), Some("Hello"));
        assert_eq!(content.to_string(), "Hello");
        Ok(())
    }

    #[test]
    fn absent_clear_and_set_are_three_things() -> serde_json::Result<()> {
        let change = |description| crate::types::UpdateRoomRequest { description, ..Default::default() };
        assert_eq!(serde_json::to_string(&change(None))?, "{}");
        assert_eq!(serde_json::to_string(&change(Some(Nullable::Clear)))?, r#"{"description":null}"#);
        assert_eq!(serde_json::to_string(&change(Some("here".into())))?, r#"{"description":"here"}"#);
        Ok(())
    }
}
