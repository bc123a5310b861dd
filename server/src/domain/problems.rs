//! Every problem that the service can answer: the stable code, its title, why it happens and what to do about it.

/// One kind of problem (RFC 9457); its page is `/problems/{code}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The stable word that clients act on.
    pub code: &'static str,
    /// The HTTP status it comes with.
    pub status: u16,
    /// What it is, in a few words.
    pub title: &'static str,
    /// Why it happens.
    pub why: &'static str,
    /// What to do about it.
    pub advice: &'static str,
    /// Whether the same request may succeed later.
    pub retry: bool,
}

macro_rules! problems {
    ($($name:ident $status:literal $code:literal $retry:literal $title:literal $why:literal $advice:literal;)+) => {
        $(pub const $name: Problem = Problem { code: $code, status: $status, title: $title, why: $why, advice: $advice, retry: $retry };)+
        /// All of them, in the order of their statuses.
        pub const ALL: &[Problem] = &[$($name),+];
    };
}

problems! {
    BAD_REQUEST 400 "bad_request" false "The request cannot be understood"
        "A parameter, a header or the form of the request is not what the specification says. Nothing was changed."
        "Mend the place that the detail and the list of errors name, then send it again.";
    INVALID_JSON 400 "invalid_json" false "The body is not JSON"
        "The body is not JSON in UTF-8, or nests deeper than 32 levels. Nothing was changed."
        "Send one JSON document. Let a library write it, not string concatenation.";
    INVALID_CURSOR 400 "invalid_cursor" false "The cursor is not one of ours"
        "Cursors are opaque and belong to one list or to the event stream. This one was changed, cut, or is from elsewhere."
        "Give back exactly what an answer or a frame carried, or start again without a cursor.";
    UNAUTHORIZED 401 "unauthorized" false "Sign in first"
        "The access token is missing, expired, revoked or not one of ours. Access tokens live for 15 minutes."
        "Refresh it once and send the request again; if that fails too, sign in again.";
    INVALID_CREDENTIALS 401 "invalid_credentials" false "The name or the password is wrong"
        "There is no account with this name and this password. The answer is the same for an unknown name and a wrong password."
        "Ask the person for both again. After several failures, wait as long as Retry-After says.";
    INVALID_REFRESH_TOKEN 401 "invalid_refresh_token" false "The refresh token is not valid"
        "It is unknown, expired, revoked or was used before. A spent token that comes again more than 10 s after its first use signs its session out, since it may have been stolen."
        "Sign in again. Keep one refresh at a time under way per session, and store the new token before you use it.";
    FORBIDDEN 403 "forbidden" false "You may not do this"
        "You can see this thing, but your role does not allow this change."
        "Offer it only to those who may; somebody with a higher role can do it or give you the role.";
    BLOCKED 403 "blocked" false "One of you has blocked the other"
        "People of whom one has blocked the other do not write to each other directly. In groups both may write."
        "Tell the person that the message cannot be delivered. It can be again once the block is taken back.";
    CSRF 403 "csrf_failed" false "The CSRF check failed"
        "The request is signed in by the session cookie, and lacks the proof that a page of yours sent it."
        "Send the X-CSRF-Token header with the value of the CSRF cookie, from an origin that the server allows.";
    NOT_FOUND 404 "not_found" false "There is no such thing"
        "It does not exist, or you may not know of it: both answer alike."
        "Check the path and the id. If it was there before, take it out of what you show.";
    METHOD_NOT_ALLOWED 405 "method_not_allowed" false "This path does not take this method"
        "The path exists, with other methods."
        "Use one of those that the Allow header lists.";
    REQUEST_TIMEOUT 408 "request_timeout" true "The request took too long"
        "The body did not arrive within 30 s, or the work took longer."
        "Send it again with the same Idempotency-Key: if it was done after all, you get the first answer.";
    USERNAME_TAKEN 409 "username_taken" false "This username is taken"
        "Somebody has this username already. Upper and lower case do not tell two names apart."
        "Choose another one.";
    CONFLICT 409 "conflict" false "The thing is not in a state that allows this"
        "The request is right, but the thing is not in a state that allows it. The detail says what stands in the way."
        "Load the thing anew before you decide what to do.";
    GONE 410 "invite_expired" false "This invite is used up or has expired"
        "It was accepted as often as it may be, or is past its time."
        "Ask a member of the group for a new one.";
    PAYLOAD_TOO_LARGE 413 "payload_too_large" false "The body is too large"
        "A JSON body may have 256 KiB."
        "Send less at once.";
    UNSUPPORTED_MEDIA_TYPE 415 "unsupported_media_type" false "The body must be JSON"
        "The Content-Type header is missing, or names something else than JSON."
        "Send Content-Type: application/json.";
    VALIDATION_FAILED 422 "validation_failed" false "The request breaks the rules of the specification"
        "One or more fields are not as the specification says. The list of errors names every fault by its JSON pointer (RFC 6901). Nothing was changed."
        "Show each error at its field, and send the mended request.";
    SELF_MESSAGE 422 "self_message" false "A direct room needs another person"
        "A direct room is between two people, and the only member you named is yourself."
        "Name one member other than yourself.";
    WEAK_PASSWORD 422 "weak_password" false "This password is too easily guessed"
        "It is among the most common ones, or contains the username."
        "Choose another one. Long and unusual is better than short with special characters.";
    UNKNOWN_MEMBER 422 "unknown_member" false "A named member does not exist"
        "An id among the members belongs to nobody. The list of errors names which. Nothing was changed."
        "Look the person up with GET /api/v1/users, and send the id that is there.";
    IDEMPOTENCY_KEY_REUSED 422 "idempotency_key_reused" false "This Idempotency-Key was used for another request"
        "A key belongs to one request, with the same path and body, for 24 hours. This one came with another before."
        "Use a new key for a new request, and the same key only to repeat the very same one.";
    RATE_LIMITED 429 "rate_limited" true "Too many requests"
        "You have used up what the policy named in the RateLimit headers allows for now. Nothing was changed."
        "Wait as long as Retry-After says, then go on more slowly. The RateLimit headers of each answer tell how much is left.";
    INTERNAL 500 "internal_error" true "Something went wrong on our side"
        "A fault of the server. The cause is in its log under the request id of this answer, and is not sent."
        "Try again later with the same Idempotency-Key. If it stays, give the request id to the operator.";
    UNAVAILABLE 503 "unavailable" true "The service cannot do this just now"
        "The database is away, or the server is busy or restarting. Nothing was acknowledged."
        "Wait as long as Retry-After says, then send it again with the same Idempotency-Key.";
    STORAGE_FULL 507 "storage_full" true "The server's disk is full"
        "The operator has to make room. Nothing was stored; reading goes on."
        "Keep what is to be sent, and try again after a while.";
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
