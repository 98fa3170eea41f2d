import process from 'node:process';
import { Inventory } from '@breakwater/inventory';
import type { Exception, PolicyDefinition } from '@breakwater/model';
import { describe, expect, test } from 'vitest';
import { evaluate } from './evaluate.ts';
import { createExceptionBook } from './exceptions.ts';
import { buildInventory, buildPod, buildPolicy } from './testing/build.ts';

const NOW = '2026-01-02T00:00:00Z';
const JUDGED = new Set(['test-policy', 'other']);
const KNOWN = new Set([...JUDGED, 'resting']);
const exception = (parts: Partial<Exception> = {}): Exception => ({ target: 'test-policy', scope: {}, reason: 'known', ...parts });
const POD = buildPod('web', {
  containers: [
    { name: 'app', image: 'ghcr.io/shop/web:1' },
    { name: 'side', image: 'envoy:2' },
  ],
});
const OBJECT = { ...POD, metadata: { name: 'web', namespace: 'shop', labels: { team: 'red' } } };

/** Each step of a field path stands on its own line. */
const INVENTORY = new Inventory([{ value: OBJECT, locate: path => ({ file: 'deploy/base/pod.yaml', line: path.length + 1, column: 1 }) }], {
  cluster: 'file:test',
  kubeMinor: 37,
  complete: true,
  namespace: '',
});

/** States of the containers `app` and `side`, and the problems that the exceptions leave. */
function judge(exceptions: readonly Exception[], parts: Partial<PolicyDefinition> = {}) {
  const book = createExceptionBook(
    exceptions.map(given => ({ exception: given })),
    NOW,
  );
  const { results, states } = evaluate(INVENTORY, [buildPolicy({ expression: 'false', ...parts })], { exceptions: book });
  expect(results.map(({ state }) => state).filter(state => state === 'accepted').length).toBe(states.accepted);
  return {
    states: results.map(({ state }) => state),
    problems: book.listProblems(JUDGED, KNOWN).map(({ code, source, message }) => `${code} ${source}: ${message}`),
  };
}

const UNUSED =
  'exception-unused test-policy: the exception for test-policy (known) accepts nothing that was found: remove it or correct its scope';

describe('scopes', () => {
  test.each<[string, Exception['scope'], readonly string[]]>([
    ['everything', {}, ['accepted', 'accepted']],
    ['the cluster', { clusters: ['file:test'] }, ['accepted', 'accepted']],
    ['another cluster', { clusters: ['c-1'] }, ['fail', 'fail']],
    ['the namespace', { namespaces: ['other', 'shop'] }, ['accepted', 'accepted']],
    ['a pattern', { namespaces: ['sh*'] }, ['accepted', 'accepted']],
    ['a pattern of several parts', { images: ['*/shop/*:1'] }, ['accepted', 'fail']],
    ['a pattern whose parts would overlap', { workloads: ['we*eb'] }, ['fail', 'fail']],
    ['a pattern in the wrong order', { images: ['*web*shop*'] }, ['fail', 'fail']],
    ['a part of a name', { namespaces: ['sho'] }, ['fail', 'fail']],
    ['an empty list', { namespaces: [] }, ['fail', 'fail']],
    ['the workload', { workloads: ['web'] }, ['accepted', 'accepted']],
    ['kind and name', { workloads: ['Pod/web'] }, ['accepted', 'accepted']],
    ['another kind', { workloads: ['Deployment/web'] }, ['fail', 'fail']],
    ['a container', { containers: ['side'] }, ['fail', 'accepted']],
    ['an image', { images: ['envoy:2'] }, ['fail', 'accepted']],
    ['a label', { labels: { team: 'red' } }, ['accepted', 'accepted']],
    ['a label with another value', { labels: { team: 'blue' } }, ['fail', 'fail']],
    ['an inherited name as label', { labels: { constructor: '*' } }, ['fail', 'fail']],
    ['a field', { fields: ['spec.containers[1]'] }, ['fail', 'accepted']],
    ['a pattern of fields', { fields: ['spec.containers*'] }, ['accepted', 'accepted']],
    ['the file', { files: ['base/pod.yaml'] }, ['accepted', 'accepted']],
    ['a file of that name in a folder that only ends so', { files: ['se/pod.yaml'] }, ['fail', 'fail']],
    ['all at once', { namespaces: ['shop'], containers: ['app'], labels: { team: 'r*' } }, ['accepted', 'fail']],
    ['all at once, one of them wrong', { namespaces: ['shop'], containers: ['app'], labels: { team: 'b*' } }, ['fail', 'fail']],
  ])('%s', (_, scope, states) => {
    expect(judge([exception({ scope })])).toStrictEqual({ states, problems: states.includes('accepted') ? [] : [UNUSED] });
  });
});

describe('time', () => {
  const ended = (text: string) => [`exception-expired x-1: the exception for test-policy (known) ${text}: its findings count again`];
  test.each<[string | undefined, string, readonly string[]]>([
    [undefined, 'accepted', []],
    ['2026-01-02T00:00:01Z', 'accepted', []],
    ['2026-01-03', 'accepted', []],
    [NOW, 'fail', ended(`ended on ${NOW}`)],
    ['2026-01-01', 'fail', ended('ended on 2026-01-01')],
    ['someday', 'fail', ended("ends on 'someday', which is no date")],
    ['', 'fail', ended("ends on '', which is no date")],
  ])('expiry %s', (expiry, state, problems) => {
    const given = exception({ id: 'x-1', ...(expiry === undefined ? {} : { expiry }) });
    expect(judge([given])).toStrictEqual({ states: [state, state], problems });
  });
});

test.each<[string, Partial<PolicyDefinition>, readonly string[]]>([
  ['another policy', { id: 'other' }, ['fail', 'fail']],
  ['a question to a person', { outcome: 'review' }, ['accepted', 'accepted']],
  ['an error, which is never accepted', { expression: '1 / 0 == 1' }, ['error', 'error']],
])('%s', (_, parts, states) => {
  expect(judge([exception()], parts).states).toStrictEqual(states);
});

test('an accepted finding says by what, keeps its evidence, and is found by the first that covers it', () => {
  const [first, second] = [exception({ id: 'a' }), exception({ id: 'b' })];
  const book = createExceptionBook([{ exception: first }, { exception: second }], NOW);
  const { results } = evaluate(buildInventory([OBJECT]), [buildPolicy({ expression: 'false', field: 'pod.hostNetwork' })], {
    exceptions: book,
  });
  expect(results.map(({ state, exception: given, evidence }) => [state, given, evidence.length])).toStrictEqual([['accepted', first, 1]]);
  expect(book.listProblems(JUDGED, KNOWN).map(({ source }) => source)).toStrictEqual(['b']);
});

test.each<[string, string, readonly string[]]>([
  [
    'a policy that does not exist',
    'tset-policy',
    ["exception-unused tset-policy: the exception for tset-policy (known) names no policy; did you mean 'test-policy'?"],
  ],
  ['a policy that was not asked', 'resting', []],
])('an exception for %s', (_, target, problems) => {
  expect(judge([exception({ target })])).toStrictEqual({ states: ['fail', 'fail'], problems });
});

test.each<[string, Partial<Exception>, readonly string[]]>([
  ['a vulnerability, which scans know', { target: 'CVE-2026-1', expiry: '2020-01-01' }, []],
  [
    'a policy until a fix',
    { until: 'fixable' },
    ['exception-invalid test-policy: the exception for test-policy (known) is until a fix, which only vulnerabilities have'],
  ],
  ['a package of an image', { scope: { packages: ['bash'] } }, [UNUSED]],
])('an exception for %s accepts nothing', (_, parts, problems) => {
  expect(judge([exception(parts)])).toStrictEqual({ states: ['fail', 'fail'], problems });
});

test('a pattern that was made to cost time costs none', () => {
  const start = process.threadCpuUsage();
  judge([exception({ scope: { images: [`${'*a'.repeat(50_000)}*b`] } })]);
  expect(process.threadCpuUsage(start).user / 1000).toBeLessThan(1000);
});

test('a Namespace counts as standing in itself', () => {
  const inventory = buildInventory([{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }]);
  const judgeBy = (scope: Exception['scope']) =>
    evaluate(inventory, [buildPolicy({ target: 'namespace', expression: 'false', message: 'wrong' })], {
      exceptions: createExceptionBook([{ exception: exception({ scope }) }], NOW),
    }).results.map(({ state }) => state);
  expect([judgeBy({ namespaces: ['shop'] }), judgeBy({ namespaces: ['bank'] })]).toEqual([['accepted'], ['fail']]);
});
