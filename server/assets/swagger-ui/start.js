// A file of its own, since the page's content security policy allows no inline script.

// Operations whose answer signs somebody in.
const SIGN_IN = /\/api\/v1\/auth\/(register|login|refresh)$/;

// The colours of the system, also when they change.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const colour = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", colour);
colour();

window.addEventListener("load", () => {
  const ui = SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#swagger-ui",
    deepLinking: true,
    displayRequestDuration: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    filter: true,
    persistAuthorization: true,
    tryItOutEnabled: true,
    validatorUrl: null,
    presets: [SwaggerUIBundle.presets.apis],
    layout: "BaseLayout",
    responseInterceptor: (response) => {
      const token = response.ok && SIGN_IN.test(response.url) && response.body && response.body.access_token;
      if (token) authorise(token);
      return response;
    },
  });

  // As the dialogue "Authorize" does it, so that it stays over a reload too.
  const authorise = (token) => {
    const schema = ui.specSelectors.securityDefinitions().get("bearer");
    ui.authActions.authorizeWithPersistOption({ bearer: { name: "bearer", schema, value: token } });
  };
});
