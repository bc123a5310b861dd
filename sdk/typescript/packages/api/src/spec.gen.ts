// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = '9fed1b7ecefff3c0ce2a9197ddc75dc3bf9dda9565e3ab324e4f8ebcdede6558';
/** Its version. */
export const specVersion = '1.0.0';
