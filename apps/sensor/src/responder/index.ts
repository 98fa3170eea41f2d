export { actions } from './actions.generated.ts';
export type { ActionRule } from './contract.ts';
export { ResponderError, type ResponderErrorCode } from './errors.ts';
export { GUARD_DEFAULTS, type GuardSettings } from './guards.ts';
export { type OpenResponder, openResponder } from './open-responder.ts';
export { findByWord, toApiVersion } from './resources.ts';
export { type ResponderRoleOptions, type RunningResponder, startResponder } from './start-responder.ts';
