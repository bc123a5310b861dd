//! Roles in the whole deployment, beside those in a room.

/// What a person may do in the whole deployment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum UserRole {
    /// Everything that an operator may do over the API.
    Admin,
}

impl UserRole {
    /// The role of a name.
    pub fn parse(name: &str) -> Option<Self> {
        (name == "admin").then_some(Self::Admin)
    }
}
