import type { ResponseAction } from '@breakwater/model';
import { actions } from './actions.generated.ts';
import type { Action } from './contract.ts';

/** Every action of the protocol is there: a test sees to it. */
export function findAction(name: ResponseAction): Action {
  const action = actions.find(candidate => candidate.name === name);
  if (action === undefined) throw new TypeError(`action ${name} is not part of this release`);
  return action;
}
