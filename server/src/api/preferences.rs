//! The handlers of the tag Preferences.

use std::sync::Arc;

use poem::web::Data;
use poem_openapi::{Object, OpenApi};
use validator::Validate;

use super::Tag;
use super::body::Body;
use super::caller::Authenticated;
use super::problem::Problem;
use super::responses::Answer;
use super::rooms::{Listing, Making};
use crate::domain::preferences::Preferences as Chosen;
use crate::services::{App, preferences};

/// The operations on preferences.
pub struct Preferences;

/// What to change of one's preferences.
#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct UpdatePreferencesRequest {
    read_receipts: Option<bool>,
}

#[OpenApi(tag = "Tag::Preferences")]
impl Preferences {
    #[oai(path = "/users/me/preferences", method = "get", operation_id = "getPreferences")]
    async fn get(&self, app: Data<&Arc<App>>, caller: Authenticated) -> Result<Answer<Chosen>, Problem<Listing>> {
        Ok(Answer(preferences::get(&app, &caller.0).await?))
    }

    #[oai(path = "/users/me/preferences", method = "patch", operation_id = "updatePreferences")]
    async fn update(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        body: Body<UpdatePreferencesRequest>,
    ) -> Result<Answer<Chosen>, Problem<Making>> {
        Ok(Answer(preferences::update(&app, &caller.0, body.0.read_receipts).await?))
    }
}
