//! Access tokens: the scheme that they come with. What is no token stands in the table of `bad_tokens`.

use tests::{Engine, Person, Server};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_scheme_is_bearer_in_any_case() {
    let server = Server::start(Engine::Sqlite).await;
    let ada = Person::register(&server, "ada").await;
    server.client().get("/users/me").await.problem(401, "unauthorized");
    let me = async |scheme: &str| {
        let authorization = format!("{scheme} {}", ada.access_token);
        server.client().send("GET", "/users/me", |request| request.header("authorization", authorization)).await
    };
    for scheme in ["Basic", "Token", "DPoP", ""] {
        me(scheme).await.problem(401, "unauthorized");
    }
    for scheme in ["Bearer", "bearer", "BEARER"] {
        me(scheme).await.expect(200);
    }
}
