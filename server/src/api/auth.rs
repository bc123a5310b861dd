//! The handlers of the tag Auth, and the cookies that browsers may ask for.

use std::sync::Arc;

use poem::http::{HeaderValue, header};
use poem::web::Data;
use poem::{IntoResponse, Response};
use poem_openapi::param::Path;
use poem_openapi::registry::{MetaResponses, Registry};
use poem_openapi::{ApiResponse, Enum, Object, OpenApi};
use validator::{Validate, ValidationError};

use super::Tag;
use super::body::{Body, OptionalBody, fault_at};
use super::caller::{self, Arrived, Authenticated, CSRF_COOKIE, SESSION_COOKIE};
use super::problem::{Problem, error_set};
use super::responses::{Answer, Created, NoContent};
use super::rooms::{Known, Listing};
use crate::config::REFRESH_DAYS;
use crate::domain::ids::SessionId;
use crate::domain::problems;
use crate::domain::sessions::Session;
use crate::domain::time::Timestamp;
use crate::domain::users::User;
use crate::services::auth::{self, NewAccount};
use crate::services::{App, Error, Page, tokens};

/// The cookie that holds the refresh token.
const REFRESH_COOKIE: &str = "__Host-causerie_refresh";

/// The operations of signing in and out.
pub struct Auth;

/// How tokens travel.
#[derive(Clone, Copy, Default, PartialEq, Eq, Enum)]
#[oai(rename_all = "snake_case")]
enum Transport {
    #[default]
    Bearer,
    Cookie,
}

#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct RegisterRequest {
    #[oai(validator(min_length = 1, max_length = 32, pattern = r"^[A-Za-z0-9_.-]{1,32}$"))]
    username: String,
    #[oai(validator(min_length = 10, max_length = 256))]
    password: String,
    #[oai(validator(min_length = 1, max_length = 64))]
    display_name: Option<String>,
    #[oai(validator(min_length = 3, max_length = 254))]
    email: Option<String>,
    #[oai(validator(min_length = 1, max_length = 64))]
    device_name: Option<String>,
    transport: Option<Transport>,
}

#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct LoginRequest {
    #[oai(validator(min_length = 1, max_length = 32))]
    username: String,
    #[oai(validator(min_length = 1, max_length = 256))]
    password: String,
    #[oai(validator(min_length = 1, max_length = 64))]
    device_name: Option<String>,
    transport: Option<Transport>,
}

#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct RefreshRequest {
    #[oai(validator(min_length = 1, max_length = 128))]
    refresh_token: Option<String>,
    transport: Option<Transport>,
}

#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
struct RevokeRequest {
    #[oai(validator(min_length = 1, max_length = 128))]
    refresh_token: Option<String>,
}

#[derive(Object, Validate)]
#[oai(deny_unknown_fields)]
#[validate(schema(function = "judge_change"))]
struct ChangePasswordRequest {
    #[oai(validator(min_length = 1, max_length = 256))]
    current_password: String,
    #[oai(validator(min_length = 10, max_length = 256))]
    new_password: String,
}

fn judge_change(change: &ChangePasswordRequest) -> Result<(), ValidationError> {
    let is_change = change.new_password != change.current_password;
    if is_change { Ok(()) } else { Err(fault_at("/new_password", "must differ from the current password")) }
}

/// What signing in answers. With cookies, the tokens are in them and not here.
#[derive(Object)]
#[oai(skip_serializing_if_is_none)]
struct SignedIn {
    user: User,
    session_id: SessionId,
    token_type: String,
    /// Seconds that the access token lives.
    expires_in: i64,
    access_token: Option<String>,
    refresh_token: Option<String>,
    csrf_token: Option<String>,
}

/// A one-use key to the event stream.
#[derive(Object)]
struct Ticket {
    ticket: String,
    expires_at: Timestamp,
}

error_set!(pub Registering { 409 });
error_set!(pub SigningIn { 401 });
error_set!(pub Refreshing { 401, 403 });
error_set!(pub Changing { 403 });

/// An answer with tokens: never kept by caches, and in cookies for who asked so.
struct Tokens<A> {
    answer: A,
    cookies: Vec<String>,
}

impl<A: IntoResponse> IntoResponse for Tokens<A> {
    fn into_response(self) -> Response {
        let mut response = self.answer.into_response();
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        for cookie in self.cookies {
            if let Ok(value) = HeaderValue::from_str(&cookie) {
                response.headers_mut().append(header::SET_COOKIE, value);
            }
        }
        response
    }
}

impl<A: ApiResponse> ApiResponse for Tokens<A> {
    fn meta() -> MetaResponses {
        A::meta()
    }
    fn register(registry: &mut Registry) {
        A::register(registry);
    }
}

fn give<A: IntoResponse>(app: &App, given: auth::SignedIn, transport: Transport, wrap: impl Fn(SignedIn) -> A) -> Tokens<A> {
    let auth::SignedIn { user, session_id, access_token, refresh_token } = given;
    let common = |token_type: &str| (user.clone(), session_id, token_type.to_owned(), tokens::LIFE_SECS);
    if transport == Transport::Bearer {
        let (user, session_id, token_type, expires_in) = common("Bearer");
        let (access_token, refresh_token) = (Some(access_token), Some(refresh_token));
        let answer = SignedIn { user, session_id, token_type, expires_in, access_token, refresh_token, csrf_token: None };
        return Tokens { answer: wrap(answer), cookies: Vec::new() };
    }
    let csrf = hex::encode(app.secret::<16>());
    let days = REFRESH_DAYS * 24 * 60 * 60;
    let cookies = vec![
        cookie(SESSION_COOKIE, &access_token, tokens::LIFE_SECS, "; HttpOnly"),
        cookie(REFRESH_COOKIE, &refresh_token, days, "; HttpOnly"),
        cookie(CSRF_COOKIE, &csrf, days, ""),
    ];
    let (user, session_id, token_type, expires_in) = common("Cookie");
    let answer = SignedIn { user, session_id, token_type, expires_in, access_token: None, refresh_token: None, csrf_token: Some(csrf) };
    Tokens { answer: wrap(answer), cookies }
}

fn cookie(name: &str, value: &str, age_secs: i64, hidden: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={age_secs}; Secure; SameSite=Strict{hidden}")
}

/// Takes the cookies back from a browser that was signed in by them: a page's script could not, they are hidden from it.
fn cleared(request: &poem::Request) -> Vec<String> {
    if caller::cookie(request, SESSION_COOKIE).is_none() {
        return Vec::new();
    }
    vec![cookie(SESSION_COOKIE, "", 0, "; HttpOnly"), cookie(REFRESH_COOKIE, "", 0, "; HttpOnly"), cookie(CSRF_COOKIE, "", 0, "")]
}

#[OpenApi(tag = "Tag::Auth")]
impl Auth {
    #[oai(path = "/auth/register", method = "post", operation_id = "register")]
    async fn register(
        &self,
        app: Data<&Arc<App>>,
        request: Arrived,
        body: Body<RegisterRequest>,
    ) -> Result<Tokens<Created<SignedIn>>, Problem<Registering>> {
        let RegisterRequest { username, password, display_name, email, device_name, transport } = body.0;
        let new = NewAccount { username, password, display_name, email, device_name };
        let given = auth::register(&app, &request.0, new).await?;
        Ok(give(&app, given, transport.unwrap_or_default(), Created))
    }

    #[oai(path = "/auth/login", method = "post", operation_id = "login")]
    async fn login(
        &self,
        app: Data<&Arc<App>>,
        request: Arrived,
        body: Body<LoginRequest>,
    ) -> Result<Tokens<Answer<SignedIn>>, Problem<SigningIn>> {
        let LoginRequest { username, password, device_name, transport } = body.0;
        let given = auth::login(&app, &request.0, &username, &password, device_name).await?;
        Ok(give(&app, given, transport.unwrap_or_default(), Answer))
    }

    #[oai(path = "/auth/refresh", method = "post", operation_id = "refresh")]
    async fn refresh(
        &self,
        app: Data<&Arc<App>>,
        request: &poem::Request,
        body: OptionalBody<RefreshRequest>,
    ) -> Result<Tokens<Answer<SignedIn>>, Problem<Refreshing>> {
        let (token, transport) = match body.0.refresh_token {
            Some(token) => (token, body.0.transport.unwrap_or_default()),
            None => {
                let kept = caller::cookie(request, REFRESH_COOKIE).ok_or_else(|| Error::new(&problems::INVALID_REFRESH_TOKEN))?;
                caller::check_csrf(request, &app)?;
                (kept.to_owned(), Transport::Cookie)
            }
        };
        let given = auth::refresh(&app, &token).await?;
        Ok(give(&app, given, transport, Answer))
    }

    #[oai(path = "/auth/revoke", method = "post", operation_id = "revoke")]
    async fn revoke(
        &self,
        app: Data<&Arc<App>>,
        request: &poem::Request,
        caller: Authenticated,
        body: OptionalBody<RevokeRequest>,
    ) -> Result<Tokens<NoContent>, Problem<Changing>> {
        let answer = auth::revoke(&app, &caller.0, body.0.refresh_token.as_deref()).await?.into();
        let cookies = if body.0.refresh_token.is_none() { cleared(request) } else { Vec::new() };
        Ok(Tokens { answer, cookies })
    }

    #[oai(path = "/auth/revoke-all", method = "post", operation_id = "revokeAll")]
    async fn revoke_all(
        &self,
        app: Data<&Arc<App>>,
        request: &poem::Request,
        caller: Authenticated,
    ) -> Result<Tokens<NoContent>, Problem<Changing>> {
        let answer = auth::revoke_all(&app, &caller.0).await?.into();
        Ok(Tokens { answer, cookies: cleared(request) })
    }

    #[oai(path = "/auth/sessions", method = "get", operation_id = "listSessions")]
    async fn sessions(&self, app: Data<&Arc<App>>, caller: Authenticated) -> Result<Answer<Page<Session>>, Problem<Listing>> {
        let items = auth::sessions(&app, &caller.0).await?;
        Ok(Answer(Page { items, next_cursor: None }))
    }

    #[oai(path = "/auth/sessions/:session_id", method = "delete", operation_id = "deleteSession")]
    async fn delete_session(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        session_id: Path<SessionId>,
    ) -> Result<NoContent, Problem<Known>> {
        Ok(auth::delete_session(&app, &caller.0, session_id.0).await?.into())
    }

    #[oai(path = "/auth/tickets", method = "post", operation_id = "createTicket")]
    async fn create_ticket(&self, app: Data<&Arc<App>>, caller: Authenticated) -> Result<Tokens<Created<Ticket>>, Problem<Changing>> {
        let made = auth::create_ticket(&app, &caller.0).await?;
        Ok(Tokens { answer: Created(Ticket { ticket: made.ticket, expires_at: made.expires_at }), cookies: Vec::new() })
    }

    #[oai(path = "/auth/password", method = "put", operation_id = "changePassword")]
    async fn change_password(
        &self,
        app: Data<&Arc<App>>,
        caller: Authenticated,
        body: Body<ChangePasswordRequest>,
    ) -> Result<NoContent, Problem<Changing>> {
        let ChangePasswordRequest { current_password, new_password } = body.0;
        Ok(auth::change_password(&app, &caller.0, &current_password, &new_password).await?.into())
    }
}
