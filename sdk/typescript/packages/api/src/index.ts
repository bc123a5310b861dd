export type * from './types.gen.js';
export type { ClientFrames, ServerFrames } from './frames.gen.js';
export { serverFrameTypes } from './frames.gen.js';
export type { Operation } from './operation.js';
export type { OperationShapes } from './operations.gen.js';
export { operations } from './operations.gen.js';
export type { KnownProblemCode } from './problems.gen.js';
export { specSha256, specVersion } from './spec.gen.js';
