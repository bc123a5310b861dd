// A file of its own, since the page's content security policy allows no inline script.

// Operations whose answer signs somebody in.
const SIGN_IN = /\/api\/v1\/auth\/(register|login|refresh)$/;

// The colours of the system, also when they change.
const dark = window.matchMedia("(prefers-color-scheme: dark)");
const colour = () => document.documentElement.classList.toggle("dark-mode", dark.matches);
dark.addEventListener("change", colour);
colour();

// Forms are filled with examples. Those of parameters that may be left out would stand in the way: a cursor of no list here, a
// key that was used before. So would members who are not here.
const forTrying = (spec) => {
  const operations = Object.values(spec.paths).flatMap((item) => Object.values(item));
  const parameters = [...Object.values(spec.components.parameters), ...operations.flatMap((operation) => operation.parameters || [])];
  for (const parameter of parameters) if (!parameter.required) delete parameter.example;
  delete spec.paths["/api/v1/rooms"].post.requestBody.content["application/json"].example.member_ids;
  return spec;
};

// What people who use a screen reader or the keyboard alone need of Swagger UI.
const Accessible = ({ React }) => ({
  wrapComponents: {
    // Within a button there can be no link.
    DeepLink: (Original) => (props) =>
      props.path && props.path.includes("/") ? React.createElement("span", null, props.text) : React.createElement(Original, props),
    TextArea: (Original) => (props) => React.createElement(Original, { "aria-label": "Request body", ...props }),
    CloseIcon: (Original) => (props) =>
      React.createElement(Original, { ...props, "aria-hidden": "false", "aria-label": "Close", role: "img" }),
    // What is written on a button is its name.
    Button: (Original) => ({ "aria-label": label, ...props }) =>
      React.createElement(Original, typeof props.children === "string" ? props : { ...props, "aria-label": label }),
    // There is but this server.
    ServersContainer: () => () => null,
  },
});

const show = (spec) => {
  const ui = SwaggerUIBundle({
    spec: forTrying(spec),
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
    plugins: [Accessible],
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
};

window.addEventListener("load", async () => show(await (await fetch("/openapi.json")).json()));
