import { readFileSync } from 'node:fs';
import { Inventory } from '@breakwater/inventory';
import type { Enforcement, Exception, PolicyDefinition, Scope } from '@breakwater/model';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { evaluateAdmission } from '../admission/evaluate-admission.ts';
import { CompiledPolicy } from '../compiled-policy.ts';
import { evaluate } from '../evaluate.ts';
import { createExceptionBook } from '../exceptions.ts';
import { loadPolicy } from '../load.ts';
import { fitsVariant, listVariants, type ScopedSetting } from '../settings/variants.ts';
import { planNative } from './plan-native.ts';
import type { NativePlan, NativeQuestion } from './shapes.ts';

type Raw = Readonly<Record<string, unknown>>;

const read = (id: string) =>
  loadPolicy(readFileSync(new URL(`../../../../content/policies/${id}.yaml`, import.meta.url), 'utf8'), id).policy;
const PRIVILEGED = read('privileged-container');

const NOW = '2026-12-01T00:00:00Z';

function plan(change: Partial<NativeQuestion> = {}): NativePlan {
  return planNative({
    policy: PRIVILEGED,
    base: { enabled: true, params: {}, enforcement: {} },
    settings: [{ scope: {}, enforcement: { deploy: 'deny' } }],
    exceptions: [],
    cluster: 'c1',
    kubeMinor: 36,
    exempt: ['kube-system'],
    now: NOW,
    ...change,
  });
}

interface Asked {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly containers?: readonly Raw[];
}

function toDeployment({ name = 'web', namespace = 'shop', labels = {}, annotations = {}, containers }: Asked): Raw {
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace, labels, annotations },
    spec: {
      template: {
        spec: { containers: containers ?? [{ name: 'app', image: 'a:1', securityContext: { privileged: true } }] },
      },
    },
  };
}

/** What the API server does: the strictest of what the pairs answer. */
function answer(made: NativePlan, object: Raw, username = 'jane'): string {
  if (made.type !== 'native') return made.type;
  const { name, namespace } = object['metadata'] as { name: string; namespace: string };
  const namespaceObject = { metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace } } };
  const answers = made.pairs.map(({ policy, binding }) =>
    evaluateAdmission({ policy, binding, object, namespaceObject, request: { name, namespace, userInfo: { username } } }),
  );
  if (answers.some(({ allowed }) => !allowed)) return 'deny';
  return answers.some(({ warnings }) => warnings.length > 0) ? 'warn' : 'inform';
}

describe('who is refused', () => {
  it.each<[string, Partial<NativeQuestion>, Asked, string]>([
    ['a violation', {}, {}, 'deny'],
    ['one that is only to be warned of', { settings: [{ scope: {}, enforcement: { deploy: 'warn' } }] }, {}, 'warn'],
    ['nobody without enforcement', { settings: [] }, {}, 'none'],
    ['nobody where it only informs', { settings: [{ scope: {}, enforcement: { deploy: 'inform' } }] }, {}, 'none'],
    ['nobody where it is off', { settings: [{ scope: {}, enabled: false, enforcement: { deploy: 'deny' } }] }, {}, 'none'],
    ['nobody in an exempt namespace', {}, { namespace: 'kube-system' }, 'inform'],
    ['by the policy itself', { settings: [], base: { enabled: true, params: {}, enforcement: { deploy: 'deny' } } }, {}, 'deny'],
    [
      'what another cluster says counts there',
      { settings: [{ scope: { clusters: ['c2'] }, enforcement: { deploy: 'deny' } }] },
      {},
      'none',
    ],
    ['a namespace by its pattern', { settings: [{ scope: { namespaces: ['sh*'] }, enforcement: { deploy: 'deny' } }] }, {}, 'deny'],
    [
      'not another one',
      { settings: [{ scope: { namespaces: ['sh*'] }, enforcement: { deploy: 'deny' } }] },
      { namespace: 'bank' },
      'inform',
    ],
    [
      'a label',
      { settings: [{ scope: { labels: { tier: 'f*' } }, enforcement: { deploy: 'deny' } }] },
      { labels: { tier: 'front' } },
      'deny',
    ],
    ['not without the label', { settings: [{ scope: { labels: { tier: '*' } }, enforcement: { deploy: 'deny' } }] }, {}, 'inform'],
    ['a workload', { settings: [{ scope: { workloads: ['Deployment/w*'] }, enforcement: { deploy: 'deny' } }] }, {}, 'deny'],
    ['accepted for a workload', { exceptions: [accept({ workloads: ['web'] })] }, {}, 'inform'],
    ['accepted for another one', { exceptions: [accept({ workloads: ['db'] })] }, {}, 'deny'],
    ['accepted until yesterday', { exceptions: [{ ...accept({}), expiry: '2026-11-30T00:00:00Z' }] }, {}, 'deny'],
    ['accepted for the container', { exceptions: [accept({ containers: ['app'] })] }, {}, 'inform'],
    ['accepted for the image', { exceptions: [accept({ namespaces: ['shop'], images: ['a:*'] })] }, {}, 'inform'],
    ['accepted for a file', { exceptions: [accept({ files: ['x.yaml'] })] }, {}, 'deny'],
    [
      'although whoever asks wrote that it is accepted',
      {},
      { annotations: { 'accept.breakwater/privileged-container': 'legacy' } },
      'deny',
    ],
  ])('%s', (_name, change, asked, expected) => {
    expect(answer(plan(change), toDeployment(asked))).toBe(expected);
  });

  it('not the controller that makes what was judged when its template was written', () => {
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web-1', namespace: 'shop' },
      spec: { containers: [{ name: 'a', securityContext: { privileged: true } }] },
    };
    expect(answer(plan(), pod)).toBe('deny');
    expect(answer(plan(), pod, 'system:serviceaccount:kube-system:replicaset-controller')).toBe('inform');
  });
});

function accept(scope: Scope): Exception {
  return { target: 'privileged-container', scope, reason: 'known' };
}

const word = fc.constantFrom('a', 'b', 'ab', 'a*', '*');
const list = fc.array(word, { minLength: 1, maxLength: 2 });
const scope: fc.Arbitrary<Scope> = fc.record(
  {
    clusters: fc.constantFrom(['c1'], ['c2'], ['c*']),
    namespaces: list,
    workloads: fc.array(
      fc.oneof(
        word,
        word.map(name => `Deployment/${name}`),
      ),
      { minLength: 1, maxLength: 2 },
    ),
    labels: fc.record({ tier: word }),
  },
  { requiredKeys: [] },
);
const enforcement: fc.Arbitrary<Enforcement> = fc.record({ deploy: fc.constantFrom('deny', 'warn', 'inform') }, { requiredKeys: [] });
const setting: fc.Arbitrary<ScopedSetting> = fc.record({ scope, enabled: fc.boolean(), enforcement }, { requiredKeys: ['scope'] });
const plain = fc.constantFrom('a', 'b', 'ab', 'c');
const asked = fc.record({ name: plain, namespace: plain, labels: fc.record({ tier: plain }, { requiredKeys: [] }) });

it('follows settings and exceptions as everything else does', () => {
  fc.assert(
    fc.property(
      fc.array(setting, { maxLength: 4 }),
      fc.array(scope.map(accept), { maxLength: 2 }),
      asked,
      (settings, exceptions, given) => {
        const base = { enabled: true, params: {}, enforcement: {} };
        const object = toDeployment(given);
        const made = plan({ base, settings, exceptions, exempt: [] });
        const found = answer(made, object);
        expect(found === 'none' ? 'inform' : found).toBe(expectAnswer(object, settings, exceptions, given.namespace));
      },
    ),
    { numRuns: 400 },
  );
});

/** By the code that judges manifests and clusters. */
function expectAnswer(object: Raw, settings: readonly ScopedSetting[], exceptions: readonly Exception[], namespace: string): string {
  const inventory = new Inventory([{ value: object }], { cluster: 'c1', kubeMinor: 36, complete: true, namespace: 'default' });
  const definition: PolicyDefinition = PRIVILEGED;
  const variants = listVariants({ enabled: true, params: {}, enforcement: {} }, settings, 'c1', namespace);
  const book = createExceptionBook(
    exceptions.map(exception => ({ exception })),
    NOW,
  );
  const [instance] = new CompiledPolicy(definition).target.list(inventory);
  if (instance === undefined) throw new TypeError('nothing to judge');
  const variant = variants.find(candidate => fitsVariant(candidate, instance));
  if (variant === undefined) return 'inform';
  const { results } = evaluate(inventory, [new CompiledPolicy(definition, variant.params)], { exceptions: book });
  return results.some(({ state }) => state === 'fail') ? (variant.enforcement.deploy ?? 'inform') : 'inform';
}

describe('what cannot be done natively', () => {
  it.each<[string, Partial<NativeQuestion>, string]>([
    ['a fact without native form', { policy: read('service-account-missing') }, 'the fact has no native form'],
    ['an exception for a field', { exceptions: [accept({ fields: ['spec.x'] })] }, 'names a field of the object'],
    ['an old cluster', { kubeMinor: 29 }, 'ValidatingAdmissionPolicy needs Kubernetes 1.30, and this cluster is 1.29'],
  ])('%s is said', (_name, change, reason) => {
    const made = plan(change);
    expect(made).toMatchObject({ type: 'obstacles', actions: ['deny'], everywhere: true });
    expect(JSON.stringify(made)).toContain(reason);
  });
});

it('one pair for each place and decision, under names that say the policy', () => {
  const made = plan({
    settings: [
      { scope: {}, enforcement: { deploy: 'warn' } },
      { scope: { namespaces: ['shop'] }, enforcement: { deploy: 'deny' } },
    ],
  });
  expect(made).toMatchObject({ type: 'native', actions: ['deny', 'warn'], everywhere: true });
  const pairs = made.type === 'native' ? made.pairs : [];
  expect(pairs.map(({ policy, binding, action }) => [policy.metadata.name, binding.spec.policyName, action])).toStrictEqual([
    ['breakwater-privileged-container-pod', 'breakwater-privileged-container-pod', 'deny'],
    ['breakwater-privileged-container-template', 'breakwater-privileged-container-template', 'deny'],
    ['breakwater-privileged-container-cronjob', 'breakwater-privileged-container-cronjob', 'deny'],
    ['breakwater-privileged-container-pod-2', 'breakwater-privileged-container-pod-2', 'warn'],
    ['breakwater-privileged-container-template-2', 'breakwater-privileged-container-template-2', 'warn'],
    ['breakwater-privileged-container-cronjob-2', 'breakwater-privileged-container-cronjob-2', 'warn'],
  ]);
});
