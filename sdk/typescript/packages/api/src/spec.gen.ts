// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = '4b25ba3f7a592c6132e88a46a6de94ea55ae7398c49f96ba4a25da2e81e65c3a';
/** Its version. */
export const specVersion = '1.0.0';
