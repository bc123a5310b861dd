//! What a closed socket means. Held to `sdk/vectors/close-codes.json`.

use crate::error::ClientCode;

/// What to do when the event stream closes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CloseAction {
    /// Come back with the cursor.
    Resume,
    /// Refresh the session first.
    Reauth,
    /// Give up, and say why.
    Terminal(ClientCode),
}

pub fn on_close(code: u16) -> CloseAction {
    match code {
        4401 => CloseAction::Reauth,
        4409 => CloseAction::Terminal(ClientCode::TooManyConnections),
        1002 | 1007 | 1009 => CloseAction::Terminal(ClientCode::ProtocolError),
        _ => CloseAction::Resume,
    }
}
