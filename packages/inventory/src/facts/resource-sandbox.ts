import { defineFacts } from '../fact.ts';
import { type EgressOpening, listEgressOpenings } from '../joins/sandbox-egress.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  egressOpenings: {
    type: 'list(EgressOpening)',
    doc: 'What leaves egress of the pods of a Sandbox or SandboxTemplate open',
    source: 'spec.networkPolicy of the template, else policies that take its pods',
    get: (o, inventory) => listEgressOpenings(inventory, o),
  },
});

const ofOpening = defineFacts<EgressOpening>('EgressOpening', {
  path: { type: 'string', doc: 'Place in the object, empty when a policy is the place', source: 'object', get: o => formatSteps(o.path) },
  kind: {
    type: 'string',
    doc: 'unmanaged (nothing isolates), missing (no policy given), malformed, or open (a rule without a narrow destination)',
    source: 'spec.networkPolicyManagement, spec.networkPolicy, policies',
    get: o => o.kind,
  },
  policy: { type: 'string', doc: 'Name of the policy with the open rule, empty for its own', source: 'policies', get: o => o.policy },
});

export const facts = [...ofResource, ...ofOpening];
