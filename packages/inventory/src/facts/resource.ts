import { defineFacts } from '../fact.ts';
import { isBuiltInGroup, isClusterScoped, isSystemNamespace } from '../kinds.ts';
import type { InventoryObject } from '../model/object.ts';
import { listOwners } from '../model/owner.ts';

/** Facts of any object, for the target `object`; the raw object is the variable `object`. */
export const facts = defineFacts<InventoryObject>('Resource', {
  apiVersion: {
    type: 'string',
    doc: 'Group and version as written',
    source: 'apiVersion',
    native: 'object.apiVersion',
    get: o => o.apiVersion,
  },
  group: { type: 'string', doc: 'API group, empty for core', source: 'apiVersion', get: o => o.group },
  version: { type: 'string', doc: 'API version without group', source: 'apiVersion', get: o => o.version },
  kind: { type: 'string', doc: 'Kind', source: 'kind', native: 'object.kind', get: o => o.kind },
  name: { type: 'string', doc: 'Name, or generateName', source: 'metadata.name', get: o => o.name },
  namespace: {
    type: 'string',
    doc: 'Namespace; empty for cluster-scoped objects and where a file does not say',
    source: 'metadata.namespace, else --namespace',
    get: o => o.namespace,
  },
  labels: { type: 'map(string, string)', doc: 'Labels', source: 'metadata.labels', get: o => o.labels },
  annotations: { type: 'map(string, string)', doc: 'Annotations', source: 'metadata.annotations', get: o => o.annotations },
  clusterScoped: { type: 'bool', doc: 'Lives outside namespaces, by its kind', source: 'kind', get: o => isClusterScoped(o.kind) },
  builtIn: { type: 'bool', doc: 'Its API group is served by Kubernetes itself', source: 'apiVersion', get: o => isBuiltInGroup(o.group) },
  system: {
    type: 'bool',
    doc: 'Lives in a namespace of Kubernetes itself',
    source: 'metadata.namespace',
    get: o => isSystemNamespace(o.kind === 'Namespace' ? o.name : o.namespace),
  },
  owned: { type: 'bool', doc: 'Has an owner', source: 'metadata.ownerReferences', get: o => listOwners(o).length > 0 },
});
