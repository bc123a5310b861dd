//! Framework errors as problems: poem's own errors are told apart here, and nowhere else.

use poem::error::{MethodNotAllowedError, NotFoundError, ReadBodyError};
use poem_openapi::error::{AuthorizationError, ContentTypeError, ParseParamError, ParsePathError, ParseRequestPayloadError};

use crate::api::caller::Visit;
use crate::domain::problems;
use crate::services::Error;

/// What an error on its way out means.
pub(super) fn judge(error: poem::Error, visit: &Visit) -> Error {
    let error = match error.downcast::<Error>() {
        Ok(error) => return error,
        Err(error) => error,
    };
    if let Some(name) = parameter(&error) {
        return with_parameter(visit, name);
    }
    if error.is::<NotFoundError>() {
        return Error::new(&problems::NOT_FOUND).detail("There is nothing at this address.");
    }
    if error.is::<MethodNotAllowedError>() {
        return Error::new(&problems::METHOD_NOT_ALLOWED);
    }
    if error.is::<ContentTypeError>() {
        return Error::new(&problems::UNSUPPORTED_MEDIA_TYPE);
    }
    if error.is::<AuthorizationError>() {
        return Error::new(&problems::UNAUTHORIZED);
    }
    if error.is::<ParseRequestPayloadError>() {
        return Error::new(&problems::INVALID_JSON);
    }
    match error.downcast_ref::<ReadBodyError>() {
        Some(ReadBodyError::PayloadTooLarge) => return Error::new(&problems::PAYLOAD_TOO_LARGE),
        Some(ReadBodyError::Io(_)) => return Error::new(&problems::BAD_REQUEST).detail("The body broke off."),
        _ => {}
    }
    by_status(&error)
}

/// The name of the parameter that could not be read.
fn parameter(error: &poem::Error) -> Option<&'static str> {
    let in_path = error.downcast_ref::<ParsePathError>().map(|error| error.name);
    in_path.or_else(|| error.downcast_ref::<ParseParamError>().map(|error| error.name))
}

fn with_parameter(visit: &Visit, name: &str) -> Error {
    let refusal = Error::new(&problems::BAD_REQUEST).detail("A parameter is not what the specification says.");
    match visit.operation {
        Some(operation) => {
            let (pointer, detail) = operation.parameter_fault(name);
            refusal.fault(pointer, detail)
        }
        None => refusal,
    }
}

/// Errors that nothing else is known of: the caller's own become a plain 400, ours are hidden.
fn by_status(error: &poem::Error) -> Error {
    match error.status().as_u16() {
        401 => Error::new(&problems::UNAUTHORIZED),
        403 => Error::new(&problems::FORBIDDEN),
        404 => Error::new(&problems::NOT_FOUND),
        405 => Error::new(&problems::METHOD_NOT_ALLOWED),
        413 => Error::new(&problems::PAYLOAD_TOO_LARGE),
        415 => Error::new(&problems::UNSUPPORTED_MEDIA_TYPE),
        400..=499 => Error::new(&problems::BAD_REQUEST),
        _ => Error::new(&problems::INTERNAL).cause(error.to_string()),
    }
}
