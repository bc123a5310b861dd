// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = '98037c418498a4e96afed9fb411f2b7f68fb5f288b82a444ffb5a32234046664';
/** Its version. */
export const specVersion = '1.0.0';
