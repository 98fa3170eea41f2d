import { defineFacts } from '../fact.ts';
import { listPortIssues, type PortIssue } from '../joins/ports.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';

const ofResource = defineFacts<InventoryObject>('Resource', {
  portIssues: {
    type: 'list(PortIssue)',
    doc: 'Port names and target ports of a workload or Service that are invalid or lead nowhere',
    source: 'ports of containers, target ports of Services against the pods they select',
    get: (o, inventory) => listPortIssues(inventory, o),
  },
});

const ofIssue = defineFacts<PortIssue>('PortIssue', {
  path: { type: 'string', doc: 'Place in the object', source: 'object', get: i => formatSteps(i.path) },
  problem: { type: 'string', doc: 'What is wrong, in a few words', source: 'object', get: i => i.problem },
});

export const facts = [...ofResource, ...ofIssue];
