import { readdirSync, readFileSync } from 'node:fs';
import type { Policy, PolicyExample } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluateAdmission } from '../admission/evaluate-admission.ts';
import { runExample } from '../examples.ts';
import { loadPolicy } from '../load.ts';
import { NEWEST_MINOR, parseMinor } from '../pod-security.ts';
import { exportPolicy } from './export-policy.ts';
import type { Export, ExportedPair } from './shapes.ts';

/** The whole catalogue with its examples, as it is written. */
const CATALOGUE = new URL('../../../../content/policies/', import.meta.url);
const policies = readdirSync(CATALOGUE)
  .toSorted()
  .map(file => loadPolicy(readFileSync(new URL(file, CATALOGUE), 'utf8'), file).policy);

/** Examples whose verdict on a request differs from the one on a file, and why that is right. */
const DEVIATIONS: Readonly<Record<string, string>> = {
  'default-namespace-used: strict: a file that does not say': 'a request always names its namespace',
  'ingress-default-backend: older version of the API': 'no server takes this version any more',
  'platform-component-hygiene: aws-node': 'bindings leave out kube-system',
  'sensitive-host-path: below a listed path, spelled oddly': 'the API server refuses paths with `..`',
};

/** Policies that ask nothing until somebody sets their parameters. */
const NOTHING_ASKED = 'with these parameters it asks nothing of any kind that is served';

type Raw = Readonly<Record<string, unknown>>;

/** Messages of the refusals of an example's objects under the exported policies. */
function listRefusals(pairs: readonly ExportedPair[], { objects = [], request }: PolicyExample): readonly string[] {
  if (request !== undefined) return listRefusalsOfRequest(pairs, objects[0] ?? {}, request);
  return objects.flatMap(object => {
    const name = (object['metadata'] as { namespace?: string } | undefined)?.namespace ?? 'default';
    const namespaceObject = { metadata: { name, labels: { 'kubernetes.io/metadata.name': name } } };
    return pairs.flatMap(({ policy, binding }) => evaluateAdmission({ policy, binding, object, namespaceObject }).messages);
  });
}

function listRefusalsOfRequest(
  pairs: readonly ExportedPair[],
  object: Raw,
  request: NonNullable<PolicyExample['request']>,
): readonly string[] {
  const { operation, group = '', resource, subresource = '', user = '', groups = [], old } = request;
  const metadata = (object['metadata'] ?? {}) as { readonly name?: string; readonly namespace?: string };
  const { name = metadata.name ?? '', namespace = metadata.namespace ?? '' } = request;
  const asked = {
    operation,
    resource: { group, version: 'v1', resource },
    subResource: subresource,
    name,
    namespace,
    userInfo: { username: user, groups },
  };
  const given = operation === 'DELETE' ? { oldObject: object } : { object, ...(old === undefined ? {} : { oldObject: old }) };
  const namespaceObject = { metadata: { name: namespace, labels: { 'kubernetes.io/metadata.name': namespace } } };
  return pairs.flatMap(({ policy, binding }) => evaluateAdmission({ policy, binding, ...given, request: asked, namespaceObject }).messages);
}

/** Most examples share parameters and version: each export is made once. */
const exports = new Map<string, Export>();

function exportFor(policy: Policy, { params = {}, kubeVersion }: Pick<PolicyExample, 'params' | 'kubeVersion'> = {}): Export {
  const kubeMinor = kubeVersion === undefined ? NEWEST_MINOR : parseMinor(kubeVersion);
  const key = JSON.stringify([policy.id, params, kubeMinor]);
  const outcome = exports.get(key) ?? exportPolicy(policy, { kubeMinor, action: 'deny', params });
  exports.set(key, outcome);
  return outcome;
}

function neverAsked(): never {
  throw new Error('a policy over the Pod Security facts does not export');
}

const exported = policies.filter(policy => exportFor(policy).exportable);

test('most of the catalogue that speaks of single objects exports', () => {
  expect(exported.length).toBeGreaterThanOrEqual(158);
  expect(policies.length).toBeGreaterThanOrEqual(313);
});

test('what is not exported says why', () => {
  const silent = policies.filter(policy => {
    const outcome = exportFor(policy);
    return (
      !outcome.exportable &&
      (outcome.obstacles.length === 0 || outcome.obstacles.some(({ reason }) => reason.startsWith('the API server would refuse')))
    );
  });
  expect(silent.map(policy => policy.id)).toStrictEqual([]);
});

describe('an exported policy refuses what violates and nothing else', () => {
  const used = new Set<string>();
  const cases = policies.flatMap(policy => {
    const examples = [...policy.examples.comply, ...policy.examples.violate];
    return examples.some(example => exportFor(policy, example).exportable) ? [[policy.id, policy, examples] as const] : [];
  });

  test.each(cases)('%s', (id, policy, examples) => {
    for (const example of examples) {
      const outcome = exportFor(policy, example);
      if (!outcome.exportable) expect(outcome.obstacles).toStrictEqual([{ reason: NOTHING_ASKED }]);
      const refused = outcome.exportable ? listRefusals(outcome.pairs, example) : [];
      const failed = runExample(policy, example, { podSecurity: neverAsked }).some(({ state }) => state === 'fail');
      const name = `${id}: ${example.name}`;
      const deviates = DEVIATIONS[name] !== undefined;
      if (deviates) used.add(name);
      expect({ name, refused: refused.length > 0, errors: refused.filter(message => message.includes('resulted in error')) }).toStrictEqual(
        {
          name,
          refused: deviates ? !failed : failed,
          errors: [],
        },
      );
    }
  });

  test('every deviation is still one', () => {
    expect([...used].toSorted()).toStrictEqual(Object.keys(DEVIATIONS).toSorted());
  });
});
