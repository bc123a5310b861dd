// @generated from openapi.yaml by `cargo ci write`; do not edit.

crate::open::enumerations! {
    /// What kind of problem the server has answered.
    ProblemCode {
        /// The request cannot be understood.
        BadRequest = "bad_request",
        /// The body is not JSON.
        InvalidJson = "invalid_json",
        /// The cursor is not one of ours.
        InvalidCursor = "invalid_cursor",
        /// Sign in first.
        Unauthorized = "unauthorized",
        /// The name or the password is wrong.
        InvalidCredentials = "invalid_credentials",
        /// The refresh token is not valid.
        InvalidRefreshToken = "invalid_refresh_token",
        /// You may not do this.
        Forbidden = "forbidden",
        /// One of you has blocked the other.
        Blocked = "blocked",
        /// The CSRF check failed.
        CsrfFailed = "csrf_failed",
        /// There is no such thing.
        NotFound = "not_found",
        /// This path does not take this method.
        MethodNotAllowed = "method_not_allowed",
        /// The request took too long.
        RequestTimeout = "request_timeout",
        /// This username is taken.
        UsernameTaken = "username_taken",
        /// The thing is not in a state that allows this.
        Conflict = "conflict",
        /// This invite is used up or has expired.
        InviteExpired = "invite_expired",
        /// The body is too large.
        PayloadTooLarge = "payload_too_large",
        /// The body must be JSON.
        UnsupportedMediaType = "unsupported_media_type",
        /// The request breaks the rules of the specification.
        ValidationFailed = "validation_failed",
        /// A direct room needs another person.
        SelfMessage = "self_message",
        /// This password is too easily guessed.
        WeakPassword = "weak_password",
        /// A named member does not exist.
        UnknownMember = "unknown_member",
        /// This Idempotency-Key was used for another request.
        IdempotencyKeyReused = "idempotency_key_reused",
        /// Too many requests.
        RateLimited = "rate_limited",
        /// Something went wrong on our side.
        InternalError = "internal_error",
        /// The service cannot do this just now.
        Unavailable = "unavailable",
        /// The server's disk is full.
        StorageFull = "storage_full",
    }
}

/// Every problem that this version knows, with its HTTP status.
pub const PROBLEMS: &[(&str, u16)] = &[
    ("bad_request", 400),
    ("invalid_json", 400),
    ("invalid_cursor", 400),
    ("unauthorized", 401),
    ("invalid_credentials", 401),
    ("invalid_refresh_token", 401),
    ("forbidden", 403),
    ("blocked", 403),
    ("csrf_failed", 403),
    ("not_found", 404),
    ("method_not_allowed", 405),
    ("request_timeout", 408),
    ("username_taken", 409),
    ("conflict", 409),
    ("invite_expired", 410),
    ("payload_too_large", 413),
    ("unsupported_media_type", 415),
    ("validation_failed", 422),
    ("self_message", 422),
    ("weak_password", 422),
    ("unknown_member", 422),
    ("idempotency_key_reused", 422),
    ("rate_limited", 429),
    ("internal_error", 500),
    ("unavailable", 503),
    ("storage_full", 507),
];
