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
  group: {
    type: 'string',
    doc: 'API group, empty for core',
    source: 'apiVersion',
    native: "object.apiVersion.contains('/') ? object.apiVersion.split('/')[0] : ''",
    get: o => o.group,
  },
  version: {
    type: 'string',
    doc: 'API version without group',
    source: 'apiVersion',
    native: "object.apiVersion.contains('/') ? object.apiVersion.split('/')[1] : object.apiVersion",
    get: o => o.version,
  },
  kind: { type: 'string', doc: 'Kind', source: 'kind', native: 'object.kind', get: o => o.kind },
  name: {
    type: 'string',
    doc: 'Name, or generateName',
    source: 'metadata.name',
    native: "object.?metadata.?name.orValue(object.?metadata.?generateName.orValue(''))",
    get: o => o.name,
  },
  namespace: {
    type: 'string',
    doc: 'Namespace; empty for cluster-scoped objects and where a file does not say',
    source: 'metadata.namespace, else --namespace',
    native: "object.?metadata.?namespace.orValue('')",
    get: o => o.namespace,
  },
  labels: {
    type: 'map(string, string)',
    doc: 'Labels',
    source: 'metadata.labels',
    native: 'object.?metadata.?labels.orValue({})',
    get: o => o.labels,
  },
  annotations: {
    type: 'map(string, string)',
    doc: 'Annotations',
    source: 'metadata.annotations',
    native: 'object.?metadata.?annotations.orValue({})',
    get: o => o.annotations,
  },
  clusterScoped: {
    type: 'bool',
    doc: 'Lives outside namespaces, by its kind',
    source: 'kind',
    native: "object.?metadata.?namespace.orValue('') == ''",
    get: o => isClusterScoped(o.kind),
  },
  builtIn: {
    type: 'bool',
    doc: 'Its API group is served by Kubernetes itself',
    source: 'apiVersion',
    native: "object.apiVersion.matches('^([^/]*|[^/.]*/.*|[^/]*[.]k8s[.]io/.*)$')",
    get: o => isBuiltInGroup(o.group),
  },
  system: {
    type: 'bool',
    doc: 'Lives in a namespace of Kubernetes itself',
    source: 'metadata.namespace',
    native:
      "(object.kind == 'Namespace' ? object.?metadata.?name.orValue(object.?metadata.?generateName.orValue('')) : object.?metadata.?namespace.orValue('')) in ['kube-system', 'kube-public', 'kube-node-lease']",
    get: o => isSystemNamespace(o.kind === 'Namespace' ? o.name : o.namespace),
  },
  owned: {
    type: 'bool',
    doc: 'Has an owner',
    source: 'metadata.ownerReferences',
    native: 'size(object.?metadata.?ownerReferences.orValue([])) > 0',
    get: o => listOwners(o).length > 0,
  },
});
