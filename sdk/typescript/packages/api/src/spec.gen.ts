// Generated from openapi.yaml by `npm run generate` in sdk/typescript; do not edit.

/** The SHA-256 of the openapi.yaml that all this was generated from. */
export const specSha256 = '1ecaa554c179de1f82749db3ebedbd316b1f99686ca1cfe77386a035b0ad2c8d';
/** Its version. */
export const specVersion = '1.0.0';
