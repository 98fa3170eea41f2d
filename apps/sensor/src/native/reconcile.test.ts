import type { Raw } from '@breakwater/inventory';
import { describe, expect, it } from 'vitest';
import { describeState } from './describe-state.ts';
import { NativeProblems } from './native-problems.ts';
import { type ExistingObject, type OwnedObject, readExisting, toOwned } from './owned-object.ts';
import { reconcile, type Step, toNativeKey } from './reconcile.ts';

const PAIR = {
  action: 'deny',
  policy: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: 'breakwater-a', labels: { 'app.kubernetes.io/managed-by': 'breakwater' } },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: { resourceRules: [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['pods'] }] },
      validations: [{ expression: 'true' }],
    },
  },
  binding: {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: 'breakwater-a', labels: {} },
    spec: { policyName: 'breakwater-a', validationActions: ['Deny'] },
  },
} as const;
const WANTED = toOwned(PAIR, 'a', 3);

/** As the API server gives it back: with what it fills in, and who wrote it. */
function serve(wanted: OwnedObject, change: { spec?: Raw; metadata?: Raw; manager?: string } = {}): ExistingObject {
  const { metadata, spec } = wanted.body as { metadata: Raw; spec: Raw };
  const filled =
    wanted.kind === 'ValidatingAdmissionPolicy'
      ? {
          ...spec,
          matchConstraints: {
            ...(spec['matchConstraints'] as Raw),
            matchPolicy: 'Equivalent',
            namespaceSelector: {},
            objectSelector: {},
            resourceRules: ((spec['matchConstraints'] as Raw)['resourceRules'] as Raw[]).map(rule => ({ ...rule, scope: '*' })),
          },
        }
      : spec;
  const managedFields = [
    { manager: 'breakwater-sensor', operation: 'Update', time: '2026-12-01T00:00:00Z' },
    { manager: 'kube-controller-manager', operation: 'Update', subresource: 'status', time: '2026-12-01T00:00:02Z' },
    ...(change.manager === undefined ? [] : [{ manager: change.manager, operation: 'Update', time: '2026-12-01T00:00:01Z' }]),
  ];
  return readExisting(wanted.kind, {
    ...wanted.body,
    metadata: { ...metadata, uid: 'u', resourceVersion: '7', generation: 1, managedFields, ...change.metadata },
    spec: { ...filled, ...change.spec },
    status: { observedGeneration: 1 },
  });
}

const index = (...objects: readonly ExistingObject[]) => new Map(objects.map(object => [toNativeKey(object), object]));
const show = (step: Step) => `${step.action} ${toNativeKey(step.action === 'delete' ? step.existing : step.wanted)}`;
const plan = (existing: ReadonlyMap<string, ExistingObject>, wanted = WANTED, installed: readonly string[] = []) =>
  reconcile(wanted, existing, new Set(installed));
const whole = index(...WANTED.map(object => serve(object)));
const [policy, binding] = WANTED as [OwnedObject, OwnedObject];

describe('what is done', () => {
  it.each<[string, ReturnType<typeof plan>, readonly string[]]>([
    ['nothing when all is as it was written, whatever the API server filled in', plan(whole), []],
    [
      'policies are there before they are bound',
      plan(new Map()),
      ['create ValidatingAdmissionPolicy breakwater-a', 'create ValidatingAdmissionPolicyBinding breakwater-a'],
    ],
    [
      'and unbound before they go',
      plan(whole, []),
      ['delete ValidatingAdmissionPolicyBinding breakwater-a', 'delete ValidatingAdmissionPolicy breakwater-a'],
    ],
    [
      'an edit is put right',
      plan(index(serve(policy, { spec: { failurePolicy: 'Ignore' } }), serve(binding))),
      ['replace ValidatingAdmissionPolicy breakwater-a'],
    ],
    ['what others own is left alone, and not bound to', plan(index(serve(policy, { metadata: { labels: {}, annotations: {} } }))), []],
    [
      'one that somebody took our marks from is still ours as long as one is left',
      plan(index(serve(policy, { metadata: { labels: {} } }), serve(binding))),
      ['replace ValidatingAdmissionPolicy breakwater-a'],
    ],
    [
      'our binding to what is not ours is taken away',
      plan(index(serve(policy, { metadata: { labels: {}, annotations: {} } }), serve(binding))),
      ['delete ValidatingAdmissionPolicyBinding breakwater-a'],
    ],
  ])('%s', (_name, { steps }, expected) => {
    expect(steps.map(show)).toStrictEqual(expected);
  });
});

it('who changed what is told, and for a day', () => {
  const problems = new NativeProblems();
  const edited = index(serve(policy, { spec: { failurePolicy: 'Ignore' }, manager: 'kubectl-edit' }), serve(binding));
  const deleted = index(serve(policy));
  const steps = [...plan(edited).steps, ...plan(deleted, WANTED, [toNativeKey(binding)]).steps];
  for (const step of steps) problems.note(step, 1000);
  // Another setting is nobody's edit.
  const other = toOwned({ ...PAIR, binding: { ...PAIR.binding, spec: { ...PAIR.binding.spec, validationActions: ['Warn'] } } }, 'a', 4);
  for (const step of plan(whole, other).steps) problems.note(step, 1000);
  const list = (now: number) =>
    problems.list({ states: new Map(), failures: new Map(), left: [], now }).map(({ source, message }) => `${source}: ${message}`);
  expect(list(2000)).toStrictEqual([
    "ValidatingAdmissionPolicy breakwater-a: 'kubectl-edit' (2026-12-01T00:00:01Z) changed it, and the sensor put it right; settings of a are what it follows",
    "ValidatingAdmissionPolicyBinding breakwater-a: somebody deleted it, and the sensor wrote it again; the API server's audit log says who. To take it back for good, set a to inform",
  ]);
  expect(list(2000 + 24 * 3600_000)).toStrictEqual([]);
});

describe('how a policy is enforced', () => {
  const native = { type: 'native', actions: ['deny'], everywhere: true, pairs: [PAIR] } as const;
  const situation = { existing: whole, hindrance: undefined, failures: new Map(), exempt: ['kube-system'] };
  const describe_ = (change: Partial<typeof situation> & { hindrance?: never } = {}) =>
    describeState(native, WANTED, { ...situation, ...change }).native;

  it('actively, once the API server has looked at all of it', () => {
    expect(describe_()).toStrictEqual({ state: 'active', objects: ['breakwater-a'], reasons: [], warnings: [], exempt: ['kube-system'] });
    expect(describe_({ existing: index(serve(policy)) }).state).toBe('pending');
    expect(describe_({ existing: index(serve(policy, { metadata: { generation: 2 } }), serve(binding)) }).state).toBe('pending');
  });

  it('not, with the reason', () => {
    const reason = { code: 'no-rights', message: 'm' } as const;
    expect(describe_({ failures: new Map([[toNativeKey(binding), reason]]) })).toMatchObject({ state: 'failed', reasons: [reason] });
    expect(describeState(native, WANTED, { ...situation, hindrance: { code: 'disabled', message: 'm' } }).native).toMatchObject({
      state: 'off',
    });
    const impossible = { type: 'obstacles', actions: ['warn'], everywhere: false, obstacles: [{ fact: 'a.b', reason: 'why' }] } as const;
    expect(describeState(impossible, [], situation)).toMatchObject({
      actions: ['warn'],
      everywhere: false,
      native: { state: 'impossible', objects: [], reasons: [{ code: 'no-native-form', message: 'a.b: why' }] },
    });
  });
});
