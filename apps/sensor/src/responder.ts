export { actions } from './responder/actions.generated.ts';
export type { ActionRule } from './responder/contract.ts';
export { ResponderError, type ResponderErrorCode } from './responder/errors.ts';
export { GUARD_DEFAULTS, type GuardSettings } from './responder/guards.ts';
export { type OpenResponder, openResponder } from './responder/open-responder.ts';
export { findByWord, toApiVersion } from './responder/resources.ts';
export { type ResponderRoleOptions, type RunningResponder, startResponder } from './responder/start-responder.ts';
