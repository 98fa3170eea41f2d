import type { Raw } from '@breakwater/inventory';
import { toRecord, toText } from '@breakwater/inventory';
import type { NativePair } from '@breakwater/policy';
import { toHash } from '../thread/to-hash.ts';

export const NATIVE_KINDS = {
  ValidatingAdmissionPolicy: 'validatingadmissionpolicies',
  ValidatingAdmissionPolicyBinding: 'validatingadmissionpolicybindings',
} as const;
export type NativeKind = keyof typeof NATIVE_KINDS;

/** Tells objects that a sensor wrote from those that somebody applied from `policy export`. */
export const OWNER = 'breakwater.dev/installed-by';
export const POLICY = 'breakwater.dev/policy';
const REVISION = 'breakwater.dev/policy-revision';
export const CONTENT = 'breakwater.dev/content';
/** As it stands in managedFields. */
export const WRITER = 'breakwater-sensor';

/** An object that is to be there. */
export interface OwnedObject {
  readonly kind: NativeKind;
  readonly name: string;
  /** Id of the policy. */
  readonly policy: string;
  /** Changes with everything that matters. */
  readonly content: string;
  readonly body: Raw;
}

/** The two objects of a pair, marked as ours. `revision` is that of the policy set by which they were first written so. */
export function toOwned({ policy, binding }: NativePair, id: string, revision: number): readonly OwnedObject[] {
  return [policy, binding].map(object => {
    const content = toHash(JSON.stringify([id, normalize(object.spec)]));
    const { name, labels, annotations } = object.metadata;
    const marks = { [POLICY]: id, [REVISION]: String(revision), [CONTENT]: content };
    return {
      kind: object.kind,
      name,
      policy: id,
      content,
      body: { ...object, metadata: { name, labels: { ...labels, [OWNER]: WRITER }, annotations: { ...annotations, ...marks } } },
    };
  });
}

/** One that exists, as far as it matters. */
export interface ExistingObject {
  readonly kind: NativeKind;
  readonly name: string;
  readonly uid: string;
  readonly resourceVersion: string;
  readonly isOurs: boolean;
  readonly policy: string;
  readonly content: string;
  readonly raw: Raw;
}

export function readExisting(kind: NativeKind, raw: Raw): ExistingObject {
  const metadata = toRecord(raw['metadata']);
  const [labels, annotations] = [toRecord(metadata['labels']), toRecord(metadata['annotations'])];
  const content = toText(annotations[CONTENT]);
  return {
    kind,
    name: toText(metadata['name']),
    uid: toText(metadata['uid']),
    resourceVersion: toText(metadata['resourceVersion']),
    // Somebody who takes one of both marks away does not make it theirs.
    isOurs: labels[OWNER] === WRITER || content !== '',
    policy: toText(annotations[POLICY]),
    content,
    raw,
  };
}

/** Whether an object is as it was written, apart from what the API server filled in. */
export function isAsWritten(existing: ExistingObject, wanted: OwnedObject): boolean {
  const labels = toRecord(toRecord(existing.raw['metadata'])['labels']);
  return (
    existing.content === wanted.content &&
    existing.policy === wanted.policy &&
    labels[OWNER] === WRITER &&
    JSON.stringify(normalize(existing.raw['spec'])) === JSON.stringify(normalize(wanted.body['spec']))
  );
}

/** Values that the API server fills in, by field: https://kubernetes.io/docs/reference/kubernetes-api/policy-resources/validating-admission-policy-v1/ */
const DEFAULTS: Readonly<Record<string, string>> = {
  matchPolicy: '"Equivalent"',
  scope: '"*"',
  failurePolicy: '"Fail"',
  namespaceSelector: '{}',
  objectSelector: '{}',
  matchExpressions: '[]',
  matchResources: '{}',
};

/** A value with its keys in order and without what is filled in, or says the same as nothing. */
function normalize(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(normalize);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value)
    .map(([key, inner]) => [key, normalize(inner)] as const)
    .filter(([key, inner]) => inner !== undefined && inner !== null && JSON.stringify(inner) !== DEFAULTS[key]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Who else wrote an object last, as managedFields have it: a name as kubectl-edit, and when. */
export function findLastWriter(raw: Raw): { readonly manager: string; readonly time: string } | undefined {
  const fields = toRecord(raw['metadata'])['managedFields'];
  if (!Array.isArray(fields)) return undefined;
  const others = fields
    .map(entry => toRecord(entry))
    .filter(entry => entry['manager'] !== WRITER && toText(entry['subresource']) === '')
    .map(entry => ({ manager: toText(entry['manager']), time: toText(entry['time']) }));
  return others.toSorted((a, b) => (a.time < b.time ? 1 : -1))[0];
}
