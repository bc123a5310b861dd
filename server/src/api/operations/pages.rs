//! Pages for people: the front page, the documentation, and one page a problem.

use poem::http::header;
use poem::web::Path;
use poem::{Response, handler};

use crate::api::problem::carry;
use crate::domain::problems;
use crate::services::Error;

/// A page of ours: our style sheet and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
/// The documentation: our scripts, which call this very server. Swagger UI writes style attributes.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                           connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files that pages load: name, media type, content.
const ASSETS: &[(&str, &str, &[u8])] = &[
    ("page.css", "text/css; charset=utf-8", include_bytes!("../../../assets/page.css")),
    ("swagger-ui.css", "text/css; charset=utf-8", include_bytes!("../../../assets/swagger-ui/swagger-ui.css")),
    ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/swagger-ui/swagger-ui-bundle.js")),
    ("start.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/swagger-ui/start.js")),
];

const FRONT: &str = "<h1>Causerie</h1>
<p>A chat backend that other people build on: rooms, messages and presence over a REST API and an event stream.
If you see this page, the server runs.</p>
<dl>
<dt><a href=\"/docs\">Documentation</a></dt><dd>Every operation, with examples to try out here.</dd>
<dt><a href=\"/openapi.yaml\">openapi.yaml</a>, <a href=\"/openapi.json\">openapi.json</a></dt><dd>The contract, for generators.</dd>
<dt><a href=\"/health/ready\">Readiness</a>, <a href=\"/health/live\">liveness</a>, <a href=\"/metrics\">metrics</a></dt><dd>For operators.</dd>
<dt><code>/api/v1</code></dt><dd>The API. Start with <code>POST /api/v1/auth/register</code>.</dd>
<dt><code>/api/v1/events</code></dt><dd>The event stream, a WebSocket.</dd>
</dl>
<h2>Problems</h2>
<p>Errors are RFC 9457 problems. Each kind has a page:</p>";

fn page(title: &str, body: &str) -> Response {
    let text = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <title>{title}</title>\n<link rel=\"stylesheet\" href=\"/docs/page.css\">\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    );
    html(PAGE_POLICY, text)
}

fn html(policy: &'static str, text: String) -> Response {
    Response::builder().content_type("text/html; charset=utf-8").header(header::CONTENT_SECURITY_POLICY, policy).body(text)
}

/// What this is, and where the rest is.
#[handler]
pub(super) fn front() -> Response {
    let links = problems::ALL.iter().map(|p| format!("<a href=\"/problems/{0}\">{0}</a>", p.code));
    page("Causerie", &format!("{FRONT}\n<p>{}</p>", links.collect::<Vec<_>>().join(", ")))
}

/// What a problem means and what to do about it.
#[handler]
pub(super) fn explain(code: Path<String>) -> poem::Result<Response> {
    let found = problems::ALL.iter().find(|p| p.code == code.0);
    let problem = found.ok_or_else(|| carry(Error::new(&problems::NOT_FOUND)))?;
    let again = if problem.retry { "The same request may succeed later." } else { "The same request will fail again." };
    let body = format!(
        "<h1>{}</h1>\n<p><code>{}</code>, status {}</p>\n<p>{}</p>\n<p>{again}</p>\n<p><a href=\"/\">Causerie</a></p>",
        problem.title, problem.code, problem.status, problem.advice
    );
    Ok(page(problem.title, &body))
}

/// Swagger UI over our own specification.
#[handler]
pub(super) fn docs() -> Response {
    let text = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
                <meta name=\"viewport\" content=\"width=device-width\">\n<title>Causerie: documentation</title>\n\
                <link rel=\"stylesheet\" href=\"/docs/swagger-ui.css\">\n</head>\n<body>\n<div id=\"swagger-ui\"></div>\n\
                <script src=\"/docs/swagger-ui-bundle.js\"></script>\n<script src=\"/docs/start.js\"></script>\n</body>\n</html>\n";
    html(DOCS_POLICY, text.to_owned())
}

/// A file that a page loads.
#[handler]
pub(super) fn asset(file: Path<String>) -> poem::Result<Response> {
    let found = ASSETS.iter().find(|(name, _, _)| *name == file.0);
    let (_, media_type, content) = found.ok_or_else(|| carry(Error::new(&problems::NOT_FOUND)))?;
    Ok(Response::builder().content_type(media_type).header(header::CACHE_CONTROL, "public, max-age=3600").body(*content))
}
