//! Pages for people: the front page, the documentation, and one page a problem.

use poem::http::header;
use poem::web::Path;
use poem::{Response, handler};
use poem_openapi::types::ToJSON;

use crate::api::problem::{ProblemDocument, carry};
use crate::domain::problems::{self, Problem};
use crate::services::Error;

/// A page of ours: our style sheet, the icon that is in the page itself, and nothing else.
const PAGE_POLICY: &str = "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; \
                           frame-ancestors 'none'";
/// The documentation: our scripts, which call this very server. Swagger UI writes style attributes.
const DOCS_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                           connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// The files that pages load: name, media type, content.
const ASSETS: &[(&str, &str, &[u8])] = &[
    ("page.css", "text/css; charset=utf-8", include_bytes!("../../../assets/page.css")),
    ("docs.css", "text/css; charset=utf-8", include_bytes!("../../../assets/docs.css")),
    ("swagger-ui.css", "text/css; charset=utf-8", include_bytes!("../../../assets/swagger-ui/swagger-ui.css")),
    ("swagger-ui-bundle.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/swagger-ui/swagger-ui-bundle.js")),
    ("start.js", "text/javascript; charset=utf-8", include_bytes!("../../../assets/swagger-ui/start.js")),
];

/// What is reachable from every page: address, name.
const PLACES: &[(&str, &str)] = &[("/", "Causerie"), ("/docs", "API"), ("/docs/events", "Events"), ("/#problems", "Problems")];

/// A speech bubble.
const ICON: &str = "data:image/svg+xml,%3Csvg xmlns='http%3A//www.w3.org/2000/svg' viewBox='0 0 16 16'%3E\
                    %3Cpath fill='%23c2622b' d='M3 2h10a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2H8l-4 4v-4H3a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2z'/%3E%3C/svg%3E";

/// Made from `openapi.yaml` by `cargo ci write`.
const EVENTS: &str = include_str!("../../../assets/events.html");
const FRONT: &str = include_str!("../../../assets/front.html");

/// A page in the frame that all have; `here` is the place that it counts to.
fn frame(title: &str, kind: &str, here: &str, head: &str, content: &str) -> String {
    let link = |(address, name): &(&str, &str)| {
        let current = if *address == here { " aria-current=\"page\"" } else { "" };
        format!("<a href=\"{address}\"{current}>{name}</a>")
    };
    let links: String = PLACES.iter().map(link).collect();
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{title}</title>\n\
         <link rel=\"icon\" href=\"{ICON}\">\n{head}<link rel=\"stylesheet\" href=\"/docs/page.css\">\n</head>\n<body class=\"{kind}\">\n\
         <a class=\"skip\" href=\"#content\">To the content</a>\n<header class=\"site\"><nav aria-label=\"Pages\">{links}</nav></header>\n\
         {content}\n</body>\n</html>\n"
    )
}

fn page(title: &str, here: &str, content: &str) -> Response {
    html(PAGE_POLICY, frame(title, "page", here, "", &format!("<main id=\"content\">\n{content}\n</main>")))
}

fn html(policy: &'static str, text: String) -> Response {
    Response::builder().content_type("text/html; charset=utf-8").header(header::CONTENT_SECURITY_POLICY, policy).body(text)
}

/// What this is, and where the rest is.
#[handler]
pub(super) fn front() -> Response {
    let row = |p: &Problem| {
        let (code, retry) = (p.code, if p.retry { "later" } else { "no" });
        format!(
            "<tr><td><a href=\"/problems/{code}\"><code>{code}</code></a></td><td>{}</td><td>{retry}</td><td>{}</td></tr>\n",
            p.status, p.title
        )
    };
    let rows: String = problems::ALL.iter().map(row).collect();
    let table = format!(
        "<h2 id=\"problems\">Problems</h2>\n<p>Errors are problem documents (RFC 9457). Programs decide by <code>code</code>; each has a page.</p>\n\
         <div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Problems\">\n<table>\n<thead><tr><th scope=\"col\">code</th>\
         <th scope=\"col\">status</th><th scope=\"col\">retry</th><th scope=\"col\">what happened</th></tr></thead>\n<tbody>\n{rows}</tbody>\n</table>\n</div>"
    );
    page("Causerie", "/", &format!("{FRONT}{table}"))
}

/// Every frame of the event stream.
#[handler]
pub(super) fn events() -> Response {
    page("Events – Causerie", "/docs/events", EVENTS)
}

/// What a problem means and what to do about it.
#[handler]
pub(super) fn explain(code: Path<String>) -> poem::Result<Response> {
    let found = problems::ALL.iter().find(|p| p.code == code.0);
    let problem = found.ok_or_else(|| carry(Error::new(&problems::NOT_FOUND)))?;
    let Problem { code, status, title, why, advice, retry } = problem;
    let again = if *retry {
        "<p class=\"retry yes\">The same request may succeed later.</p>"
    } else {
        "<p class=\"retry no\">The same request will fail again: change it first.</p>"
    };
    let example = ProblemDocument::new(&Error::new(problem), "01936f5c-40bb-7c44-9a10-5f3e7d2b8c88").to_json().unwrap_or_default();
    let content = format!(
        "<p class=\"kicker\">Problem <code>{code}</code>, status {status}</p>\n<h1>{title}</h1>\n<h2>Why</h2>\n<p>{why}</p>\n\
         <h2>What to do</h2>\n<p>{advice}</p>\n<h2>Try again?</h2>\n{again}\n<h2>The answer</h2>\n\
         <pre tabindex=\"0\" aria-label=\"The answer\"><code>{example:#}</code></pre>\n<p><a href=\"/#problems\">All problems</a></p>"
    );
    Ok(page(&format!("{title} – Causerie"), "/#problems", &content))
}

/// Swagger UI over our own specification.
#[handler]
pub(super) fn docs() -> Response {
    let head = "<link rel=\"stylesheet\" href=\"/docs/swagger-ui.css\">\n<link rel=\"stylesheet\" href=\"/docs/docs.css\">\n\
                <script src=\"/docs/swagger-ui-bundle.js\" defer></script>\n<script src=\"/docs/start.js\" defer></script>\n";
    // Swagger UI makes a `main` of its own.
    let content = "<div id=\"content\"><div id=\"swagger-ui\"></div></div>";
    html(DOCS_POLICY, frame("API – Causerie", "docs", "/docs", head, content))
}

/// A file that a page loads.
#[handler]
pub(super) fn asset(file: Path<String>) -> poem::Result<Response> {
    let found = ASSETS.iter().find(|(name, _, _)| *name == file.0);
    let (_, media_type, content) = found.ok_or_else(|| carry(Error::new(&problems::NOT_FOUND)))?;
    Ok(Response::builder().content_type(media_type).header(header::CACHE_CONTROL, "public, max-age=3600").body(*content))
}
