//! Who asks: the bearer token or the session cookie, the CSRF check, and what the edge noted of the visit.

use std::sync::{Arc, Mutex, PoisonError};

use poem::http::{Method, header};
use poem::{FromRequest, RequestBody};
use poem_openapi::registry::{MetaSecurityScheme, Registry};
use poem_openapi::{ApiExtractor, ApiExtractorType, ExtractParamOptions};
use subtle::ConstantTimeEq;

use super::limits::{Judgement, Limits};
use super::problem::carry;
use super::schema::Operation;
use crate::domain::problems;
use crate::domain::quotas::Standing;
use crate::services::{App, Caller, Error, Request, Result, auth};

/// The cookie that holds the access token.
pub const SESSION_COOKIE: &str = "__Host-causerie_session";
/// The cookie whose value a page of ours reads and sends back.
pub const CSRF_COOKIE: &str = "__Host-causerie_csrf";
/// The header it sends it back in.
pub const CSRF_HEADER: &str = "X-CSRF-Token";

/// What the edge notes of a request when it comes in.
pub struct Visit {
    /// The request id.
    pub id: String,
    /// The operation of the specification that the path and method name.
    pub operation: Option<&'static Operation>,
    /// What services may know.
    pub request: Request,
    pub limits: Arc<Limits>,
    pub(super) standing: Mutex<Option<Standing>>,
}

impl Visit {
    /// Counts the request against a limit and keeps how it stands, for the headers of the answer.
    pub(super) fn admit(&self, outcome: Judgement) -> Result<()> {
        let (standing, admitted) = match outcome {
            Ok(standing) => (standing, true),
            Err(standing) => (Some(standing), false),
        };
        let wait = standing.as_ref().map_or(1, |s| s.wait_secs);
        if standing.is_some() {
            *self.standing.lock().unwrap_or_else(PoisonError::into_inner) = standing;
        }
        if admitted { Ok(()) } else { Err(Error::new(&problems::RATE_LIMITED).retry_after(wait)) }
    }
}

/// The caller of an operation that needs one.
pub struct Authenticated(pub Caller);

/// The request of an operation that everybody may call.
pub struct Arrived(pub Request);

impl<'a> FromRequest<'a> for Arrived {
    async fn from_request(request: &'a poem::Request, _: &mut RequestBody) -> poem::Result<Self> {
        Ok(Self(visit(request).map_err(carry)?.request.clone()))
    }
}

impl<'a> ApiExtractor<'a> for Authenticated {
    const TYPES: &'static [ApiExtractorType] = &[ApiExtractorType::SecurityScheme];
    type ParamType = ();
    type ParamRawType = ();

    fn register(registry: &mut Registry) {
        let scheme = |ty, name, key_in, scheme, bearer_format| MetaSecurityScheme {
            ty,
            description: None,
            name,
            key_in,
            scheme,
            bearer_format,
            flows: None,
            openid_connect_url: None,
        };
        registry.create_security_scheme("bearer", scheme("http", None, None, Some("bearer"), Some("JWT")));
        registry.create_security_scheme("cookie", scheme("apiKey", Some(SESSION_COOKIE), Some("cookie"), None, None));
    }

    fn security_schemes() -> Vec<&'static str> {
        vec!["bearer", "cookie"]
    }

    async fn from_request(request: &'a poem::Request, _: &mut RequestBody, _: ExtractParamOptions<()>) -> poem::Result<Self> {
        authenticate(request).await.map(Self).map_err(carry)
    }
}

async fn authenticate(request: &poem::Request) -> Result<Caller> {
    let app = request.data::<Arc<App>>().ok_or_else(missing)?;
    let visit = visit(request)?;
    let (identity, bounds) = match (bearer(request), cookie(request, SESSION_COOKIE)) {
        (Some(token), _) => auth::authenticate(app, token).await?,
        (None, Some(token)) => {
            check_csrf(request, app)?;
            auth::authenticate(app, token).await?
        }
        (None, None) => return Err(Error::new(&problems::UNAUTHORIZED)),
    };
    visit.admit(visit.limits.check_user(app, identity.user_id, visit.operation).await)?;
    Ok(Caller { identity, bounds, request: visit.request.clone() })
}

/// What the edge noted of this request.
pub fn visit(request: &poem::Request) -> Result<&Visit> {
    request.data::<Arc<Visit>>().map(|visit| &**visit).ok_or_else(missing)
}

fn missing() -> Error {
    Error::new(&problems::INTERNAL).cause("the request did not come through the edge")
}

/// The token of an `Authorization: Bearer` header.
pub fn bearer(request: &poem::Request) -> Option<&str> {
    let (scheme, token) = request.header(header::AUTHORIZATION)?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim())
}

/// The value of a cookie.
pub fn cookie<'a>(request: &'a poem::Request, name: &str) -> Option<&'a str> {
    let lines = request.headers().get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
    lines
        .flat_map(|line| line.split(';'))
        .find_map(|pair| pair.trim().split_once('=').filter(|(key, _)| *key == name).map(|(_, value)| value))
}

/// Holds a request that a cookie speaks for against cross-site forgery: where it comes from, and the double-submitted token.
pub fn check_csrf(request: &poem::Request, app: &App) -> Result<()> {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return Ok(());
    }
    let refuse = |why: &str| Err(Error::new(&problems::CSRF).detail(why));
    if let Some(origin) = request.header(header::ORIGIN)
        && !app.settings.is_own_origin(origin, request.header(header::HOST))
    {
        return refuse("The origin is not an allowed one.");
    }
    if request.header("Sec-Fetch-Site").is_some_and(|site| site == "cross-site") && request.header(header::ORIGIN).is_none() {
        return refuse("The request comes from another site.");
    }
    let sent = request.header(CSRF_HEADER).unwrap_or_default();
    let kept = cookie(request, CSRF_COOKIE).unwrap_or_default();
    if kept.is_empty() || !bool::from(sent.as_bytes().ct_eq(kept.as_bytes())) {
        return refuse("The X-CSRF-Token header is missing or is not the CSRF cookie's value.");
    }
    Ok(())
}
