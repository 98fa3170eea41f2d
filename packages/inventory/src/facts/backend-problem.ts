import { defineFacts } from '../fact.ts';
import { findBackendProblem } from '../joins/backends.ts';
import type { Backend } from '../joins/routes.ts';
import { formatSteps } from '../model/rule.ts';

export const facts = defineFacts<Backend>('Backend', {
  path: { type: 'string', doc: 'Place in the route', source: 'backend', get: b => formatSteps(b.path) },
  problem: {
    type: 'string',
    doc: 'Why no traffic gets there: service (it is not in the set), port (the Service has no such port), grant (no ReferenceGrant); else empty',
    source: 'Service and ReferenceGrant objects',
    get: (b, inventory) => findBackendProblem(inventory, b),
  },
});
