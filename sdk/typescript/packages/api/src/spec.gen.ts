// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = '961fc1dd48172508d447cae6ec7707d1458d296455728abeef37f710631f81ee';
/** Its version. */
export const specVersion = '1.0.0';
