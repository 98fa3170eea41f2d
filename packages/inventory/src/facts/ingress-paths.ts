import { defineFacts } from '../fact.ts';
import { type IngressPath, listIngressPaths, listPathClashes, type PathClash } from '../joins/ingress-paths.ts';
import type { InventoryObject } from '../model/object.ts';
import { formatSteps } from '../model/rule.ts';

const ofIngress = defineFacts<InventoryObject>('Ingress', {
  paths: {
    type: 'list(IngressPath)',
    doc: 'Hosts and paths of an Ingress',
    source: 'spec.rules[].http.paths',
    get: i => listIngressPaths(i),
  },
  pathClashes: {
    type: 'list(PathClash)',
    doc: 'Hosts and paths that another Ingress of the same class serves too; canaries left out',
    source: 'Ingress objects of all namespaces',
    get: (i, inventory) => listPathClashes(inventory, i),
  },
});

const ofPath = defineFacts<IngressPath>('IngressPath', {
  host: { type: 'string', doc: 'Host in lower case, empty for every host', source: 'spec.rules[].host', get: p => p.host },
  path: { type: 'string', doc: 'Path, / when none is written', source: 'path', get: p => p.path },
  pathType: { type: 'string', doc: 'Exact, Prefix or ImplementationSpecific', source: 'pathType', get: p => p.pathType },
  steps: { type: 'string', doc: 'Place in the Ingress', source: 'object', get: p => formatSteps(p.steps) },
});

const ofClash = defineFacts<PathClash>('PathClash', {
  entry: { type: 'IngressPath', doc: 'The host and path', source: 'the Ingress at hand', get: c => c.entry },
  other: { type: 'Ingress', doc: 'Another Ingress that serves it', source: 'Ingress objects', get: c => c.other },
});

export const facts = [...ofIngress, ...ofPath, ...ofClash];
