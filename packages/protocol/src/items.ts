import { BehaviorBaseline, listSchemaIssues, Problem, Result, type SchemaIssue, WorkloadSummary } from '@breakwater/model';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';
import { EnforcementState } from './enforcement.ts';

/** What a sensor keeps on the server; each is state by key, so a newer one takes the place of an older one. */
export const ITEM_TYPES = ['object', 'workload', 'violation', 'policy-state', 'problem', 'baseline'] as const;
export type ItemType = (typeof ITEM_TYPES)[number];

/** Longest key of an item. */
export const MAX_KEY = 2000;

/** An object of the cluster as the sensor keeps it: without secret values and without what changes all the time. */
export const ObjectBody = Type.Object({
  apiVersion: Type.String(),
  kind: Type.String(),
  namespace: Type.String(),
  name: Type.String(),
  uid: Type.String(),
  raw: Type.Record(Type.String(), Type.Unknown()),
});
export type ObjectBody = Static<typeof ObjectBody>;

/** States that are worth a row: the rest is counted in policy-state. */
export const VIOLATION_STATES = ['fail', 'accepted', 'review', 'error'] as const;

/** What one policy says about one object or container; several places of it in one. */
export const ViolationBody = Type.Object({
  state: Type.Enum([...VIOLATION_STATES]),
  results: Type.Array(Result, { minItems: 1, maxItems: 20, description: 'The most severe first' }),
  more: Type.Integer({ minimum: 0, description: 'Results beyond those' }),
  ja: Type.Optional(
    Type.Array(Type.String({ maxLength: 4000 }), {
      maxItems: 20,
      description: 'Messages of the results in Japanese; absent from older sensors',
    }),
  ),
});
export type ViolationBody = Static<typeof ViolationBody>;

/** How often a policy came to which state on the whole cluster, and how it is enforced there. */
export const PolicyStateBody = Type.Object({
  policy: Type.String(),
  states: Type.Record(Type.String(), Type.Integer({ minimum: 0 }), { description: 'Count by state; what is missing is 0' }),
  enforcement: Type.Optional(EnforcementState),
});
export type PolicyStateBody = Static<typeof PolicyStateBody>;

/** Shape of an item's body by its type. */
export const BODIES = {
  object: ObjectBody,
  workload: WorkloadSummary,
  violation: ViolationBody,
  'policy-state': PolicyStateBody,
  problem: Problem,
  baseline: BehaviorBaseline,
} as const satisfies Readonly<Record<ItemType, TSchema>>;

const Key = Type.String({ minLength: 1, maxLength: MAX_KEY });
const Hash = Type.String({ minLength: 1, maxLength: 64, description: 'Changes with the body; hex or base64url' });

const Put = <T extends ItemType>(type: T) =>
  Type.Object(
    { action: Type.Literal('put'), type: Type.Literal(type), key: Key, hash: Hash, body: BODIES[type] },
    { additionalProperties: false },
  );

const PUTS = {
  object: Put('object'),
  workload: Put('workload'),
  violation: Put('violation'),
  'policy-state': Put('policy-state'),
  problem: Put('problem'),
  baseline: Put('baseline'),
} as const;

const Delete = Type.Object(
  { action: Type.Literal('delete'), type: Type.Enum([...ITEM_TYPES]), key: Key },
  { additionalProperties: false, description: 'It is gone; a violation is resolved' },
);

export const Item = Type.Union([PUTS.object, PUTS.workload, PUTS.violation, PUTS['policy-state'], PUTS.problem, PUTS.baseline, Delete]);
export type Item = Static<typeof Item>;

/** Why a value is no item; empty when it is one. */
export function listItemIssues(value: unknown): readonly SchemaIssue[] {
  const { action, type } = (value ?? {}) as { readonly action?: unknown; readonly type?: unknown };
  if (action !== 'put') return listSchemaIssues(Delete, value);
  const known = ITEM_TYPES.find(candidate => candidate === type);
  if (known === undefined) return [{ path: [], message: `no item is put as '${String(type)}'; known are ${ITEM_TYPES.join(', ')}` }];
  return compilePut(known).Check(value) ? [] : listSchemaIssues(PUTS[known], value);
}

const compiled = new Map<ItemType, Validator>();

/** Made when first asked for. Every change of every object is checked, and walking the schema each time takes fifty times as long. */
function compilePut(type: ItemType): Validator {
  const validator = compiled.get(type) ?? Compile(PUTS[type]);
  compiled.set(type, validator);
  return validator;
}

/** Key of objects and workloads: group, kind, namespace and name. The version is left out: it changes without the object. */
export function toObjectKey({ apiVersion, kind, namespace, name }: Pick<ObjectBody, 'apiVersion' | 'kind' | 'namespace' | 'name'>): string {
  const slash = apiVersion.indexOf('/');
  return `${slash < 0 ? '' : apiVersion.slice(0, slash)}/${kind}/${namespace}/${name}`;
}

/** Key of violations: policy, target (its uid, or its object key where it has none) and container. */
export function toViolationKey({ policy, target, container = '' }: Pick<Result, 'policy' | 'target' | 'container'>): string {
  return `${policy}|${target.uid ?? toObjectKey(target)}|${container}`;
}

/** Key of problems. */
export function toProblemKey({ code, source }: Pick<Problem, 'code' | 'source'>): string {
  return `${code}|${source}`;
}
