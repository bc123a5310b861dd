// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = '5dc8f1c753f77242cc185b33073cc94f932e6c30b6c232f8e3154af04ea27bbb';
/** Its version. */
export const specVersion = '1.0.0';
