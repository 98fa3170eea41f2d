import { Unknown } from '@breakwater/cel';
import { defineFacts } from '../fact.ts';
import type { InventoryObject } from '../model/object.ts';
import { toWorkload } from '../model/pod.ts';
import { isRecord, readPath, toRecord, toScalarText, toText } from '../raw.ts';
import { findRemovedApi } from '../removed-apis.ts';

/** https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set */
const LABEL_VALUE = /^(?:[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
const LABEL_NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/;

function isLabelKey(key: string): boolean {
  const slash = key.indexOf('/');
  const prefix = slash < 0 ? undefined : key.slice(0, slash);
  return LABEL_NAME.test(key.slice(slash + 1)) && (prefix === undefined || (prefix.length <= 253 && PREFIX.test(prefix)));
}

/** Labels of the object and of its pod template that the API server refuses, as `key=value`. */
function listInvalidLabels(object: InventoryObject): readonly string[] {
  const template = toWorkload(object)?.pod.metadata['labels'];
  const sources = object.kind === 'Pod' ? [object.metadata['labels']] : [object.metadata['labels'], template];
  return sources
    .filter(isRecord)
    .flatMap(labels =>
      Object.entries(labels).flatMap(([key, value]) =>
        isLabelKey(key) && typeof value === 'string' && LABEL_VALUE.test(value) ? [] : [`${key}=${toScalarText(value)}`],
      ),
    );
}

export const facts = defineFacts<InventoryObject>('Resource', {
  apiRemovedIn: {
    type: 'int',
    doc: 'Minor version in which its API version was removed; not set for versions that stay',
    source: 'apiVersion, kind',
    get: o => findRemovedApi(o.apiVersion, o.kind)?.removed,
  },
  apiDeprecatedIn: {
    type: 'int',
    doc: 'Minor version in which its API version was deprecated; not set for versions that stay',
    source: 'apiVersion, kind',
    get: o => findRemovedApi(o.apiVersion, o.kind)?.deprecated,
  },
  apiSuccessor: {
    type: 'string',
    doc: 'What replaces its API version; not set for versions that stay',
    source: 'apiVersion, kind',
    get: o => findRemovedApi(o.apiVersion, o.kind)?.successor,
  },
  invalidLabels: {
    type: 'list(string)',
    doc: 'Labels of it and its pod template that the API server refuses, as key=value',
    source: 'metadata.labels',
    get: listInvalidLabels,
  },
  storageClass: {
    type: 'dyn',
    doc: 'StorageClass of a PersistentVolume; unknown when it is not in the set',
    source: 'spec.storageClassName',
    get: (o, inventory) => {
      const name = toText(readPath(o.spec, 'storageClassName'));
      const found = inventory.find('StorageClass', '', name)?.raw;
      return found ?? new Unknown('resource.storageClass', `StorageClass '${name}' is not among the objects given`);
    },
  },
  inDefaultNamespace: {
    type: 'bool',
    doc: 'Lives in the namespace default; unknown where a file names no namespace',
    source: 'metadata.namespace, else --namespace',
    native: "object.?metadata.?namespace.orValue('') == 'default'",
    get: o =>
      o.namespace === ''
        ? new Unknown('resource.inDefaultNamespace', `${o.kind} '${o.name}' names no namespace (--namespace says which one is meant)`)
        : o.namespace === 'default',
  },
  signatureVerified: {
    type: 'bool',
    doc: 'Its signature was verified with a trusted key; unknown, since no keys are configured',
    source: 'annotations cosign.sigstore.dev/message and /signature',
    get: () => new Unknown('resource.signatureVerified', 'no trusted key is configured to verify the signature with'),
  },
  data: {
    type: 'dyn',
    doc: 'Entries of a ConfigMap; an empty map for other kinds',
    source: 'data',
    native: "object.kind == 'ConfigMap' ? object.?data.orValue({}) : {}",
    get: o => (o.kind === 'ConfigMap' ? toRecord(o.raw['data']) : {}),
  },
});
