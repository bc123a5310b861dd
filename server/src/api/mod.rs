//! The HTTP edge: one file a tag with its handlers, and around them what every request passes.

pub mod archive;
pub mod audit;
pub mod auth;
pub mod blocks;
pub mod body;
pub mod caller;
pub mod cors;
pub mod declared;
pub mod edge;
pub mod events;
pub mod forwarding;
pub mod invites;
pub mod limits;
pub mod members;
pub mod messages;
pub mod operations;
pub mod preferences;
pub mod problem;
pub mod read_state;
pub mod receipts;
pub mod responses;
pub mod rooms;
pub mod schema;
pub mod users;

use poem_openapi::{OpenApiService, Tags};

/// The groups of operations, as in the specification.
#[derive(Tags)]
pub enum Tag {
    Auth,
    Users,
    Rooms,
    Members,
    Invites,
    Messages,
    Forwarding,
    #[oai(rename = "Read state")]
    ReadState,
    Receipts,
    Preferences,
    Archive,
    Blocks,
    Audit,
    Events,
}

type Handlers = (
    auth::Auth,
    users::Users,
    rooms::Rooms,
    members::Members,
    invites::Invites,
    messages::Messages,
    forwarding::Forwarding,
    read_state::ReadState,
    receipts::Receipts,
    preferences::Preferences,
    archive::Archive,
    blocks::Blocks,
    audit::Audit,
    events::Events,
);

/// Every handler below `/api/v1`.
pub fn service() -> OpenApiService<Handlers, ()> {
    let handlers = (
        auth::Auth,
        users::Users,
        rooms::Rooms,
        members::Members,
        invites::Invites,
        messages::Messages,
        forwarding::Forwarding,
        read_state::ReadState,
        receipts::Receipts,
        preferences::Preferences,
        archive::Archive,
        blocks::Blocks,
        audit::Audit,
        events::Events,
    );
    OpenApiService::new(handlers, "Causerie", env!("CARGO_PKG_VERSION"))
}

/// What the handlers declare, as poem-openapi writes it.
pub fn service_spec() -> String {
    service().spec()
}
