//! Every problem that the service can answer: the stable code, its title, and what to do about it.

/// One kind of problem (RFC 9457); its page is `/problems/{code}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable word that clients act on.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Why it happens and what to do.
    pub advice: &'static str,
    /// Whether the same request may succeed later.
    pub retry: bool,
}

macro_rules! problems {
    ($($name:ident $status:literal $code:literal $retry:literal $title:literal $advice:literal;)+) => {
        $(pub const $name: Problem = Problem { code: $code, status: $status, title: $title, advice: $advice, retry: $retry };)+
        /// All of them, in the order of their statuses.
        pub const ALL: &[Problem] = &[$($name),+];
    };
}

problems! {
    BAD_REQUEST 400 "bad_request" false "The request cannot be understood" "A parameter, a header or the form of the request is not what the specification says. The detail and the list of errors name the place. Mend the request before you send it again.";
    INVALID_JSON 400 "invalid_json" false "The body is not JSON" "The body is not JSON in UTF-8, or nests deeper than 32 levels. Nothing was changed.";
    INVALID_CURSOR 400 "invalid_cursor" false "The cursor is not one of ours" "Cursors are opaque: give back exactly what an answer or a frame carried. Start again without a cursor.";
    UNAUTHORIZED 401 "unauthorized" false "Sign in first" "The access token is missing, expired, revoked or not one of ours. Refresh it once; if that fails too, sign in again.";
    INVALID_CREDENTIALS 401 "invalid_credentials" false "The name or the password is wrong" "The answer is the same for an unknown name and a wrong password.";
    INVALID_REFRESH_TOKEN 401 "invalid_refresh_token" false "The refresh token is not valid" "It is unknown, expired, revoked or was used before. A spent token that comes again more than 10 s after its first use signs its session out, since it may have been stolen. Sign in again.";
    FORBIDDEN 403 "forbidden" false "You may not do this" "You can see this thing, but your role does not allow this change.";
    BLOCKED 403 "blocked" false "One of you has blocked the other" "People of whom one has blocked the other do not write to each other directly. In groups both may write.";
    CSRF 403 "csrf_failed" false "The CSRF check failed" "A request with the session cookie must carry the X-CSRF-Token header with the value of the CSRF cookie, and come from an allowed origin.";
    NOT_FOUND 404 "not_found" false "There is no such thing" "It does not exist, or you may not know of it: both answer alike.";
    METHOD_NOT_ALLOWED 405 "method_not_allowed" false "This path does not take this method" "The Allow header lists those it takes.";
    REQUEST_TIMEOUT 408 "request_timeout" true "The request took too long" "The body did not arrive within 30 s, or the work took longer. Send it again with the same Idempotency-Key.";
    USERNAME_TAKEN 409 "username_taken" false "This username is taken" "Choose another one.";
    CONFLICT 409 "conflict" false "The thing is not in a state that allows this" "The detail says what stands in the way. Load the thing anew before you try again.";
    GONE 410 "invite_expired" false "This invite is used up or has expired" "Ask for a new one.";
    PAYLOAD_TOO_LARGE 413 "payload_too_large" false "The body is too large" "A JSON body may have 256 KiB.";
    UNSUPPORTED_MEDIA_TYPE 415 "unsupported_media_type" false "The body must be JSON" "Send Content-Type: application/json.";
    VALIDATION_FAILED 422 "validation_failed" false "The request breaks the rules of the specification" "The list of errors names every fault by its JSON pointer (RFC 6901). Nothing was changed.";
    SELF_MESSAGE 422 "self_message" false "A direct room needs another person" "Name one member other than yourself.";
    WEAK_PASSWORD 422 "weak_password" false "This password is too easily guessed" "It is among the most common ones, or contains the username. Choose another one.";
    UNKNOWN_MEMBER 422 "unknown_member" false "A named member does not exist" "The list of errors names which. Nothing was changed.";
    IDEMPOTENCY_KEY_REUSED 422 "idempotency_key_reused" false "This Idempotency-Key was used for another request" "A key belongs to one request, with the same path and body, for 24 hours. Use a new key for a new request.";
    RATE_LIMITED 429 "rate_limited" true "Too many requests" "Wait as long as Retry-After says. The RateLimit headers tell how much is left.";
    INTERNAL 500 "internal_error" true "Something went wrong on our side" "The cause is in the server's log under the request id of this answer.";
    UNAVAILABLE 503 "unavailable" true "The service cannot do this just now" "The database is away, the server is busy or restarting. Wait as long as Retry-After says; nothing was acknowledged.";
    STORAGE_FULL 507 "storage_full" true "The server's disk is full" "Nothing was stored. Reading goes on; writing comes back when the operator makes room.";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_code_stands_once() {
        let mut codes: Vec<_> = ALL.iter().map(|p| p.code).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ALL.len());
    }
}
