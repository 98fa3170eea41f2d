import type { NodeFacts } from '@breakwater/model';
import { MAX_FACTS } from '@breakwater/protocol';
import type { RoleHandlers } from './role-handlers.ts';

/** Facts of nodes go to the server as they are. Where it is not reached, nothing is taken, and the agent tells them again. */
export function createFactsTaker(tell: (facts: NodeFacts) => boolean): NonNullable<RoleHandlers['takeFacts']> {
  return ({ facts }) => {
    const size = Buffer.byteLength(JSON.stringify(facts));
    if (size <= MAX_FACTS) return { taken: tell(facts) ? 1 : 0, refused: [] };
    return {
      taken: 0,
      refused: [{ index: 0, message: `the facts of ${facts.node} have ${size} bytes, and at most ${MAX_FACTS} are taken` }],
    };
  };
}
